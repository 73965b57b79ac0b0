// Storage apart from the browser build's, which may live on the same origin.
import { done } from './callbacks'

const PREFIX = 'wx:'

export function getStorageSync(key) {
  const kept = localStorage.getItem(PREFIX + key)
  return kept === null ? '' : JSON.parse(kept)
}

export const setStorageSync = (key, value) => localStorage.setItem(PREFIX + key, JSON.stringify(value))
export const removeStorageSync = (key) => localStorage.removeItem(PREFIX + key)
export const getStorage = (options) => done(options, { data: getStorageSync(options.key) })
export function setStorage(options) {
  setStorageSync(options.key, options.data)
  done(options)
}
