// Unbinding: asked with the person's name, done at once, told afterwards.
import { api } from '@/api/api'
import { asRefusal } from '@/api/refusal'
import type { Binding } from '@/api/types'
import { relationName } from '@/domain/words'
import { confirm, tell, toast } from './dialogs'

/** The other person of a binding, seen from mine. */
export const otherOf = (binding: Binding) =>
  binding.role === 'authorizer' ? binding.beneficiary : binding.authorizer

/** The ended binding, or null where it was called off or refused. */
export async function askToUnbind(binding: Binding): Promise<Binding | null> {
  const other = otherOf(binding).name
  const mine = binding.role === 'authorizer'
  const relation = relationName(binding.relation)
  const sure = await confirm({
    title: `解除与${other}的家庭共济？`,
    text: mine
      ? `解绑后立即生效，${other}看病购药不能再使用您的个人账户；已经结算的账单不受影响。`
      : `解绑后立即生效，您看病购药不能再使用${other}的个人账户；已经结算的账单不受影响。`,
    facts: [{ name: mine ? '使用人' : '共济人', value: mine ? `${other}（${relation}）` : other }],
    ok: '确认解绑',
    danger: true,
  })
  if (!sure) return null
  try {
    const ended = await api.unbind(binding.id)
    toast(`已解除与${other}的共济关系`)
    return ended
  } catch (thrown) {
    void tell(asRefusal(thrown))
    return null
  }
}
