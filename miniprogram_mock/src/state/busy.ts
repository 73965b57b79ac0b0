// One thing at a time: while it runs its button is busy, and what was refused is told.
import { ref } from 'vue'
import { asRefusal, type Refusal } from '@/api/refusal'
import { tell } from './dialogs'

export function useBusy(refused: (refusal: Refusal) => void = tell) {
  const busy = ref(false)

  /** Does `work` unless something still runs. */
  async function run(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      await work()
    } catch (thrown) {
      refused(asRefusal(thrown))
    } finally {
      busy.value = false
    }
  }

  return { busy, run }
}
