// In the browser every control that can be tapped can be worked with the keyboard, and the frame
// that uni-app draws around a page says what it is.

const TAPPED = '[role][tabindex="0"]'
const FRAME: [selector: string, attributes: Record<string, string>][] = [
  ['uni-page-head', { role: 'banner' }],
  ['.uni-page-head__title', { role: 'heading', 'aria-level': '1' }],
  ['.uni-page-head-hd .uni-page-head-btn', { role: 'button', tabindex: '0', 'aria-label': '返回' }],
]

export function keyboardTaps(): void {
  document.documentElement.lang = 'zh-CN'
  document.addEventListener('keydown', press)
  new MutationObserver(nameFrame).observe(document.body, { childList: true, subtree: true })
  nameFrame()
}

function press(event: KeyboardEvent): void {
  const target = event.target as HTMLElement
  if ((event.key !== 'Enter' && event.key !== ' ') || !target.matches?.(TAPPED)) return
  event.preventDefault()
  target.click()
}

function nameFrame(): void {
  for (const [selector, attributes] of FRAME) {
    const unnamed = document.querySelectorAll(`${selector}:not([role])`)
    unnamed.forEach((element) => {
      Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value))
    })
  }
}
