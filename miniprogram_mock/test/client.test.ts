import { describe, expect, it } from 'vitest'
import { Client } from '@/services/client'
import { offline, Refusal } from '@/services/refusal'
import type { Answer, Sending } from '@/services/transport'

const EXPIRED = { code: 'TOKEN_EXPIRED', title: '登录已过期', detail: '', remedy: '请重新登录' }
const LIMIT = { code: 'LIMIT_LIFETIME', title: '累计人数已满', detail: '已办理 20 人', remedy: '到窗口咨询' }

type Step = Answer | 'lost'

class Line {
  readonly sent: Sending[] = []
  owner = 'anna'
  access: string | null = 'old'
  refreshToken: string | null = 'refresh-1'
  readonly waits: number[] = []

  constructor(private readonly reply: (sending: Sending, count: number) => Step) {}

  readonly client = new Client({
    channel: 'app',
    deviceMark: () => '',
    wait: async (ms) => void this.waits.push(ms),
    transport: async (sending) => {
      this.sent.push(sending)
      const step = this.reply(sending, this.sent.length)
      if (step === 'lost') throw offline()
      return step
    },
    tokens: {
      access: () => this.access,
      refresh: () => this.refreshToken,
      owner: () => this.owner,
      renew: (tokens, spent) => {
        if (spent !== this.refreshToken) return
        this.access = tokens.access_token
        this.refreshToken = tokens.refresh_token
      },
      end: (spent) => {
        if (spent === this.refreshToken) this.access = this.refreshToken = null
      },
      alone: (work) => work(),
    },
  })
}

const ok = (body: unknown = {}): Answer => ({ status: 200, body })
const isRefresh = (sending: Sending) => sending.path.endsWith('/auth/refresh')
const fresh = ok({ access_token: 'new', refresh_token: 'refresh-2', expires_in_s: 900 })
const refused = async (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => expect.unreachable(),
    (thrown) => thrown as Refusal,
  )

describe('a lost answer', () => {
  const PATH = '/api/v1/account/freeze'
  const lost = (...call: Parameters<Client['call']>) => refused(new Line(() => 'lost').client.call(...call))

  it('says nothing of acts to who only looked', async () => {
    for (const call of [await lost('GET', '/api/v1/visits'), await lost('POST', PATH, { reads: true })]) {
      expect(call.isOffline).toBe(true)
      expect(call.detail + call.remedy).not.toMatch(/操作|办理/)
    }
  })

  it('promises that nothing happens twice only where a key sees to it', async () => {
    expect((await lost('POST', PATH, { key: 'k' })).remedy).toContain('重试不会重复办理')
    const once = await lost('POST', PATH)
    expect(once.remedy).not.toContain('重试不会重复办理')
    expect(once.detail).toContain('不知道您的操作是否已经办成')
  })
})

describe('every call', () => {
  it('goes to our API with channel, token and only the queries that say something', async () => {
    const line = new Line(() => ok({ items: [] }))
    await line.client.call('GET', '/api/v1/visits', { query: { year: 2025, cursor: null, q: '' } })
    expect(line.sent[0].path).toBe('/api/v1/visits?year=2025')
    expect(line.sent[0].headers).toEqual({ 'X-Channel': 'app', Authorization: 'Bearer old' })
  })

  it('escapes what people type', async () => {
    const line = new Line(() => ok())
    await line.client.call('GET', '/api/v1/institutions', { query: { q: '开福&x=1' } })
    expect(line.sent[0].path).toBe('/api/v1/institutions?q=%E5%BC%80%E7%A6%8F%26x%3D1')
  })

  it('shows a refusal with its title, detail, remedy and fields', async () => {
    const errors = [{ pointer: '/beneficiary/name', code: 'name', title: '姓名只能由文字组成' }]
    const line = new Line(() => ({ status: 409, body: { ...LIMIT, errors } }))
    const refusal = await refused(line.client.call('POST', '/api/v1/family/bindings', { body: {} }))
    expect(refusal).toMatchObject({ ...LIMIT, status: 409, isOffline: false })
    expect(refusal.fields['/beneficiary/name']).toBe('姓名只能由文字组成')
  })

  it('tells what is wrong with fields without their technical names', async () => {
    const errors = [{ pointer: '/phone', code: 'same', title: '与现在登记的手机号相同' }]
    const body = { ...LIMIT, code: 'REQUEST_INVALID', detail: '有 1 处：phone 与…相同', errors }
    const line = new Line(() => ({ status: 422, body }))
    const refusal = await refused(line.client.call('POST', '/api/v1/auth/phone', { body: {} }))
    expect(refusal.detail).toBe('与现在登记的手机号相同')
  })

  it.each([['<html>'], [null], [{ error: 'x' }]])('shows %j as a plain breakdown, in Chinese', async (body) => {
    const line = new Line(() => ({ status: 502, body }))
    const refusal = await refused(line.client.call('POST', '/api/v1/auth/logout'))
    expect(refusal.title).toBe('服务暂时不可用')
  })
})

describe('a token that ran out', () => {
  const expiring = (sending: Sending): Step => {
    if (isRefresh(sending)) return fresh
    return sending.headers.Authorization === 'Bearer old' ? { status: 401, body: EXPIRED } : ok('told')
  }

  it('is refreshed, and the call made again', async () => {
    const line = new Line(expiring)
    expect(await line.client.call('GET', '/api/v1/account')).toBe('told')
    expect(line.sent.map((one) => one.headers.Authorization)).toEqual(['Bearer old', 'Bearer refresh-1', 'Bearer new'])
  })

  it('is refreshed once for many calls at the same time', async () => {
    const line = new Line(expiring)
    await Promise.all(
      ['/api/v1/account', '/api/v1/visits', '/api/v1/messages'].map((path) => line.client.call('GET', path)),
    )
    expect(line.sent.filter(isRefresh)).toHaveLength(1)
  })

  it('keeps the key of the act', async () => {
    const line = new Line(expiring)
    await line.client.call('POST', '/api/v1/premiums/payments', { body: {}, key: 'K1' })
    const acts = line.sent.filter((one) => !isRefresh(one))
    expect(acts.map((one) => one.headers['Idempotency-Key'])).toEqual(['K1', 'K1'])
  })

  it('ends the session where the refresh is refused', async () => {
    const line = new Line(() => ({ status: 401, body: EXPIRED }))
    expect((await refused(line.client.call('GET', '/api/v1/account'))).code).toBe('TOKEN_EXPIRED')
    expect(line.access).toBeNull()
    expect(line.sent).toHaveLength(2)
  })

  it.each([429, 500, 502])('keeps the session where the refresh ends in %i', async (status) => {
    const broken = { status, body: '<html>' }
    const line = new Line((sending) => (isRefresh(sending) ? broken : { status: 401, body: EXPIRED }))
    expect((await refused(line.client.call('GET', '/api/v1/account'))).status).toBe(status)
    expect(line.access).toBe('old')
  })

  it('does nothing to who has signed in meanwhile', async () => {
    const line = new Line((sending) => {
      if (!isRefresh(sending)) return { status: 401, body: EXPIRED }
      Object.assign(line, { owner: 'bert', access: 'his', refreshToken: 'his-refresh' })
      return fresh
    })
    expect((await refused(line.client.call('POST', '/api/v1/account/freeze'))).code).toBe('TOKEN_EXPIRED')
    expect([line.access, line.refreshToken]).toEqual(['his', 'his-refresh'])
    expect(line.sent.filter((one) => !isRefresh(one))).toHaveLength(1)
  })

  it('keeps the session where the refresh gets no answer', async () => {
    const line = new Line((sending) => (isRefresh(sending) ? 'lost' : { status: 401, body: EXPIRED }))
    expect((await refused(line.client.call('GET', '/api/v1/account'))).isOffline).toBe(true)
    expect(line.access).toBe('old')
  })

  it('is not refreshed for a wrong code, which is a 401 too', async () => {
    const line = new Line(() => ({ status: 401, body: { ...EXPIRED, code: 'OTP_WRONG' } }))
    await refused(line.client.call('POST', '/api/v1/auth/sms-login', { body: {} }))
    expect(line.sent).toHaveLength(1)
  })
})

describe('a lost answer', () => {
  const lostTwice = (_: Sending, count: number): Step => (count <= 2 ? 'lost' : ok('told'))

  it('is asked for again with the same key and body', async () => {
    const line = new Line(lostTwice)
    await line.client.call('POST', '/api/v1/family/bindings', { body: { a: 1 }, key: 'K7' })
    expect(line.sent.map((one) => one.headers['Idempotency-Key'])).toEqual(['K7', 'K7', 'K7'])
    expect(new Set(line.sent.map((one) => JSON.stringify(one.body))).size).toBe(1)
    expect(line.waits).toEqual([400, 1200])
  })

  it('is asked for again while the act sent before is still running', async () => {
    const inUse = { status: 409, body: { ...LIMIT, code: 'REQUEST_KEY_IN_USE' } }
    const line = new Line((_, count) => (count === 1 ? 'lost' : count === 2 ? inUse : ok('told')))
    expect(await line.client.call('POST', '/api/v1/premiums/payments', { body: {}, key: 'K7' })).toBe('told')
    expect(line.sent.map((one) => one.headers['Idempotency-Key'])).toEqual(['K7', 'K7', 'K7'])
  })

  it('is read again', async () => expect(await new Line(lostTwice).client.call('GET', '/api/v1/me')).toBe('told'))

  it('of an act without key is not repeated', async () => {
    const line = new Line(lostTwice)
    expect((await refused(line.client.call('POST', '/api/v1/family/sms-codes', { body: {} }))).code).toBe('OFFLINE')
    expect(line.sent).toHaveLength(1)
  })

  it('is given up after two repetitions', async () => {
    const line = new Line(() => 'lost')
    expect((await refused(line.client.call('GET', '/api/v1/me'))).isOffline).toBe(true)
    expect(line.sent).toHaveLength(3)
  })
})
