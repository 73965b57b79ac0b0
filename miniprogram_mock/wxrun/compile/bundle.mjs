// The runtime with the component engine, as one script for the browser.
import * as esbuild from 'esbuild'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const ENTRY = fileURLToPath(new URL('../runtime/main.js', import.meta.url))
const NO_STYLES = 'module.exports = { getContent: () => "", compile: () => "", insert() {} }'

/** The simulator was written for Node; in a browser it needs neither files nor a compiler. */
const withoutNode = {
  name: 'without-node',
  setup(build) {
    const stub = (path) => ({ path, namespace: 'stub' })
    build.onResolve({ filter: /^path$/ }, () => ({ path: require.resolve('path-browserify') }))
    build.onResolve({ filter: /^\.\/wxss$/ }, () => stub('styles'))
    build.onResolve({ filter: /^(fs|less|csso|postcss|miniprogram-compiler)$/ }, (asked) => stub(asked.path))
    build.onLoad({ filter: /.*/, namespace: 'stub' }, (asked) => ({
      contents: asked.path === 'styles' ? NO_STYLES : 'module.exports = {}',
    }))
  },
}

export async function bundleRuntime(outfile) {
  await esbuild.build({
    entryPoints: [ENTRY],
    outfile,
    bundle: true,
    format: 'iife',
    define: { global: 'window' },
    plugins: [withoutNode],
    logLevel: 'error',
  })
}
