// Opening and closing pages, with the life cycle WeChat gives them.
import { simulate } from './engine'
import { pageConfig } from './program'
import { stack, top } from './stack'

export { stack }

const COMPILED = { rootPath: '/', compiler: 'official' }

function part(tag, className, parent, text = '') {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  parent.append(made)
  return made
}

function makeFrame(config, canGoBack) {
  const frame = part('div', 'wx-frame', document.querySelector('.wx-stack'))
  frame.classList.toggle('own-nav', config.navigationStyle === 'custom')
  const bar = part('div', 'wx-nav', frame)
  bar.style.background = config.navigationBarBackgroundColor ?? '#fff'
  if (canGoBack) {
    const button = part('button', 'wx-back', bar, '‹')
    button.setAttribute('aria-label', '返回')
    button.addEventListener('click', () => back(1))
  }
  part('span', 'wx-title', bar, config.navigationBarTitleText ?? '')
  part('span', 'wx-capsule', bar, '···')
  const page = part('div', 'wx-page', frame)
  page.tabIndex = 0
  return { frame, mount: part('div', '', page) }
}

function reveal() {
  stack.forEach((one) => {
    one.frame.style.display = one === top() ? 'flex' : 'none'
  })
}

export function open(url) {
  const [path, query = ''] = url.replace(/^\//, '').split('?')
  top()?.instance.onHide?.()
  const { frame, mount } = makeFrame(pageConfig(path), stack.length > 0)
  const component = simulate.render(simulate.load(`/${path}`, 'page', COMPILED))
  const { instance } = component
  const options = Object.fromEntries(new URLSearchParams(query))
  Object.assign(instance, { route: path, is: path, options })
  stack.push({ frame, component, instance })
  component.attach(mount)
  reveal()
  instance.onLoad?.(options)
  instance.onShow?.()
  instance.onReady?.()
}

function close() {
  const { frame, component, instance } = stack.pop()
  instance.onUnload?.()
  component.detach()
  frame.remove()
}

export function replace(url) {
  close()
  open(url)
}

export function restart(url) {
  while (stack.length) close()
  open(url)
}

export function back(delta) {
  for (let step = 0; step < delta && stack.length > 1; step += 1) close()
  reveal()
  top().instance.onShow?.()
}

export function setTitle(title) {
  top().frame.querySelector('.wx-title').textContent = title
}
