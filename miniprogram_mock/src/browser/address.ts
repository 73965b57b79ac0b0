// Somebody may write any address into the browser: one that is no page leads home, as it does when
// the mini-program is opened there.
import { restart, HOME } from '@/services/go'

declare const __uniRoutes: { path: string; alias?: string }[]

export function followAddresses(): void {
  window.addEventListener('hashchange', () => {
    const path = location.hash.replace(/^#/, '').split('?')[0] || '/'
    const isPage = __uniRoutes.some((route) => route.path === path || route.alias === path)
    if (!isPage) restart(HOME)
  })
}
