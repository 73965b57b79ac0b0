// The mini-program's own files: configuration, and templates beside the scripts they belong to.
export const files = window.__FILE_MAP__
export const appConfig = JSON.parse(files['/app.json'])

export const pageConfig = (path) => ({ ...appConfig.window, ...JSON.parse(files[`/${path}.json`]) })

/** Gives the engine a compiled function wherever it looks for a .wxml file. */
export function installTemplates() {
  const scripts = Object.keys(files).filter((name) => name.endsWith('.js'))
  for (const script of scripts) {
    const template = script.replace(/\.js$/, '.wxml')
    const build = files[script.replace(/\.js$/, '.json')] && window.__TEMPLATES__(template.slice(1))
    if (typeof build === 'function') files[template] = build
  }
}
