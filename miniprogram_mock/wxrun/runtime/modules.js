// CommonJS as WeChat has it: every module runs once, names are relative to the requiring file.
import { files } from './program'

const loaded = new Map()

function absolute(path) {
  const steps = []
  for (const step of path.split('/')) {
    if (step === '..') steps.pop()
    else if (step && step !== '.') steps.push(step)
  }
  return `/${steps.join('/')}`
}

function load(asked) {
  const name = absolute(asked)
  const path = files[name] ? name : `${name}.js`
  if (loaded.has(path)) return loaded.get(path).exports
  if (!files[path]) throw new Error(`no such module: ${asked}`)
  const module = { exports: {} }
  loaded.set(path, module)
  const folder = path.slice(0, path.lastIndexOf('/'))
  const body = new Function('require', 'module', `${files[path]}\n//# sourceURL=${path}`)
  body((inner) => load(`${folder}/${inner}`), module)
  return module.exports
}

/** Replaces the simulator's loader, which would run shared modules again for every page. */
export function installModules() {
  window.require = load
}
