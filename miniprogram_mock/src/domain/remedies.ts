// Where the remedy of a refusal sends people inside the mini-program.
import type { IconName } from './icons'

export interface Lead {
  page: string
  title: string
  icon: IconName
  testid: string
}

const LEADS: readonly (Lead & { named: readonly string[] })[] = [
  { named: ['参保地政策'], page: 'policy/index', title: '查看参保地政策', icon: 'policy', testid: 'policy-link' },
  {
    named: ['经办机构', '经办窗口'],
    page: 'offices/index',
    title: '查看经办机构',
    icon: 'office',
    testid: 'office-link',
  },
]

/** The pages that a remedy names. */
export const leadsOf = (remedy: string): Lead[] =>
  LEADS.filter(({ named }) => named.some((words) => remedy.includes(words)))
