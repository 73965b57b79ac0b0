/// <reference types="vite/client" />

declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent<object, object, unknown>
  export default component
}

/** The https origin of the backend, compiled into the mini-program builds. */
declare const __API_ORIGIN__: string
