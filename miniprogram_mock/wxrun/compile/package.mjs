// The files of a built mini-program, as the runtime wants to read them.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

// Logic runs in a realm without a page: what a real mini-program lacks must be undefined here too.
const ABSENT = [
  'window',
  'document',
  'location',
  'localStorage',
  'sessionStorage',
  'navigator',
  'history',
  'fetch',
  'XMLHttpRequest',
  'alert',
]
const HEAD = `var exports = module.exports, ${ABSENT.join(', ')};\n`

class Package {
  constructor(root, names) {
    this.root = root
    this.names = names
  }

  read(name) {
    return readFileSync(join(this.root, name), 'utf8')
  }

  ending(suffix) {
    return this.names.filter((name) => name.endsWith(suffix))
  }

  /** `window.__FILE_MAP__`, from which the engine loads JSON and scripts. */
  asScript() {
    const files = {}
    for (const name of this.ending('.json')) files[`/${name}`] = this.read(name)
    for (const name of this.ending('.js')) files[`/${name}`] = HEAD + this.read(name)
    return `window.__FILE_MAP__ = ${JSON.stringify(files).replace(/</g, '\\u003c')};\n`
  }
}

export function readPackage(root) {
  const names = readdirSync(root, { recursive: true })
    .map((name) => name.replace(/\\/g, '/'))
    .filter((name) => statSync(join(root, name)).isFile())
  return new Package(root, names)
}
