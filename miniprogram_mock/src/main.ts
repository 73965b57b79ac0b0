import { createSSRApp } from 'vue'
import App from './App.vue'
// #ifdef H5
import { LostPage } from './browser/LostPage'
// #endif

export function createApp() {
  const app = createSSRApp(App)
  // #ifdef H5
  app.component('LostPage', LostPage)
  // #endif
  return { app }
}
