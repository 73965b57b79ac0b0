// Freezing and unfreezing the own account: looked at anew, asked, done, told.
import { api } from '@/services/api'
import type { Account } from '@/services/types'
import { withSign } from '@/domain/money'
import { useBusy } from './busy'
import { confirm, explain, report } from '@/stores/dialogs'

export function useFreeze() {
  const { busy, run, act } = useBusy()

  /** Does whichever of the two the account is not. */
  async function toggle(): Promise<void> {
    const looked = await run(api.account)
    if (looked) await ask(looked.told)
  }

  async function ask({ has_account, frozen, balance_fen }: Account): Promise<void> {
    if (!has_account) {
      await explain('您没有个人账户', '居民医保和单建统筹的参保人没有个人账户，不需要冻结。')
      return
    }
    const sure = await confirm({
      title: frozen ? '解冻个人账户？' : '冻结个人账户？',
      text: frozen
        ? '解冻后，您和使用人可以继续使用个人账户。'
        : '冻结后，您本人和所有使用人都不能使用个人账户，也不能代缴；划入和退回不受影响。',
      facts: [{ name: '账户余额', value: withSign(balance_fen) }],
      ok: frozen ? '确认解冻' : '确认冻结',
      cancel: frozen ? '不解冻' : '不冻结',
      danger: !frozen,
    })
    if (!sure || !(await act(() => (frozen ? api.unfreeze() : api.freeze())))) return
    if (frozen) await report('账户已解冻', '您和使用人现在可以使用个人账户。')
    else await report('账户已冻结', '您和使用人都不能使用个人账户。需要恢复时，请在“我的 → 冻结与解冻”中解冻。')
  }

  return { freezing: busy, toggle }
}
