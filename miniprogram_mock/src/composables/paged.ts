// A list that is read page by page, newest first.
import { computed, reactive, ref, toRefs } from 'vue'
import { asRefusal } from '@/services/refusal'
import type { Listing } from '@/services/types'
import { toast } from '@/stores/dialogs'
import { useLoad, type LoadOptions } from './load'

export function usePaged<Item>(
  read: (cursor: string | null) => Promise<Listing<Item>>,
  options: Pick<LoadOptions<Item>, 'personal'> = {},
) {
  const load = useLoad<Listing<Item>>(() => read(null), {
    ...options,
    isEmpty: (page) => page.items.length === 0,
  })
  const busy = ref(false)

  async function more(): Promise<void> {
    const shown = load.data
    if (!shown?.next || busy.value) return
    busy.value = true
    try {
      const page = await read(shown.next)
      if (load.data !== shown) return
      load.data = { items: [...shown.items, ...page.items], next: page.next }
    } catch (thrown) {
      toast(asRefusal(thrown).title)
    } finally {
      busy.value = false
    }
  }

  const items = computed(() => load.data?.items ?? [])
  const next = computed(() => load.data?.next ?? null)
  const { state, refusal } = toRefs(load)
  return reactive({ state, refusal, reload: load.reload, anew: load.anew, items, next, busy, more })
}
