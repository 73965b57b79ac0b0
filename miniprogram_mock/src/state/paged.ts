// A list that is read page by page, newest first.
import { asRefusal } from '@/api/refusal'
import type { Listing } from '@/api/types'
import { toast } from './dialogs'
import { useLoad, type Load, type LoadOptions } from './load'

export interface Paged<Item> extends Load<Item[]> {
  next: string | null
  busy: boolean
  more: () => Promise<void>
}

export function usePaged<Item>(
  read: (cursor: string | null) => Promise<Listing<Item>>,
  options: Omit<LoadOptions<Item[]>, 'isEmpty'> = {},
): Paged<Item> {
  const load = useLoad<Item[]>(first, { ...options, isEmpty: (items) => items.length === 0 })
  const paged = Object.assign(load, { next: null, busy: false, more }) as Paged<Item>

  async function first(): Promise<Item[]> {
    const page = await read(null)
    paged.next = page.next
    return page.items
  }

  async function more(): Promise<void> {
    if (!paged.next || paged.busy) return
    paged.busy = true
    try {
      const page = await read(paged.next)
      paged.data = [...(paged.data ?? []), ...page.items]
      paged.next = page.next
    } catch (thrown) {
      toast(asRefusal(thrown).title)
    } finally {
      paged.busy = false
    }
  }

  return paged
}
