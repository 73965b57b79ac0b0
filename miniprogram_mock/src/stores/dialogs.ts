// Questions, refusals and results that a page puts before everything else, and short words that go
// away by themselves; `PageShell` draws them.
import { ref, shallowRef } from 'vue'
import type { Refusal } from '@/services/refusal'
import { elder } from './elder'
import { leadsOf } from '@/domain/remedies'
import { go, signIn } from '@/services/go'
import { rest } from './taps'

const TOAST_MS = 2500
const ELDER_TOAST_MS = 6000

export interface Fact {
  name: string
  value: string
}
export interface Dialog {
  title: string
  text: string
  /** Further lines, such as payer, beneficiary and amount. */
  facts?: Fact[]
  ok: string
  cancel?: string
  danger?: boolean
  /** It tells what has been done. */
  done?: boolean
  /** How deep in the stack of pages it was asked, so that only that page draws it. */
  depth: number
  answer: (ok: boolean) => void
}

export const dialog = shallowRef<Dialog | null>(null)
/** A short word on the screen; '' for none. */
export const word = ref('')

/** Asks; resolves to true for the affirmative button. A question still open is answered no. */
export function confirm(asked: Omit<Dialog, 'depth' | 'answer'>): Promise<boolean> {
  dialog.value?.answer(false)
  rest()
  return new Promise((resolve) => {
    const answer = (ok: boolean) => {
      if (dialog.value === mine) dialog.value = null
      rest()
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

/** Explains something. */
export const explain = (title: string, text: string): Promise<boolean> =>
  confirm({ title, text, ok: '我知道了', cancel: '' })

/** Tells what has been done; resolves once it was read. */
export const report = (title: string, text: string, facts: Fact[] = []): Promise<boolean> =>
  confirm({ title, text, facts, ok: '知道了', cancel: '', done: true })

/**
 * Shows a refusal whole: what, the figures that decided, what to do. Who is signed out may sign in
 * from there, who is sent to another page may go there; both come back to the page as they left it.
 */
export async function tell(refusal: Refusal): Promise<void> {
  const facts = refusal.remedy ? [{ name: '怎么办', value: refusal.remedy }] : []
  const { title, detail: text } = refusal
  const [lead] = leadsOf(refusal.remedy)
  if (refusal.isSignedOut) {
    if (await confirm({ title, text, facts, ok: '登录', cancel: '暂不登录' })) signIn()
  } else if (lead) {
    if (await confirm({ title, text, facts, ok: lead.title, cancel: '我知道了' })) go(lead.page)
  } else {
    await confirm({ title, text, facts, ok: '我知道了', cancel: '' })
  }
}

let timer: ReturnType<typeof setTimeout> | undefined

/** A word that nobody has to read: what it tells can be seen on the page as well. */
export function toast(title: string): void {
  word.value = title
  clearTimeout(timer)
  timer = setTimeout(
    () => {
      word.value = ''
    },
    elder.value ? ELDER_TOAST_MS : TOAST_MS,
  )
}
