// How a call is made: signed in, refreshed once when the token has run out, and sent again with
// the same Idempotency-Key when an answer was lost.
import { asRefusal, IN_USE, offline, Refusal, refusalOf, type Sent } from './refusal'
import type { Answer, Method, Sending, Transport } from './transport'
import type { Tokens } from './types'

const SIGN_IN = '/api/v1/auth/'
const RESENDS = 2
const RESEND_AFTER_MS = [400, 1200]

/** The session on this device. `spent` is the refresh token that was used: another session stays. */
export interface TokenStore {
  owner(): string | null
  access(): string | null
  refresh(): string | null
  renew(tokens: Tokens, spent: string): void
  end(spent: string): void
  /** Runs `work` while no other page of this session renews it, with what others have renewed. */
  alone<Told>(work: () => Promise<Told>): Promise<Told>
}
export interface Options {
  query?: object
  body?: object
  /** One user action; the same key goes with every repetition of it. */
  key?: string
  /** A POST that changes nothing for the person: no answer means nothing was read. */
  reads?: boolean
  /** A bearer other than the session's, for the refresh call. */
  bearer?: string
}
export interface ClientParts {
  transport: Transport
  tokens: TokenStore
  channel: string
  /** What shows that somebody has signed in on this device before; '' on a new one. */
  deviceMark: () => string
  wait: (ms: number) => Promise<void>
}

export class Client {
  private refreshing: Promise<boolean> | null = null

  constructor(private readonly parts: ClientParts) {}

  /** The body of a success; rejects with a Refusal. */
  async call<Told>(method: Method, path: string, options: Options = {}): Promise<Told> {
    const send = async (token: string | null): Promise<Told> => {
      const answer = await this.sendSurely(this.sending(method, path, options, token), options)
      if (answer.status < 400) return answer.body as Told
      throw refusalOf(answer.status, answer.body)
    }
    return options.bearer ? send(options.bearer) : this.signed(send)
  }

  /**
   * Does `work` with the token in force; once more, with a new one, where it had run out. Never
   * for anybody who has signed in meanwhile.
   */
  async signed<Told>(work: (token: string | null) => Promise<Told>): Promise<Told> {
    const { tokens } = this.parts
    const [owner, token] = [tokens.owner(), tokens.access()]
    try {
      return await work(token)
    } catch (thrown) {
      const refusal = asRefusal(thrown)
      if (!token || !refusal.isSignedOut) throw refusal
      if (!(await this.refreshed(token)) || tokens.owner() !== owner) throw refusal
      return work(tokens.access())
    }
  }

  private sending(method: Method, path: string, options: Options, token: string | null): Sending {
    const headers: Record<string, string> = { 'X-Channel': this.parts.channel }
    const mark = path.startsWith(SIGN_IN) && this.parts.deviceMark()
    if (mark) headers['X-Device-Mark'] = mark
    if (options.body) headers['Content-Type'] = 'application/json'
    if (token) headers.Authorization = `Bearer ${token}`
    if (options.key) headers['Idempotency-Key'] = options.key
    return { method, path: path + queryText(options.query), headers, body: options.body }
  }

  /**
   * Reads and keyed acts are sent again when no answer came, or while the act sent before is still
   * running; anything else is sent once.
   */
  private async sendSurely(sending: Sending, { key, reads }: Options): Promise<Answer> {
    const repeatable = sending.method === 'GET' || key !== undefined
    const sent: Sent = reads || sending.method === 'GET' ? 'read' : key ? 'keyed' : 'once'
    for (let attempt = 0; ; attempt += 1) {
      const last = !repeatable || attempt >= RESENDS
      try {
        const answer = await this.parts.transport(sending)
        if (last || refusalOf(answer.status, answer.body).code !== IN_USE) return answer
      } catch (thrown) {
        if (last) throw thrown instanceof Refusal && !thrown.isOffline ? thrown : offline(sent)
      }
      await this.parts.wait(RESEND_AFTER_MS[attempt])
    }
  }

  /** True where there is a new token; several calls that run out together refresh once. */
  private refreshed(usedToken: string): Promise<boolean> {
    if (this.parts.tokens.access() !== usedToken) return Promise.resolve(true)
    this.refreshing ??= this.parts.tokens
      .alone(() => this.refresh(usedToken))
      .finally(() => {
        this.refreshing = null
      })
    return this.refreshing
  }

  /** Only a refused refresh ends the session; a breakdown of the service does not. */
  private async refresh(usedToken: string): Promise<boolean> {
    const { tokens } = this.parts
    const bearer = tokens.refresh()
    if (!bearer || tokens.access() !== usedToken) return bearer !== null
    try {
      tokens.renew(await this.call<Tokens>('POST', '/api/v1/auth/refresh', { bearer }), bearer)
      return true
    } catch (thrown) {
      if (asRefusal(thrown).status !== 401) throw thrown
      tokens.end(bearer)
      return false
    }
  }
}

function queryText(query: Options['query'] = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return pairs.length ? `?${pairs.join('&')}` : ''
}
