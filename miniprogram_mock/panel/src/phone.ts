// The phone is our own H5 build in a frame; it tells who is signed in and which code it shows.
import { ref, shallowRef } from 'vue'
import type { Session } from '@/api/session'

export const signedIn = shallowRef<Session | null>(null)
export const scannedToken = ref('')

const kept = new Map<string, Session>()
let frame: HTMLIFrameElement | null = null

export function attach(element: HTMLIFrameElement): void {
  frame = element
  window.addEventListener('message', (event: MessageEvent) => {
    if (event.origin === location.origin && event.source === frame?.contentWindow) hear(event.data)
  })
}

/** A session of this person that still holds, so that choosing him again needs no new code. */
export const sessionOf = (personId: string): Session | undefined => kept.get(personId)

export function forgetSessions(): void {
  kept.clear()
  tell({ kind: 'gongji:sign-out' })
}

export const signPhoneIn = (session: Session): void => tell({ kind: 'gongji:sign-in', session })
export const reloadPhone = (): void => tell({ kind: 'gongji:reload' })

function tell(word: object): void {
  frame?.contentWindow?.postMessage(JSON.parse(JSON.stringify(word)), location.origin)
}

function hear(word: { kind?: string; session?: Session | null; token?: string }): void {
  if (word.kind === 'gongji:session') {
    if (!word.session && signedIn.value) kept.delete(signedIn.value.person.id)
    signedIn.value = word.session ?? null
    scannedToken.value = ''
    if (word.session) kept.set(word.session.person.id, word.session)
  }
  if (word.kind === 'gongji:code') scannedToken.value = word.token ?? ''
}
