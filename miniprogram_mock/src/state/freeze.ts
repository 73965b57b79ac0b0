// Freezing and unfreezing the own account, after a question.
import { api } from '@/api/api'
import { asRefusal } from '@/api/refusal'
import type { Account } from '@/api/types'
import { withSign } from '@/domain/money'
import { confirm, tell, toast } from './dialogs'

/** The account after the change, or null where it was called off or refused. */
export async function askToFreeze(account: Account): Promise<Account | null> {
  const sure = await confirm({
    title: account.frozen ? '解除个人账户冻结？' : '冻结个人账户？',
    text: account.frozen
      ? '解除后，您和共济亲属可以继续使用个人账户。'
      : '冻结后，您本人和所有共济亲属都不能使用个人账户，也不能代缴；划入和退回不受影响。',
    facts: [{ name: '账户余额', value: withSign(account.balance_fen) }],
    ok: account.frozen ? '解除冻结' : '确认冻结',
    danger: !account.frozen,
  })
  if (!sure) return null
  try {
    const changed = await (account.frozen ? api.unfreeze() : api.freeze())
    toast(changed.frozen ? '账户已冻结' : '已解除冻结')
    return changed
  } catch (thrown) {
    void tell(asRefusal(thrown))
    return null
  }
}
