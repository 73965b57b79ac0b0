// Unbinding: asked with the person's name, done at once, told afterwards.
import { api } from '@/services/api'
import type { Binding } from '@/services/types'
import { kinOf, otherOf } from '@/domain/binding'
import { useBusy } from './busy'
import { confirm, report } from '@/stores/dialogs'

export function useUnbind() {
  const { busy, act } = useBusy()

  async function unbind(binding: Binding): Promise<void> {
    const name = otherOf(binding).name
    const other = `${kinOf(binding)}${name}`
    const mine = binding.role === 'authorizer'
    const effect = mine ? `${name}看病购药不能再使用您的个人账户` : `您看病购药不能再使用${name}的个人账户`
    const sure = await confirm({
      title: `解除与${other}的家庭共济？`,
      text: `解绑后立即生效，${effect}；已经结算的账单不受影响。`,
      facts: [{ name: mine ? '使用人' : '共济人', value: other }],
      ok: '确认解绑',
      cancel: '不解绑',
      danger: true,
    })
    if (!sure || !(await act(() => api.unbind(binding.id)))) return
    await report(`已解除与${other}的家庭共济`, `已经生效，${effect}。`)
  }

  return { unbinding: busy, unbind }
}
