// Starts the mini-program: templates, built-in elements, the `wx` object, app.js, the first page.
import './globals'
import { registerBuiltIns } from './built-ins'
import { installModules } from './modules'
import { appConfig, installTemplates } from './program'
import { open } from './pages'
import { wx } from './wx'

installTemplates()
installModules()
registerBuiltIns()
window.wx = wx
window.require('/app.js')

const start = location.hash.slice(1) || appConfig.pages[0]
const launch = { path: start.split('?')[0], query: {}, scene: 1001 }
const app = window.getApp()
app?.onLaunch?.(launch)
app?.onShow?.(launch)
open(start)
