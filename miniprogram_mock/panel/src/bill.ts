// A settlement reply as the panel draws it.
import { fenOfYuan } from '@/domain/money'

export interface SetlInfo {
  setl_id?: string | null
  mdtrt_id: string
  psn_name: string
  medfee_sumamt: number
  fund_pay_sumamt: number
  acct_pay: number
  acct_mulaid_pay: number
  psn_cash_pay: number
  balc: number
  fulamt_ownpay_amt: number
  overlmt_selfpay: number
  preselfpay_amt: number
  inscp_scp_amt: number
  act_pay_dedc: number
  exp_content?: string | null
}
export interface Output {
  setlinfo: SetlInfo
}
interface Extra {
  mutual?: { reason: string | null; payers: { name: string; relation: string; amount: string }[] }
  lines?: { feedetl_sn: string; reason: string }[]
  basis?: string[]
}
export interface Split {
  totalFen: number
  poolFen: number
  ownFen: number
  mutualFen: number
  cashFen: number
  balanceFen: number
  deductibleFen: number
  reason: string | null
  payers: { name: string; relation: string; fen: number }[]
  lines: { number: string; reason: string }[]
  basis: string[]
}

export function read(output: Output): Split {
  const info = output.setlinfo
  const extra = JSON.parse(info.exp_content || '{}') as Extra
  const mutualFen = fenOfYuan(info.acct_mulaid_pay)
  return {
    totalFen: fenOfYuan(info.medfee_sumamt),
    poolFen: fenOfYuan(info.fund_pay_sumamt),
    ownFen: fenOfYuan(info.acct_pay) - mutualFen,
    mutualFen,
    cashFen: fenOfYuan(info.psn_cash_pay),
    balanceFen: fenOfYuan(info.balc),
    deductibleFen: fenOfYuan(info.act_pay_dedc),
    reason: extra.mutual?.reason ?? null,
    payers: (extra.mutual?.payers ?? []).map((payer) => ({
      name: payer.name,
      relation: payer.relation,
      fen: fenOfYuan(payer.amount),
    })),
    lines: (extra.lines ?? []).map((line) => ({ number: line.feedetl_sn, reason: line.reason })),
    basis: extra.basis ?? [],
  }
}
