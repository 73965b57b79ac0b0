// wx.request on fetch: the compiled https origin is replaced by the one that serves this page.
import { done, failed } from './callbacks'

const ORIGIN = /^https?:\/\/[^/]+/
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'CONNECT']
const WITHOUT_BODY = ['GET', 'HEAD']

const here = (url) => url.replace(ORIGIN, location.origin)

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export function request(options) {
  const method = (options.method ?? 'GET').toUpperCase()
  if (!METHODS.includes(method)) throw new Error(`wx.request knows no method ${method}`)
  const hasBody = !WITHOUT_BODY.includes(method) && options.data !== undefined
  const stop = new AbortController()
  const timer = options.timeout && setTimeout(() => stop.abort(), options.timeout)
  fetch(here(options.url), {
    method,
    headers: options.header,
    body: hasBody ? JSON.stringify(options.data) : undefined,
    signal: stop.signal,
  })
    .then(async (answer) => {
      const data = parsed(await answer.text())
      done(options, { statusCode: answer.status, data, header: Object.fromEntries(answer.headers) })
    })
    .catch((trouble) => failed(options, `request:fail ${trouble.message}`))
    .finally(() => clearTimeout(timer))
  return { abort: () => stop.abort() }
}

export function downloadFile(options) {
  fetch(here(options.url), { headers: options.header })
    .then(async (answer) => {
      const tempFilePath = URL.createObjectURL(await answer.blob())
      done(options, { statusCode: answer.status, tempFilePath })
    })
    .catch((trouble) => failed(options, `downloadFile:fail ${trouble.message}`))
  return { abort() {} }
}
