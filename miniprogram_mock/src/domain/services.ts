// What the home page offers: menus as 湘医保 names them (BIND-01), each service with its page.
import type { IconName } from './icons'

export interface Service {
  page: string
  name: string
  hint: string
  icon: IconName
  /** Only where quotas across provinces are open. */
  quota?: boolean
}

export interface Menu {
  name: string
  services: Service[]
}

export const MENUS: Menu[] = [
  {
    name: '业务办理 · 家庭共济',
    services: [
      { page: 'family/eligibility', name: '职工共济申请', hint: '让家人使用我的账户', icon: 'apply' },
      { page: 'family/index', name: '共济关系查询解绑', hint: '查看、限额、解绑', icon: 'family' },
      { page: 'quota/index', name: '共济额度', hint: '给外省参保的近亲属', icon: 'quota', quota: true },
    ],
  },
  {
    name: '经办业务',
    services: [
      { page: 'premium/index', name: '个账代缴', hint: '为家人缴纳医保费', icon: 'pay' },
      { page: 'chronic/index', name: '慢特病待遇延期', hint: '到期前在线办理', icon: 'chronic' },
    ],
  },
  {
    name: '查询服务',
    services: [
      { page: 'account/index', name: '医保账户查询', hint: '余额、明细、年度收支', icon: 'wallet' },
      { page: 'entitlements/index', name: '我的待遇', hint: '起付线、限额还剩多少', icon: 'gauge' },
      { page: 'visits/index', name: '就医记录', hint: '每张账单怎么付的', icon: 'visit' },
      { page: 'institutions/index', name: '定点机构', hint: '医院、药店、社区', icon: 'place' },
      { page: 'offices/index', name: '经办机构', hint: '地址、电话、办公时间', icon: 'office' },
      { page: 'policy/index', name: '参保地政策', hint: '规定、依据、常见问题', icon: 'policy' },
      { page: 'premium/history', name: '缴费记录', hint: '凭证与退费', icon: 'list' },
    ],
  },
]
