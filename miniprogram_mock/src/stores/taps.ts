// Which taps count. While something is being done none does; and what follows an answer, a dialog
// or a new page within a moment is the rest of the tap before: a finger that taps twice or five
// times means one thing. The shield of `PageShell` swallows such taps; controls ask as well, since
// a mini-program draws later than it hears.
import { computed, ref } from 'vue'

const REST_MS = 500

const resting = ref(false)
let timer: ReturnType<typeof setTimeout> | undefined

/** What is being done, in words; '' where nothing is. */
export const doing = ref('')
/** Taps are swallowed. */
export const shielded = computed(() => resting.value || doing.value !== '')

/** Swallows taps until there has been none for a moment. */
export function rest(): void {
  resting.value = true
  clearTimeout(timer)
  timer = setTimeout(() => {
    resting.value = false
  }, REST_MS)
}

/** Whether a control heeds the tap it has just heard. */
export function heeds(): boolean {
  if (!shielded.value) return true
  rest()
  return false
}

/** Claims the whole mini-program for one act; false where another one is at work. */
export function begin(words: string): boolean {
  if (doing.value) return false
  doing.value = words
  return true
}

export function finish(): void {
  rest()
  doing.value = ''
}
