/// <reference types="vite/client" />

declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent<object, object, unknown>
  export default component
}

interface ImportMetaEnv {
  /** The https origin of the backend, compiled into the mini-program builds. */
  readonly VITE_API_ORIGIN?: string
}
