// What the panel asks of the sandbox and, as a persona, of the citizen's API.
import type { Session } from '@/services/session'
import type {
  Check,
  Clock,
  CodeSent,
  LedgerLine,
  Listing,
  Persona,
  SandboxInstitution,
  SandboxItem,
  SandboxText,
  SignedIn,
  Tokens,
} from '@/services/types'

/** A refusal in words that can be shown as they are. */
export class Refused extends Error {}

export const reach = (address: string, wanted: RequestInit): Promise<Response> =>
  fetch(address, wanted).catch(() => {
    throw new Refused('没有连上服务，请确认它正在运行。')
  })

async function ask<Told>(method: string, path: string, body?: object, token = ''): Promise<Told> {
  const answer = await reach(`/api/v1${path}`, {
    method,
    headers: {
      'X-Channel': 'app',
      ...(body && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: body && JSON.stringify(body),
  })
  const text = await answer.text()
  const told = text ? JSON.parse(text) : null
  if (!answer.ok) throw new Refused(`${told?.title ?? '服务出错'}：${told?.detail ?? ''}${told?.remedy ?? ''}`)
  return told as Told
}

export const sandbox = {
  personas: () => ask<Listing<Persona>>('GET', '/sandbox/personas'),
  institutions: () => ask<Listing<SandboxInstitution>>('GET', '/sandbox/institutions'),
  catalogue: () => ask<Listing<SandboxItem>>('GET', '/sandbox/catalogue'),
  texts: (phone: string) => ask<Listing<SandboxText>>('GET', `/sandbox/sms?phone=${phone}`),
  clock: () => ask<Clock>('GET', '/sandbox/clock'),
  setClock: (now: string | null, running: boolean) => ask<Clock>('PUT', '/sandbox/clock', { now, running }),
  /** Whether a new device must state its owner's name and ID number; null is never. */
  askIdentity: (asked: boolean) => ask<object>('PUT', '/sandbox/identity-check', { after_days: asked ? 0 : null }),
  reset: () => ask<object>('POST', '/sandbox/reset', { name: 'demo' }),
  job: (name: string, wanted: object) =>
    ask<{ counts: Record<string, number> }>('POST', `/sandbox/jobs/${name}`, wanted),
  ledger: (settlementId: string) => ask<Listing<LedgerLine>>('GET', `/sandbox/ledger?settlement_id=${settlementId}`),
  check: () => ask<Check>('GET', '/sandbox/check'),
}

/** A session kept from before with new tokens; undefined where it has died meanwhile. */
export const renewed = (held: Session): Promise<Session | undefined> =>
  ask<Tokens>('POST', '/auth/refresh', undefined, held.refresh_token).then(
    ({ access_token, refresh_token }) => ({ ...held, access_token, refresh_token }),
    () => undefined,
  )

/** Signs a persona in the way everybody does: a code is sent, read in the inbox, and typed. */
export async function signInBySms(phone: string): Promise<SignedIn> {
  await ask<CodeSent>('POST', '/auth/sms-codes', { phone, purpose: 'login' })
  const texts = await sandbox.texts(phone)
  const code = texts.items.find((text) => text.purpose === 'login')?.code
  if (!code) throw new Refused('没有收到登录验证码。')
  return ask<SignedIn>('POST', '/auth/sms-login', { phone, code })
}
