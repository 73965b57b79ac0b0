// WXML compiled by WeChat's compiler into functions that build virtual trees.
import { createRequire } from 'node:module'

const COMPILED_MAX_BYTES = 64 << 20

const compiler = createRequire(import.meta.url)('miniprogram-compiler')

export function templatesOf(program) {
  const compiled = compiler.wxmlToJs(program.root, {
    maxBuffer: COMPILED_MAX_BYTES,
    wxmlList: program.ending('.wxml'),
    wxsList: program.ending('.wxs'),
  })
  return `window.__TEMPLATES__ = (function () {\n${compiled}\n})();\n`
}
