// One thing at a time: while it runs the whole mini-program waits, and what was refused is told.
import { ref } from 'vue'
import { asRefusal, type Refusal } from '@/services/refusal'
import { tell } from '@/stores/dialogs'
import { REFRESH } from './load'
import { begin, finish } from '@/stores/taps'

const READING = '请稍候'
const ACTING = '正在办理，请稍候'

/** That something was done, and what was answered. */
export interface Done<Told> {
  told: Told
}

export function useBusy(refused: (refusal: Refusal) => unknown = tell) {
  const busy = ref(false)

  /** Does `work` unless something is being done; null where it was refused or not begun. */
  async function run<Told>(work: () => Promise<Told>, words = READING): Promise<Done<Told> | null> {
    if (!begin(words)) return null
    busy.value = true
    try {
      return { told: await work() }
    } catch (thrown) {
      refused(asRefusal(thrown))
      return null
    } finally {
      busy.value = false
      finish()
    }
  }

  /** The same for what changes something: done or refused, what is shown of it is read anew. */
  async function act<Told>(work: () => Promise<Told>): Promise<Done<Told> | null> {
    const done = await run(work, ACTING)
    uni.$emit(REFRESH)
    return done
  }

  return { busy, run, act }
}
