// Everything that can go wrong with a call, as one error that can be shown to a person.
import type { Problem } from './types'

const OFFLINE = {
  code: 'OFFLINE',
  title: '网络连接失败',
  detail: '没有连上医保服务，您的操作可能没有完成。',
  remedy: '请检查网络后重试；重试不会重复办理。',
}
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

  /** No answer came: whether the act happened is unknown. */
  get isOffline(): boolean {
    return this.status === 0
  }
}

export const offline = (): Refusal => new Refusal({ status: 0, ...OFFLINE })

/** What is wrong with the fields, without their technical names. */
const fieldWords = (problem: Partial<Problem>): string | undefined =>
  problem.errors?.map((one) => one.title).join('；')

/** Reads a problem document; anything else becomes a plain "service unavailable". */
export function refusalOf(status: number, body: unknown): Refusal {
  const problem = body as Partial<Problem> | null
  if (!problem || typeof problem !== 'object' || !problem.code || !problem.title) {
    return new Refusal({ status, ...BROKEN })
  }
  return new Refusal({
    status,
    code: problem.code,
    title: problem.title,
    detail: (problem.code === INVALID && fieldWords(problem)) || (problem.detail ?? ''),
    remedy: problem.remedy ?? '',
    errors: problem.errors,
  })
}

/** Any thrown thing as a refusal. */
export function asRefusal(thrown: unknown): Refusal {
  return thrown instanceof Refusal ? thrown : new Refusal({ status: 500, ...BROKEN })
}
