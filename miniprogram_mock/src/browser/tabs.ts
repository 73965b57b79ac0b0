// Several tabs of a browser share one storage: they sign in, renew and sign out together.
import { adopt, KEY, session } from '@/services/session'
import { HOME, restart } from '@/services/go'

export function followOtherTabs(): void {
  window.addEventListener('storage', (event) => {
    if (event.key !== KEY) return
    const before = session.value?.person.id
    adopt()
    if (session.value?.person.id !== before) restart(HOME)
  })
}

/** Runs `work` in one tab at a time, after what the others have stored was read. */
export function oneTab<Told>(work: () => Promise<Told>): Promise<Told> {
  const informed = () => {
    adopt()
    return work()
  }
  // Browsers have locks on https and on this machine only.
  return navigator.locks ? (navigator.locks.request(KEY, informed) as Promise<Told>) : informed()
}
