// WeChat's component engine and the simulator that drives it.
import exparser from 'miniprogram-exparser'
import jComponent from 'j-component'
import simulate from 'miniprogram-simulate'

// uni-app scopes styles by itself, so classes keep their names.
const define = window.Component
window.Component = (options) => {
  options.options = { ...options.options, classPrefix: '' }
  return define(options)
}

export { exparser, jComponent, simulate }

/** The DOM element of a component. */
export const element = (component) => component._exparserNode.$$

/** Fires a mini-program event on a component. */
export function fire(component, name, detail) {
  const options = { originalEvent: null, bubbles: false, capturePhase: true, composed: false }
  exparser.Event.dispatchEvent(component._exparserNode, exparser.Event.create(name, detail, options))
}
