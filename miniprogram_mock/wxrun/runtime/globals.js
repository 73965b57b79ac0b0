// What a mini-program finds in its global scope; must be there before the engine is loaded.
import { stack } from './stack'

let app

window.global = window
window.__webview_engine_version__ = 0.02
window.App = (options) => {
  app = options
}
window.getApp = () => app
window.getCurrentPages = () => stack.map((one) => one.instance)
window.Page = () => {
  throw new Error('pages of uni-app are components: Page() must not be called')
}
