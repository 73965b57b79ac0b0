// Everything that can go wrong with a call, as one error that can be shown to a person.
import type { Problem } from './types'

const OFFLINE = { status: 0, code: 'OFFLINE', title: '网络连接失败' }
/** What no answer means: nothing for who only looked, and doubt for who acted. */
const LOST = {
  read: {
    detail: '没有连上医保服务，没有读到内容。',
    remedy: '请检查网络后重试。',
  },
  keyed: {
    detail: '没有收到医保服务的回答，您的操作可能没有完成。',
    remedy: '请检查网络后重试；重试不会重复办理。',
  },
  once: {
    detail: '没有收到医保服务的回答，不知道您的操作是否已经办成。',
    remedy: '请检查网络，先在页面上查看结果，没有办成的再办一次。',
  },
}
/** What was sent: a question, an act that may be sent again under its key, any other act. */
export type Sent = keyof typeof LOST
const BROKEN = {
  code: 'UNREADABLE',
  title: '服务暂时不可用',
  detail: '医保服务没有给出可以识别的回答。',
  remedy: '请稍后再试；多次失败请拨打 12393 医保服务热线。',
}

/** The same act is still running under this key. */
export const IN_USE = 'REQUEST_KEY_IN_USE'
const INVALID = 'REQUEST_INVALID'
const UNDECIDED = [401, 429]
const TOKEN_REFUSED = /^TOKEN_/

export interface RefusalFacts {
  status: number
  code: string
  title: string
  detail: string
  remedy: string
  errors?: { pointer: string; code: string; title: string }[]
}

/** A refusal of the service, or the lack of any answer (`status` 0). */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly remedy: string
  readonly fields: Readonly<Record<string, string>>

  constructor(facts: RefusalFacts) {
    super(`${facts.code} ${facts.title}`)
    this.status = facts.status
    this.code = facts.code
    this.title = facts.title
    this.detail = facts.detail
    this.remedy = facts.remedy
    this.fields = Object.fromEntries((facts.errors ?? []).map((one) => [one.pointer, one.title]))
  }

  /** The service has decided: the same act under the same key would be refused again. */
  get isFinal(): boolean {
    const undecided = this.code === IN_USE || UNDECIDED.includes(this.status)
    return this.status >= 400 && this.status < 500 && !undecided
  }

  /** The session on this device has ended. */
  get isSignedOut(): boolean {
    return TOKEN_REFUSED.test(this.code)
  }

  /** No answer came: whether the act happened is unknown. */
  get isOffline(): boolean {
    return this.status === 0
  }
}

export const offline = (sent: Sent = 'read'): Refusal => new Refusal({ ...OFFLINE, ...LOST[sent] })

/** What is wrong with the fields, without their technical names. */
const fieldWords = (problem: Partial<Problem>): string | undefined => problem.errors?.map((one) => one.title).join('；')

const plain = (text: string): string => text.replace(/[，。；！\s]/g, '')

/**
 * Reads a problem document; anything else becomes a plain "service unavailable". A detail that only
 * repeats the title is left out.
 */
export function refusalOf(status: number, body: unknown): Refusal {
  const problem = body as Partial<Problem> | null
  if (!problem || typeof problem !== 'object' || !problem.code || !problem.title) {
    return new Refusal({ status, ...BROKEN })
  }
  const detail = (problem.code === INVALID && fieldWords(problem)) || (problem.detail ?? '')
  return new Refusal({
    status,
    code: problem.code,
    title: problem.title,
    detail: plain(detail) === plain(problem.title) ? '' : detail,
    remedy: problem.remedy ?? '',
    errors: problem.errors,
  })
}

/** Any thrown thing as a refusal. */
export function asRefusal(thrown: unknown): Refusal {
  return thrown instanceof Refusal ? thrown : new Refusal({ status: 500, ...BROKEN })
}
