import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// The tester's panel is an ordinary page beside the H5 build: tester.html, which frames index.html.
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [vue()],
  resolve: { alias: { '@': here('../src') } },
  build: {
    outDir: here('../dist/build/h5'),
    emptyOutDir: false,
    assetsDir: 'panel',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: here('tester.html') },
  },
})
