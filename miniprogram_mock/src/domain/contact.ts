// What people type to be reached: a mobile number, and the code that came to it.

const PHONE = /^1\d{10}$/
const CODE = /^\d{6}$/

/** What is wrong with a mobile number, in Chinese; '' where nothing is. */
export const phoneFault = (text: string): string => (PHONE.test(text) ? '' : '请输入 11 位手机号')

/** What is wrong with a code, in Chinese; '' where nothing is. */
export const codeFault = (text: string): string => (CODE.test(text) ? '' : '请输入 6 位验证码')
