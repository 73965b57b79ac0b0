// The phone is our own H5 build in a frame; it tells who is signed in and which code it shows.
import { ref, shallowRef } from 'vue'
import type { Session } from '@/services/session'

export const signedIn = shallowRef<Session | null>(null)
export const scannedToken = ref('')

const KEY = 'gongji.panel'
/** Sessions by persona: choosing somebody again needs no new code, not even after a reload. */
const kept = new Map<string, Session>(JSON.parse(sessionStorage.getItem(KEY) ?? '[]'))
let frame: HTMLIFrameElement | null = null

export function attach(element: HTMLIFrameElement): void {
  frame = element
  window.addEventListener('message', (event: MessageEvent) => {
    if (event.origin === location.origin && event.source === frame?.contentWindow) hear(event.data)
  })
}

export const sessionOf = (persona: string): Session | undefined => kept.get(persona)

export function forgetSessions(): void {
  kept.clear()
  keep()
  tell({ kind: 'gongji:sign-out' })
}

export function signPhoneIn(persona: string, session: Session): void {
  kept.set(persona, session)
  keep()
  tell({ kind: 'gongji:sign-in', session })
}

export const reloadPhone = (): void => tell({ kind: 'gongji:reload' })

function keep(): void {
  sessionStorage.setItem(KEY, JSON.stringify([...kept]))
}

function tell(word: object): void {
  frame?.contentWindow?.postMessage(JSON.parse(JSON.stringify(word)), location.origin)
}

function hear(word: { kind?: string; session?: Session | null; token?: string }): void {
  if (word.kind === 'gongji:session') {
    const about = (word.session ?? signedIn.value)?.person.id
    const persona = [...kept].find(([, session]) => session.person.id === about)?.[0]
    if (persona && word.session) kept.set(persona, word.session)
    else if (persona) kept.delete(persona)
    keep()
    if (signedIn.value?.person.id !== word.session?.person.id) scannedToken.value = ''
    signedIn.value = word.session ?? null
  }
  if (word.kind === 'gongji:code') scannedToken.value = word.token ?? ''
}
