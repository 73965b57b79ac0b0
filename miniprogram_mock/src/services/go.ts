// Ways through the pages. A new page heeds no tap that was meant for the one before.
import { onUnload } from '@dcloudio/uni-app'
import { rest } from '@/stores/taps'

export const HOME = 'home/index'

const addressOf = (page: string): string => `/pages/${page}`

export function go(page: string): void {
  rest()
  uni.navigateTo({ url: addressOf(page) })
}

/** Starts afresh. */
export function restart(page: string): void {
  rest()
  uni.reLaunch({ url: addressOf(page) })
}

export function replace(page: string): void {
  rest()
  uni.redirectTo({ url: addressOf(page) })
}

/** Back by so many pages, or home where there is nothing behind (a page opened by its address). */
export function back(pages = 1): void {
  if (getCurrentPages().length <= pages) return restart(HOME)
  rest()
  uni.navigateBack({ delta: pages })
}

/** Between the pages of the bottom bar: home stays beneath, so that back leads there. */
export function goAside(page: string, from: string): void {
  if (page === HOME) back(Math.max(getCurrentPages().length - 1, 1))
  else if (from === HOME) go(page)
  else replace(page)
}

/** Whether this page is still there, once an answer has come. */
export function usePresence(): () => boolean {
  let present = true
  onUnload(() => {
    present = false
  })
  return () => present
}

/** Sign-in, which comes back to where it was asked for. */
export const signIn = (): void => go('login/index')
