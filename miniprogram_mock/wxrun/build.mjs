// Turns a built WeChat mini-program into one page that runs in a browser for tests, on WeChat's
// own component engine (exparser) with WXML compiled by WeChat's own compiler (wcc):
//   node wxrun/build.mjs dist/build/mp-weixin dist/build/wxrun
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bundleRuntime } from './compile/bundle.mjs'
import { readPackage } from './compile/package.mjs'
import { pageOf } from './compile/page.mjs'
import { stylesOf } from './compile/styles.mjs'
import { templatesOf } from './compile/templates.mjs'

const [source, target] = process.argv.slice(2).map((path) => resolve(path))
if (!target) throw new Error('usage: node wxrun/build.mjs <mp-weixin build> <output folder>')

const program = readPackage(source)
mkdirSync(target, { recursive: true })
writeFileSync(join(target, 'index.html'), pageOf())
writeFileSync(join(target, 'styles.css'), stylesOf(program))
writeFileSync(join(target, 'program.js'), program.asScript() + templatesOf(program))
await bundleRuntime(join(target, 'wxrun.js'))
console.log(`wxrun: ${program.names.length} files of the mini-program, ready in ${target}`)
