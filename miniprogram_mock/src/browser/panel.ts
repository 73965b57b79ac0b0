// The tester's panel is the page around the phone, of our own origin; it may sign a persona in
// and is told what the phone shows. Where there is no panel, nothing happens.
import { begin, end, session, watchSession, type Session } from '@/services/session'
import { HOME, restart } from '@/services/go'
import { REFRESH } from '@/composables/load'
import { refreshMe } from '@/stores/me'
import { refreshStatus } from '@/stores/today'

const WIDE_PX = 1000
const PANEL = './tester.html'

type Word = { kind: 'gongji:sign-in'; session: Session } | { kind: 'gongji:sign-out' } | { kind: 'gongji:reload' }

export function talkToPanel(): void {
  if (window.parent === window) {
    void openPanelWhereThereIsOne()
    return
  }
  window.addEventListener('message', (event: MessageEvent<Word>) => {
    if (event.origin === location.origin && event.source === window.parent) hear(event.data)
  })
  watchSession(tellSession)
  tellSession(session.value)
}

/** Tells the panel which insurance code is on the screen, as a scanner would read it. */
export function showCode(token: string): void {
  if (window.parent !== window) say({ kind: 'gongji:code', token })
}

function hear(word: Word): void {
  if (word.kind === 'gongji:reload') {
    void refreshStatus()
    void refreshMe()
    uni.$emit(REFRESH)
    return
  }
  if (word.kind === 'gongji:sign-in') begin(word.session)
  else if (word.kind === 'gongji:sign-out') end()
  else return
  restart(HOME)
}

function tellSession(current: Session | null): void {
  say({ kind: 'gongji:session', session: current })
}

function say(word: object): void {
  // Structured clones cannot carry reactive proxies.
  window.parent.postMessage(JSON.parse(JSON.stringify(word)), location.origin)
}

/** Only the sandbox serves the panel; on a wide screen it is the better way to try. */
async function openPanelWhereThereIsOne(): Promise<void> {
  if (window.innerWidth < WIDE_PX || location.search.includes('plain')) return
  const answer = await fetch(PANEL, { method: 'HEAD' })
  if (answer.ok) location.replace(PANEL)
}
