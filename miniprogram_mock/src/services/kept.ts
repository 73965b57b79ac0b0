// What is kept on this device over a restart. In the tester's panel each tab plays somebody else,
// so there it lasts as long as the tab and is nobody else's.
let framed = false
// #ifdef H5
framed = window.parent !== window
// #endif

export const kept = {
  get: (key: string): unknown => (framed ? JSON.parse(sessionStorage.getItem(key) ?? '""') : uni.getStorageSync(key)),
  set: (key: string, value: object | string): void =>
    framed ? sessionStorage.setItem(key, JSON.stringify(value)) : uni.setStorageSync(key, value),
  remove: (key: string): void => (framed ? sessionStorage.removeItem(key) : uni.removeStorageSync(key)),
}
