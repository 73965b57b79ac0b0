import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const BUILT = /\.(css|wxss|acss|js)$/
const FOREIGN_SHADOW = /https:\/\/cdn\d*\.dcloud\.net\.cn\/img\/shadow-\w+\.png/g

/**
 * A government service loads nothing from anybody else: the shadow picture of the H5 navigation
 * bar is taken out.
 */
export function nothingForeign(): Plugin {
  return {
    name: 'nothing-foreign',
    enforce: 'post',
    closeBundle() {
      const root = process.env.UNI_OUTPUT_DIR
      if (!root) return
      for (const name of readdirSync(root, { recursive: true }) as string[]) {
        if (BUILT.test(name)) clean(join(root, name))
      }
    },
  }
}

function clean(path: string): void {
  const before = readFileSync(path, 'utf8')
  const after = before.replace(FOREIGN_SHADOW, 'data:,')
  if (after !== before) writeFileSync(path, after)
}
