// Smoke test of the Alipay build without Alipay: every page of app.json registers, loads and
// shows, and every request it makes goes to our own origin. Prints one JSON line:
//   node alipay/smoke.cjs dist/build/mp-alipay
const { existsSync, readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')

const root = resolve(process.argv[2])
const app = JSON.parse(readFileSync(join(root, 'app.json'), 'utf8'))
const registered = new Map()
const requests = {}
const troubles = []
const storage = new Map()
let current = ''

/** A refusal that was taken for a lost answer would be asked for again by then. */
const LATER_MS = 600

const SIGNED_IN = {
  access_token: 'smoke',
  refresh_token: 'smoke',
  person: {
    id: 'per_smoke',
    name: '烟雾',
    id_number_masked: '',
    phone_masked: null,
    area: '430100',
    insurances: [],
    roles: [],
  },
}
storage.set('gongji.session', SIGNED_IN)

const INSTANT = '2025-11-05T10:00:00+08:00'
const TODAY = { status: 200, data: { now: INSTANT, today: '2025-11-05', maintenance: [] } }
const REFUSAL = { code: 'NOT_FOUND', title: '没有找到', detail: '', remedy: '' }
// Alipay calls every HTTP status from 400 on a failure.
const REFUSED = { error: 19, errorMessage: 'http status error', status: 404, data: JSON.stringify(REFUSAL) }

const system = () => ({
  platform: 'iOS',
  app: 'alipay',
  brand: 'iPhone',
  model: 'iPhone 14',
  system: '17.0',
  version: '10.5.0',
  SDKVersion: '2.9.0',
  language: 'zh-Hans',
  pixelRatio: 3,
  windowWidth: 390,
  windowHeight: 844,
  statusBarHeight: 47,
})

function request(options) {
  requests[current].push(`${options.method} ${options.url}`)
  const known = options.url.endsWith('/service-status')
  Promise.resolve().then(() => (known ? options.success?.(TODAY) : options.fail?.({ ...REFUSED })))
  return { abort() {} }
}

const silent = (options) => options?.success?.({})

const known = {
  request,
  canIUse: () => true,
  SDKVersion: '2.9.0',
  getSystemInfoSync: system,
  getSystemInfo: (options) => options.success?.(system()),
  getLaunchOptionsSync: () => ({}),
  getEnterOptionsSync: () => ({}),
  getStorageSync: ({ key }) => ({ data: storage.get(key) ?? null }),
  setStorageSync: ({ key, data }) => storage.set(key, data),
  removeStorageSync: ({ key }) => storage.delete(key),
  setStorage: silent,
  navigateTo: silent,
  redirectTo: silent,
  reLaunch: silent,
  showToast: silent,
}
const listener = (name) => typeof name === 'string' && /^(on|off)[A-Z]/.test(name)

global.my = new Proxy(known, {
  get: (own, name) => own[name] ?? (listener(name) ? () => {} : undefined),
})
global.App = (options) => {
  global.smokeApp = options
}
global.getApp = () => global.smokeApp
global.getCurrentPages = () => []
global.Component = () => {}
global.Page = (options) => registered.set(current, options)
process.on('unhandledRejection', (trouble) => troubles.push(`${current}: ${trouble}`))

async function visit(path) {
  current = path
  requests[path] = []
  require(join(root, `${path}.js`))
  if (!registered.has(path)) return troubles.push(`${path}: not registered`)
  if (!existsSync(join(root, `${path}.axml`))) troubles.push(`${path}: no template`)
  const page = Object.assign(Object.create(registered.get(path)), { route: path, setData() {}, $page: {} })
  page.data = { ...page.data }
  try {
    page.onLoad?.({ id: 'smoke' })
    page.onShow?.()
    page.onReady?.()
  } catch (trouble) {
    troubles.push(`${path}: ${trouble.stack}`)
  }
  await new Promise((settled) => setTimeout(settled, 20))
}

async function main() {
  require(join(root, 'app.js'))
  for (const path of app.pages) await visit(path)
  await new Promise((settled) => setTimeout(settled, LATER_MS))
  const told = { pages: app.pages.length, registered: registered.size, requests, troubles }
  process.stdout.write(`${JSON.stringify(told)}\n`)
  process.exit(troubles.length ? 1 : 0)
}

void main()
