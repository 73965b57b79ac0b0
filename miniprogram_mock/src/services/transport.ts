// The only place that talks HTTP. In the browser: our own origin. In a mini-program: the
// https origin that was compiled in.
import { offline } from './refusal'

const TIMEOUT_MS = 15_000

let origin = ''
let channel = 'app'
/** Methods that go as POST and say what they mean. */
const meantByPost: Method[] = []
// #ifndef H5
// WeChat knows no PATCH, Alipay nothing but GET and POST.
meantByPost.push('PATCH', 'PUT', 'DELETE')
origin = __API_ORIGIN__
// #endif
// #ifdef MP-WEIXIN
channel = 'wechat_mp'
// #endif
// #ifdef MP-ALIPAY
channel = 'alipay_mp'
// #endif

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export interface Sending {
  method: Method
  path: string
  headers: Record<string, string>
  body?: object
}
export interface Answer {
  status: number
  body: unknown
}
export type Transport = (sending: Sending) => Promise<Answer>

/** `X-Channel` of this build. */
export const CHANNEL = channel

/** The full address of a path, for downloads. */
export const addressOf = (path: string): string => origin + path

/** Sends one request; rejects with OFFLINE where no answer came. */
export const send: Transport = (sending) =>
  new Promise((resolve, reject) => {
    const meant = meantByPost.includes(sending.method)
    uni.request({
      url: origin + sending.path,
      method: meant ? 'POST' : (sending.method as 'POST'),
      header: meant ? { ...sending.headers, 'X-HTTP-Method-Override': sending.method } : sending.headers,
      data: sending.body,
      timeout: TIMEOUT_MS,
      success: (answer) => resolve({ status: answer.statusCode, body: answer.data }),
      fail: (failure: unknown) => {
        const { statusCode: status, data } = failure as Failure
        if (status) resolve({ status, body: parsed(data) })
        else reject(offline())
      },
    })
  })

/** What Alipay, alone, calls a failure may be an answer: a refusal of ours, as text or read. */
interface Failure {
  statusCode?: number
  data?: unknown
}

function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return data
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}
