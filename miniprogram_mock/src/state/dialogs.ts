// Questions and refusals that a page puts before everything else; `PageShell` draws them.
import { shallowRef } from 'vue'
import type { Refusal } from '@/api/refusal'

const TOAST_MS = 2500

export interface Dialog {
  title: string
  text: string
  /** Further lines, such as payer, beneficiary and amount. */
  facts?: { name: string; value: string }[]
  ok: string
  cancel?: string
  danger?: boolean
  /** How deep in the stack of pages it was asked, so that only that page draws it. */
  depth: number
  answer: (ok: boolean) => void
}

export const dialog = shallowRef<Dialog | null>(null)

/** Asks; resolves to true for the affirmative button. A question still open is answered no. */
export function confirm(asked: Omit<Dialog, 'depth' | 'answer'>): Promise<boolean> {
  dialog.value?.answer(false)
  return new Promise((resolve) => {
    const answer = (ok: boolean) => {
      if (dialog.value === mine) dialog.value = null
      resolve(ok)
    }
    const mine = { cancel: '取消', ...asked, depth: getCurrentPages().length, answer }
    dialog.value = mine
  })
}

/** A page is left: nobody will answer what it asked. */
export function leave(depth: number): void {
  if (dialog.value?.depth === depth) dialog.value.answer(false)
}

/** Shows a refusal whole: what, the figures that decided, what to do. */
export function tell(refusal: Refusal): Promise<boolean> {
  return confirm({
    title: refusal.title,
    text: refusal.detail,
    facts: refusal.remedy ? [{ name: '怎么办', value: refusal.remedy }] : [],
    ok: '我知道了',
    cancel: '',
  })
}

/** A short word that goes away by itself. */
export function toast(title: string): void {
  uni.showToast({ title, icon: 'none', duration: TOAST_MS })
}
