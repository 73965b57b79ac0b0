// Every call of the citizen's API, by name.
// #ifdef H5
import { oneTab } from '@/browser/tabs'
// #endif
import { Client } from './client'
import { fill, type AnswerOf, type BodyOf, type PathOf, type QueryOf } from './contract'
import { deviceMark, end, renew, session } from './session'
import { CHANNEL, send } from './transport'

let alone = <Told>(work: () => Promise<Told>): Promise<Told> => work()
// #ifdef H5
alone = oneTab
// #endif

const client = new Client({
  transport: send,
  channel: CHANNEL,
  deviceMark,
  wait: (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  tokens: {
    owner: () => session.value?.person.id ?? null,
    access: () => session.value?.access_token ?? null,
    refresh: () => session.value?.refresh_token ?? null,
    renew,
    end: (spent) => {
      if (session.value?.refresh_token === spent) end()
    },
    alone,
  },
})

/** Does something that needs the token in force, such as a download. */
export const signed = <Told>(work: (token: string | null) => Promise<Told>): Promise<Told> => client.signed(work)

type Cursor = string | null

const get = <Path extends PathOf<'get'>>(path: Path, query?: QueryOf<Path, 'get'>) =>
  client.call<AnswerOf<Path, 'get'>>('GET', path, { query })
const getOne = <Path extends PathOf<'get'>>(path: Path, id: string) =>
  client.call<AnswerOf<Path, 'get'>>('GET', fill(path, id))
const post = <Path extends PathOf<'post'>>(path: Path, body: BodyOf<Path, 'post'>, key?: string) =>
  client.call<AnswerOf<Path, 'post'>>('POST', path, { body, key })
const postTo = <Path extends PathOf<'post'>>(path: Path, id: string, body: BodyOf<Path, 'post'>, key?: string) =>
  client.call<AnswerOf<Path, 'post'>>('POST', fill(path, id), { body, key })

export const api = {
  sendLoginCode: (phone: string) => post('/api/v1/auth/sms-codes', { phone, purpose: 'login' }),
  sendLinkCode: (phone: string) => post('/api/v1/auth/sms-codes', { phone, purpose: 'link' }),
  sendPhoneCode: (phone: string) => post('/api/v1/auth/sms-codes', { phone, purpose: 'phone' }),
  /** To the phone that is registered now. */
  sendOldPhoneCode: () => post('/api/v1/auth/sms-codes', { purpose: 'phone' }),
  sendUndoCode: (phone: string) => post('/api/v1/auth/sms-codes', { phone, purpose: 'phone_undo' }),
  smsLogin: (body: BodyOf<'/api/v1/auth/sms-login', 'post'>) => post('/api/v1/auth/sms-login', body),
  platformLogin: (provider: 'wechat' | 'alipay', code: string) =>
    post('/api/v1/auth/mini-program-login', { provider, code }),
  link: (body: BodyOf<'/api/v1/auth/link', 'post'>) => post('/api/v1/auth/link', body),
  changePhone: (body: BodyOf<'/api/v1/auth/phone', 'post'>) => post('/api/v1/auth/phone', body),
  undoPhone: (phone: string, code: string) => post('/api/v1/auth/phone/undo', { phone, code }),
  devices: () => get('/api/v1/auth/devices'),
  removeDevice: (id: string) => client.call<void>('DELETE', fill('/api/v1/auth/devices/{device_id}', id)),
  logout: () => post('/api/v1/auth/logout', undefined),
  logoutAll: () => post('/api/v1/auth/logout-all', undefined),

  me: () => get('/api/v1/me'),
  account: () => get('/api/v1/account'),
  entries: (query: QueryOf<'/api/v1/account/entries', 'get'>) => get('/api/v1/account/entries', query),
  summary: (year: number) => get('/api/v1/account/summary', { year }),
  freeze: () => post('/api/v1/account/freeze', undefined),
  unfreeze: () => post('/api/v1/account/unfreeze', undefined),
  visits: (year: number, cursor: Cursor) => get('/api/v1/visits', { year, cursor }),
  receipt: (id: string) => getOne('/api/v1/visits/{settlement_id}', id),
  entitlements: () => get('/api/v1/entitlements'),
  estimate: (body: BodyOf<'/api/v1/entitlements/estimate', 'post'>) =>
    client.call<AnswerOf<'/api/v1/entitlements/estimate', 'post'>>('POST', '/api/v1/entitlements/estimate', {
      body,
      reads: true,
    }),
  accessLog: (cursor: Cursor) => get('/api/v1/access-log', { cursor }),

  eligibility: () => get('/api/v1/family/eligibility'),
  sendBindCode: (body: BodyOf<'/api/v1/family/sms-codes', 'post'>) => post('/api/v1/family/sms-codes', body),
  bind: (body: BodyOf<'/api/v1/family/bindings', 'post'>, key: string) => post('/api/v1/family/bindings', body, key),
  bindings: (query: QueryOf<'/api/v1/family/bindings', 'get'>) => get('/api/v1/family/bindings', query),
  activeBindings: () => get('/api/v1/family/bindings', { role: 'authorizer', status: 'active', limit: 100 }),
  binding: (id: string) => getOne('/api/v1/family/bindings/{binding_id}', id),
  changeBinding: (id: string, body: BodyOf<'/api/v1/family/bindings/{binding_id}', 'patch'>) =>
    client.call<AnswerOf<'/api/v1/family/bindings/{binding_id}', 'patch'>>(
      'PATCH',
      fill('/api/v1/family/bindings/{binding_id}', id),
      { body },
    ),
  unbind: (id: string) => postTo('/api/v1/family/bindings/{binding_id}/unbind', id, undefined),

  quotaEligibility: () => get('/api/v1/quotas/eligibility'),
  sendQuotaCode: (body: BodyOf<'/api/v1/quotas/sms-codes', 'post'>) => post('/api/v1/quotas/sms-codes', body),
  giveQuota: (body: BodyOf<'/api/v1/quotas', 'post'>, key: string) => post('/api/v1/quotas', body, key),
  quotas: (cursor: Cursor) => get('/api/v1/quotas', { cursor }),
  receivedQuotas: () => get('/api/v1/quotas/received'),
  quota: (id: string) => getOne('/api/v1/quotas/{quota_id}', id),
  quotaDraws: (id: string, cursor: Cursor) =>
    client.call<AnswerOf<'/api/v1/quotas/{quota_id}/draws', 'get'>>(
      'GET',
      fill('/api/v1/quotas/{quota_id}/draws', id),
      { query: { cursor } },
    ),
  changeQuota: (id: string, body: BodyOf<'/api/v1/quotas/{quota_id}', 'patch'>) =>
    client.call<AnswerOf<'/api/v1/quotas/{quota_id}', 'patch'>>('PATCH', fill('/api/v1/quotas/{quota_id}', id), {
      body,
    }),
  endQuota: (id: string) => postTo('/api/v1/quotas/{quota_id}/end', id, undefined),

  products: () => get('/api/v1/premiums/products'),
  payables: (product: string, year: number) => get('/api/v1/premiums/payables', { product, year, limit: 100 }),
  pay: (body: BodyOf<'/api/v1/premiums/payments', 'post'>, key: string) => post('/api/v1/premiums/payments', body, key),
  payments: (cursor: Cursor) => get('/api/v1/premiums/payments', { cursor }),
  payment: (id: string) => getOne('/api/v1/premiums/payments/{payment_id}', id),
  refund: (id: string, body: BodyOf<'/api/v1/premiums/payments/{payment_id}/refund', 'post'>, key: string) =>
    postTo('/api/v1/premiums/payments/{payment_id}/refund', id, body, key),

  insuranceCode: () =>
    client.call<AnswerOf<'/api/v1/credentials/insurance-code', 'post'>>('POST', '/api/v1/credentials/insurance-code', {
      reads: true,
    }),
  qualifications: (cursor: Cursor) => get('/api/v1/chronic/qualifications', { cursor }),
  diseases: () => get('/api/v1/chronic/diseases'),
  chronicCommitment: () => get('/api/v1/chronic/commitment'),
  extend: (id: string) =>
    postTo('/api/v1/chronic/qualifications/{qualification_id}/extension', id, {
      commitment: { accepted: true },
    }),
  sendRelativeCode: (binding: string, id_number: string) =>
    postTo('/api/v1/chronic/relatives/{binding_id}/sms-codes', binding, { id_number }),
  relativesQualifications: (
    binding: string,
    body: BodyOf<'/api/v1/chronic/relatives/{binding_id}/qualifications', 'post'>,
  ) => postTo('/api/v1/chronic/relatives/{binding_id}/qualifications', binding, body),
  extendForRelative: (binding: string, body: BodyOf<'/api/v1/chronic/relatives/{binding_id}/extensions', 'post'>) =>
    postTo('/api/v1/chronic/relatives/{binding_id}/extensions', binding, body),
  serviceStatus: () => get('/api/v1/service-status'),
  notices: (area: string | null, cursor: Cursor = null) => get('/api/v1/notices', { area, cursor }),
  messages: (cursor: Cursor) => get('/api/v1/messages', { cursor }),
  unreadMessages: () => get('/api/v1/messages', { unread: true, limit: 1 }),
  readMessage: (id: string) => postTo('/api/v1/messages/{message_id}/read', id, undefined),
  messageSettings: () => get('/api/v1/messages/settings'),
  setMessageSettings: (body: BodyOf<'/api/v1/messages/settings', 'put'>) =>
    client.call<AnswerOf<'/api/v1/messages/settings', 'put'>>('PUT', '/api/v1/messages/settings', {
      body,
    }),
  policy: (query: QueryOf<'/api/v1/policy', 'get'>) => get('/api/v1/policy', query),
  edition: (version: string) => getOne('/api/v1/policy/editions/{version}', version),
  offices: (query: QueryOf<'/api/v1/offices', 'get'>) => get('/api/v1/offices', query),
  places: (query: QueryOf<'/api/v1/institutions', 'get'>) => get('/api/v1/institutions', query),
}
