// wx.createSelectorQuery on the engine's own query, which belongs to one component.
import { top } from './stack'

const SELECTING = ['select', 'selectAll', 'selectViewport']

export function createSelectorQuery() {
  let scope = null
  let query = null
  const current = () => (query ??= (scope ?? top().instance).createSelectorQuery())

  const outer = {
    in(component) {
      scope = component
      return outer
    },
    exec(callback) {
      current().exec(callback)
      return outer
    },
  }
  for (const name of SELECTING) outer[name] = (selector) => chained(current()[name](selector), outer)
  return outer
}

/** Calls on a selected node answer the query, so that they can be chained. */
function chained(node, outer) {
  return new Proxy(node, {
    get: (target, name) =>
      typeof target[name] === 'function'
        ? (...args) => {
            target[name](...args)
            return outer
          }
        : target[name],
  })
}
