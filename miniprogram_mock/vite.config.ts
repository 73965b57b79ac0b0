import uniImport from '@dcloudio/vite-plugin-uni'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { keyboardRoles } from './build/keyboard-roles'
import { nothingForeign } from './build/nothing-foreign'

// The plugin is CommonJS: its factory arrives wrapped or bare, depending on the loader.
const uni = (uniImport as unknown as { default?: typeof uniImport }).default ?? uniImport

const ORIGIN = process.env.VITE_API_ORIGIN ?? 'https://gongji.example'

export default defineConfig({
  define: { __API_ORIGIN__: JSON.stringify(ORIGIN) },
  plugins: [keyboardRoles(), uni(), nothingForeign()],
  resolve: { alias: { '@': resolve(__dirname, 'src') } },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: { target: 'es2018' },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/fsi': 'http://127.0.0.1:8000' } },
})
