// Who is signed in on this device; survives a restart, dies with log-out or a refused refresh.
import { shallowRef } from 'vue'
import { PROVINCE } from '@/domain/policy'
import { AREA_CHOICES } from '@/domain/words'
import { kept } from './kept'
import type { Me, SignedIn, Tokens } from './types'

export const KEY = 'gongji.session'
const MARK = 'gongji.device'

export interface Session {
  access_token: string
  refresh_token: string
  person: Me
}

type Listener = (session: Session | null) => void

const listeners: Listener[] = []

/** The session in force, null for a visitor. */
export const session = shallowRef<Session | null>(read())

function read(): Session | null {
  const held = kept.get(KEY) as Session | ''
  return held && held.access_token ? held : null
}

/** Takes over what another tab of the browser has written. */
export function adopt(): void {
  session.value = read()
  listeners.forEach((listener) => listener(session.value))
}

function keep(next: Session | null): void {
  session.value = next
  if (next) kept.set(KEY, next)
  else kept.remove(KEY)
  listeners.forEach((listener) => listener(next))
}

/** What shows that somebody has signed in on this device before; '' on a new one. */
export const deviceMark = (): string => (kept.get(MARK) as string) || ''

export function begin(signedIn: SignedIn | Session): void {
  if ('device_mark' in signedIn) kept.set(MARK, signedIn.device_mark)
  keep({
    access_token: signedIn.access_token,
    refresh_token: signedIn.refresh_token,
    person: signedIn.person,
  })
}

/** New tokens for the session whose refresh token was `spent`; any other stays as it is. */
export function renew({ access_token, refresh_token }: Tokens, spent: string): void {
  if (session.value?.refresh_token !== spent) return
  keep({ ...session.value, access_token, refresh_token })
}

/** What is known of the signed-in person; the tokens may have been renewed by another tab. */
export function update(person: Me): void {
  const held = read()
  if (held?.person.id === person.id) keep({ ...held, person })
}

export function end(): void {
  if (session.value) keep(null)
}

/** Where the signed-in person is insured; null for a visitor. */
export const areaNow = (): string | null => session.value?.person.area ?? null

/** The coordinating area (统筹区) of the signed-in person; the province for a visitor. */
export function ownArea(): string {
  const own = `${areaNow()?.slice(0, 4)}00`
  return AREA_CHOICES.some((one) => one.code === own) ? own : PROVINCE
}

/** Only those insured as employees may have a personal account. */
export const mayOwnAccount = (): boolean => !!session.value?.person.insurances.some((one) => one.kind === 'employee')

/** Whether quotas across provinces are open where the person is insured as an employee. */
export const quotaOpen = (): boolean => !!session.value?.person.quota_open

/** Calls back on every change. */
export function watchSession(listener: Listener): void {
  listeners.push(listener)
}
