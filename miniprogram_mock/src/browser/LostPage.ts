// Stands where the browser could not fetch a page of ours: without a network, or after an update.
import { h, type FunctionalComponent } from 'vue'

export const LostPage: FunctionalComponent = () =>
  h('div', { class: 'shell', role: 'main', 'data-testid': 'page' }, [
    h('div', { class: 'card', role: 'alert', 'data-testid': 'lost-page' }, [
      h('p', { class: 'h' }, '这一页没有打开'),
      h('p', { class: 'p' }, '没有连上医保服务，请检查网络后重试。'),
      h('div', { class: 'button main', role: 'button', tabindex: 0, onClick: () => location.reload() }, '重试'),
    ]),
  ])
