// The part of the `wx` object that the mini-program uses.
import { back, open, replace, restart, setTitle } from './pages'
import { appConfig } from './program'
import { downloadFile, request } from './request'
import { createSelectorQuery } from './selector'
import { done, failed } from './callbacks'
import { top } from './stack'
import * as storage from './storage'

const NAV_HEIGHT_PX = 64
const TOAST_MS = 1500
const OPENED = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf']

const launch = () => ({ path: appConfig.pages[0], query: {}, scene: 1001 })

function system() {
  return {
    brand: 'iPhone',
    model: 'iPhone 14',
    platform: 'ios',
    system: 'iOS 17.0',
    version: '8.0.50',
    SDKVersion: '3.5.8',
    language: 'zh_CN',
    fontSizeSetting: 16,
    pixelRatio: devicePixelRatio,
    statusBarHeight: 20,
    screenWidth: innerWidth,
    screenHeight: innerHeight,
    windowWidth: innerWidth,
    windowHeight: innerHeight - NAV_HEIGHT_PX,
    safeArea: { top: 20, left: 0, right: innerWidth, bottom: innerHeight, width: innerWidth, height: innerHeight - 20 },
    safeAreaInsets: { top: 20, left: 0, right: 0, bottom: 0 },
  }
}

function showToast(options) {
  const toast = document.createElement('div')
  toast.className = 'wx-toast'
  toast.setAttribute('role', 'status')
  toast.textContent = options.title
  document.body.append(toast)
  setTimeout(() => toast.remove(), options.duration ?? TOAST_MS)
  done(options)
}

function scrollTo(options) {
  const { frame, instance } = top()
  const page = frame.querySelector('.wx-page')
  instance
    .createSelectorQuery()
    .select(options.selector)
    .boundingClientRect((found) => {
      if (!found) return failed(options, 'pageScrollTo:fail no such node')
      page.scrollTop += found.top - page.getBoundingClientRect().top
      done(options)
    })
    .exec()
}

const capsule = () => ({ top: 26, bottom: 58, left: innerWidth - 95, right: innerWidth - 8, width: 87, height: 32 })
const moving = (move) => (options) => {
  move(options.url)
  done(options)
}
const ignored = () => undefined

export const wx = {
  ...storage,
  request,
  downloadFile,
  createSelectorQuery,
  createIntersectionObserver: (component, options) => component.createIntersectionObserver(options),
  showToast,
  hideToast: done,
  openDocument: (options) =>
    OPENED.includes(options.fileType) ? done(options) : failed(options, 'openDocument:fail filetype not supported'),
  stopPullDownRefresh: done,
  pageScrollTo: scrollTo,
  hideKeyboard: done,
  setNavigationBarColor: done,
  setNavigationBarTitle: (options) => {
    setTitle(options.title)
    done(options)
  },
  navigateTo: moving(open),
  redirectTo: moving(replace),
  reLaunch: moving(restart),
  navigateBack: (options = {}) => {
    back(options.delta ?? 1)
    done(options)
  },
  login: (options) => done(options, { code: storage.getStorageSync('wxrun.login') }),
  getSystemInfoSync: system,
  getSystemInfo: (options) => done(options, system()),
  getWindowInfo: system,
  getDeviceInfo: system,
  getAppBaseInfo: system,
  getMenuButtonBoundingClientRect: capsule,
  getLaunchOptionsSync: launch,
  getEnterOptionsSync: launch,
  getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop' } }),
  getPrivacySetting: (options) => done(options, { needAuthorization: false }),
  canIUse: () => true,
  nextTick: (run) => Promise.resolve().then(run),
  onAppShow: ignored,
  onAppHide: ignored,
  onError: ignored,
  onUnhandledRejection: ignored,
}
