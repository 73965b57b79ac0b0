// Ways through the pages.

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

/** Sign-in, which comes back to where it was asked for. */
export const signIn = (): void => go('login/index')
