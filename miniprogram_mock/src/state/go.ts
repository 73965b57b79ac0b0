// Ways through the pages.
import { onUnload } from '@dcloudio/uni-app'

export const go = (page: string): void => {
  uni.navigateTo({ url: `/pages/${page}` })
}

/** To one of the four pages of the bottom bar, or to start afresh. */
export const restart = (page: string): void => {
  uni.reLaunch({ url: `/pages/${page}` })
}

export const replace = (page: string): void => {
  uni.redirectTo({ url: `/pages/${page}` })
}

/** Back, or home where there is nothing behind (a page opened by its address). */
export const back = (): void => {
  if (getCurrentPages().length > 1) uni.navigateBack()
  else restart('home/index')
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
