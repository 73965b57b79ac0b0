import type { Plugin } from 'vite'

const TAPPED = /aria-role="(button|link|checkbox|radio|switch|tab)"/g
const TOLD = /aria-role="/g

/**
 * Our templates speak WeChat's `aria-role`. In the browser that attribute means nothing, so it
 * becomes `role`, and whatever can be tapped can also be reached with the keyboard.
 */
export function keyboardRoles(): Plugin {
  return {
    name: 'keyboard-roles',
    enforce: 'pre',
    transform(code, id) {
      const ours = id.endsWith('.vue') && !id.includes('node_modules')
      if (!ours || process.env.UNI_PLATFORM !== 'h5') return null
      return code.replace(TAPPED, 'role="$1" tabindex="0"').replace(TOLD, 'role="')
    },
  }
}
