// What changes of a person while he is signed in: insurance, area, phone, and what he has not read.
import { ref } from 'vue'
import { api } from '@/services/api'
import { session, update } from '@/services/session'

/** There are messages that the signed-in person has not read. */
export const unread = ref(false)

/** Asks the service anew; where no answer comes, what was known stays. */
export async function refreshMe(): Promise<void> {
  const asked = session.value?.person.id
  if (!asked) {
    unread.value = false
    return
  }
  await Promise.all([api.me().then((me) => session.value?.person.id === asked && update(me)), refreshUnread()]).catch(
    () => null,
  )
}

export async function refreshUnread(): Promise<void> {
  const asked = session.value?.person.id
  const { items } = await api.unreadMessages()
  if (session.value?.person.id === asked) unread.value = items.length > 0
}
