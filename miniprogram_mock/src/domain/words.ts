// The Chinese words of every code the service answers with.
import type { Binding, Entry, Payment } from '@/api/types'

type Words = Readonly<Record<string, string>>

const RELATIONS: Words = {
  spouse: '配偶',
  parent: '父母',
  child: '子女',
  sibling: '兄弟姐妹',
  paternal_grandparent: '祖父母',
  maternal_grandparent: '外祖父母',
  paternal_grandchild: '孙子女',
  maternal_grandchild: '外孙子女',
  parent_in_law: '配偶的父母',
  other: '其他亲属',
  self: '本人',
}
/** What the other one of two is to me, given what I am to him. */
const OPPOSITES: Words = {
  parent: 'child',
  child: 'parent',
  paternal_grandparent: 'paternal_grandchild',
  maternal_grandparent: 'maternal_grandchild',
  paternal_grandchild: 'paternal_grandparent',
  maternal_grandchild: 'maternal_grandparent',
}
/** A relation to one person: a woman, a man. */
const KIN: Readonly<Record<string, readonly [string, string]>> = {
  parent: ['母亲', '父亲'],
  child: ['女儿', '儿子'],
  sibling: ['姐妹', '兄弟'],
  paternal_grandparent: ['祖母', '祖父'],
  maternal_grandparent: ['外祖母', '外祖父'],
  paternal_grandchild: ['孙女', '孙子'],
  maternal_grandchild: ['外孙女', '外孙'],
}
const SCENES: Words = {
  OUTPATIENT: '门诊',
  PHARMACY: '药店购药',
  CHRONIC: '门诊慢特病',
  INPATIENT: '住院',
  PREMIUM: '居民医保代缴',
  COMMERCIAL_INS: '惠民保代缴',
}
const ENTRY_KINDS: Words = {
  credit: '个人账户划入',
  own_spend: '本人就医购药',
  family_spend: '家庭共济支付',
  premium: '个账代缴',
  insurance: '个账代缴',
  refund: '退回账户',
  correction: '账户调整',
}
const BINDING_STATES: Record<Binding['status'], string> = {
  pending: '待生效',
  active: '共济中',
  ended: '已结束',
}
const TONES: Record<Binding['status'], string> = { active: 'green', pending: 'amber', ended: 'grey' }
const END_REASONS: Record<NonNullable<Binding['end_reason']>, string> = {
  unbound_by_authorizer: '共济人解绑',
  unbound_by_beneficiary: '使用人解绑',
  unbound_by_counter: '经办窗口解绑',
  expired: '有效期已满',
  death: '身故',
  transfer_out: '医保关系转出',
  insurance_ended: '停止参保',
  corrected: '更正',
}
const CHANNELS: Words = {
  app: '湘医保网页',
  wechat_oa: '微信公众号',
  wechat_mp: '微信小程序',
  alipay_mp: '支付宝小程序',
  nhsa_app: '国家医保服务平台',
  counter: '经办窗口',
  institution: '定点医药机构',
  system: '系统',
}
const DEVICES: Words = { wechat: '微信', alipay: '支付宝' }
const INSURANCES: Words = { employee: '职工医保', resident: '居民医保' }
const INSURANCE_STATES: Words = { normal: '正常参保', suspended: '暂停参保', ended: '停止参保' }
const INSTITUTIONS: Words = { hospital: '医院', pharmacy: '药店', community: '社区卫生' }
const LEVELS: Words = { '1': '一级', '2': '二级', '3': '三级' }
const ITEM_LEVELS: Words = { '01': '甲类', '02': '乙类', '03': '丙类' }
const MESSAGES: Words = {
  bound: '共济开通',
  unbound: '共济解绑',
  spent: '账户支出',
  reminder: '到期提醒',
  refund: '退款到账',
  limit: '限额提醒',
  notice: '服务通知',
}
const SUBSIDIES: Words = { none: '', half: '半额资助', full: '全额资助' }
const PAYMENTS: Words = { paid: '已缴费', paid_by_subsidy: '全额资助', refunded: '已退费' }
const REFUNDS: Words = {
  duplicate: '重复缴费',
  joined_employee: '已参加职工医保',
  death: '参保人身故',
  cancelled: '本人申请取消',
}
const AREAS: Words = {
  '4300': '湖南省本级',
  '4301': '长沙市',
  '4302': '株洲市',
  '4303': '湘潭市',
  '4304': '衡阳市',
  '4305': '邵阳市',
  '4306': '岳阳市',
  '4307': '常德市',
  '4308': '张家界市',
  '4309': '益阳市',
  '4310': '郴州市',
  '4311': '永州市',
  '4312': '怀化市',
  '4313': '娄底市',
  '4331': '湘西州',
}
/** Why relatives paid nothing or not all; shown beside the drawing of a bill. */
const REASONS: Words = {
  NOT_REQUESTED: '结算时没有选择使用家庭共济',
  NO_ACTIVE_RELATION: '没有生效中的共济关系',
  RELATION_NOT_STARTED: '共济关系尚未生效',
  RELATION_ENDED: '共济关系已到期',
  RELATION_PAUSED: '共济关系已暂停',
  BALANCE_EMPTY: '共济人的账户没有可用余额',
  BALANCE_SHORT: '共济人的账户余额用完了，其余由您支付',
  ACCOUNT_FROZEN: '共济人账户已冻结',
  SCENE_DISABLED: '这一场景暂不支持家庭共济',
  ITEM_PROHIBITED: '含有个人账户不能支付的项目',
  ITEM_UNKNOWN: '医保目录中没有的项目，账户不能支付',
  XPROV_NOT_OPEN: '跨省共济尚未开通',
  RELATIVE_CAP: '已到共济人设定的限额',
  BENE_STATUS: '使用人参保状态不正常',
  AUTH_STATUS: '共济人参保状态不正常',
  MAINTENANCE: '系统维护中，家庭共济暂停',
}

export const relationName = (code: string | null): string => RELATIONS[code ?? ''] ?? '亲属'
/**
 * What a relative is to me: `relation` is what the user of an account is to its owner, and `isUser`
 * says that I am the user. His ID number, masked or not, tells whether he is a man.
 */
export function kinName(relation: string, isUser: boolean, idNumber: string): string {
  const kin = isUser ? (OPPOSITES[relation] ?? relation) : relation
  const digit = Number(idNumber.slice(-2, -1))
  return Number.isNaN(digit) ? relationName(kin) : (KIN[kin]?.[digit % 2] ?? relationName(kin))
}
export const sceneName = (code: string | null): string => SCENES[code ?? ''] ?? '其他'
export const entryName = (kind: Entry['kind']): string => ENTRY_KINDS[kind] ?? '账户收支'
/** The colour of a state, beside its word. */
export const statusTone = (status: Binding['status']): string => TONES[status]
export const statusName = (status: Binding['status']): string => BINDING_STATES[status]
export const endReasonName = (reason: NonNullable<Binding['end_reason']>): string => END_REASONS[reason]
export const channelName = (code: string): string => CHANNELS[code] ?? '其他渠道'
/** A device as its owner knows it. */
export const deviceName = (kind: string, channel: string): string =>
  kind === 'session' ? `${channelName(channel)}登录` : `${DEVICES[kind] ?? '其他'}关联`
export const insuranceName = (code: string): string => INSURANCES[code] ?? '基本医保'
export const insuranceStateName = (code: string): string => INSURANCE_STATES[code] ?? '状态待核实'
export const institutionKindName = (code: string): string => INSTITUTIONS[code] ?? '定点机构'
export const levelName = (level: number | null): string => (level ? LEVELS[String(level)] : '')
export const itemLevelName = (code: string): string => ITEM_LEVELS[code] ?? '目录外'
export const messageKindName = (code: string): string => MESSAGES[code] ?? '服务通知'
export const reasonName = (code: string): string => REASONS[code] ?? '其他原因'
export const subsidyName = (code: string): string => SUBSIDIES[code] ?? ''
export const paymentStateName = (code: string): string => PAYMENTS[code] ?? '处理中'
export const refundReasonName = (code: string): string => REFUNDS[code] ?? '其他原因'
export const areaName = (code: string | null): string => (code && AREAS[code.slice(0, 4)]) || '湖南省'

/** For filters. */
export const SCENE_CHOICES = Object.entries(SCENES).map(([code, name]) => ({ code, name }))
/** Every coordinating area of the province (统筹区), for filters. */
export const AREA_CHOICES = Object.entries(AREAS).map(([prefix, name]) => ({
  code: `${prefix}00`,
  name,
}))
/** The relations a form offers; which of them a policy admits, the service tells. */
export const RELATION_CHOICES = Object.entries(RELATIONS)
  .filter(([code]) => !['other', 'self'].includes(code))
  .map(([code, name]) => ({ code, name }))
/** The reasons that may be given; residents' insurance is never given back at mere request. */
export const refundChoices = (kind: Payment['kind']): { code: string; name: string }[] =>
  Object.entries(REFUNDS)
    .filter(([code]) => kind !== 'resident' || code !== 'cancelled')
    .map(([code, name]) => ({ code, name }))
