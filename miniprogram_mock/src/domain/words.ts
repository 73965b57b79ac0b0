// The Chinese words of every code the service answers with. They are the service's own: labels.json
// is made from gongji/labels.py by `npm run types`.
import labels from './labels.json'
import type { Binding, Entry, Payment, Quota, QuotaDraw } from '@/services/types'

type Words = Readonly<Record<string, string>>

const RELATIONS: Words = { ...labels.relations, self: '本人' }
/** What the other one of two is to me, given what I am to him. */
const OPPOSITES: Words = {
  parent: 'child',
  child: 'parent',
  paternal_grandparent: 'paternal_grandchild',
  maternal_grandparent: 'maternal_grandchild',
  paternal_grandchild: 'paternal_grandparent',
  maternal_grandchild: 'maternal_grandparent',
}
const KIN: Readonly<Record<string, Readonly<Record<string, string>>>> = labels.kin
const SCENES: Words = labels.scenes
const ENTRY_KINDS: Words = labels.entry_kinds
const BINDING_STATES: Record<Binding['status'], string> = labels.binding_states
const TONES: Record<Binding['status'], string> = { active: 'green', pending: 'amber', ended: 'grey' }
const END_REASONS: Record<NonNullable<Binding['end_reason']>, string> = labels.end_reasons
const CHANNELS: Words = labels.channels
const DEVICES: Words = labels.devices
const INSURANCES: Words = labels.insurances
const INSURANCE_STATES: Words = labels.insurance_states
const INSTITUTIONS: Words = labels.institutions
const LEVELS: Words = labels.levels
const ITEM_LEVELS: Words = labels.item_levels
const MESSAGES: Words = labels.messages
const SUBSIDIES: Words = labels.subsidies
const PAYMENTS: Words = labels.payments
const REFUNDS: Words = labels.refund_reasons
const AREAS: Words = labels.areas
const PROVINCES: Words = labels.provinces
const CITIES: Words = labels.cities
const QUOTA_STATES: Record<Quota['status'], string> = labels.quota_states
const QUOTA_ENDS: Record<NonNullable<Quota['end_reason']>, string> = labels.quota_ends
const QUOTA_USES: Record<QuotaDraw['used_for'], string> = labels.quota_uses
const REASONS: Words = labels.reasons
const SOURCE_KINDS: Words = labels.source_kinds
const FEATURES: Words = labels.features

export const relationName = (code: string | null): string => RELATIONS[code ?? ''] ?? '亲属'
/**
 * What a relative is to me: `relation` is what the user of an account is to its owner, and `isUser`
 * says that I am the user. His ID number, masked or not, tells whether he is a man.
 */
export function kinName(relation: string, isUser: boolean, idNumber: string): string {
  const kin = isUser ? (OPPOSITES[relation] ?? relation) : relation
  const digit = Number(idNumber.slice(-2, -1))
  return Number.isNaN(digit) ? relationName(kin) : (KIN[kin]?.[digit % 2 ? 'M' : 'F'] ?? relationName(kin))
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
export const featureName = (code: string): string => FEATURES[code] ?? '部分服务'
/** Who says so: an authority, a report, a given text, or this system. */
export const sourceKindName = (code: string): string => SOURCE_KINDS[code] ?? '来源待核实'
export const subsidyName = (code: string): string => SUBSIDIES[code] ?? ''
export const paymentStateName = (code: string): string => PAYMENTS[code] ?? '处理中'
export const refundReasonName = (code: string): string => REFUNDS[code] ?? '其他原因'
export const areaName = (code: string | null): string => (code && AREAS[code.slice(0, 4)]) || '湖南省'
/** The prefecture of an area, with its province outside Hunan. */
export const anyAreaName = (code: string): string =>
  AREAS[code.slice(0, 4)] ?? (PROVINCES[code.slice(0, 2)] ?? '') + (CITIES[code.slice(0, 4)] ?? code)
export const quotaStateName = (status: Quota['status']): string => QUOTA_STATES[status]
export const quotaEndName = (reason: NonNullable<Quota['end_reason']>): string => QUOTA_ENDS[reason]
export const quotaUseName = (use: QuotaDraw['used_for']): string => QUOTA_USES[use]

/** For filters; nothing can be paid yet in the scene that is left out. */
export const SCENE_CHOICES = Object.entries(SCENES)
  .filter(([code]) => code !== 'LTC_PREMIUM')
  .map(([code, name]) => ({ code, name }))
/** The kinds of places of which an estimate can be asked. */
export const ESTIMATE_PLACES = Object.entries(labels.estimate_places).map(([code, name]) => ({ code, name }))
/** Every coordinating area of the province (统筹区), for filters; the one of the province has two codes. */
export const AREA_CHOICES = Object.entries(AREAS)
  .filter(([prefix]) => prefix !== '4399')
  .map(([prefix, name]) => ({ code: `${prefix}00`, name }))
/** The relations a form offers; which of them a policy admits, the service tells. */
export const RELATION_CHOICES = Object.entries(RELATIONS)
  .filter(([code]) => !['other', 'self'].includes(code))
  .map(([code, name]) => ({ code, name }))
/** What rules are looked for under, in their order. */
export const POLICY_GROUPS = Object.entries(labels.policy_groups).map(([code, name]) => ({ code, name }))
/** What is done at an office. */
export const OFFICE_SERVICES = Object.entries(labels.office_services).map(([code, name]) => ({ code, name }))
/** What refusals leave open. */
export const QUESTIONS = Object.entries(labels.questions).map(([question, answer]) => ({ question, answer }))
/** The reasons that may be given; residents' insurance is never given back at mere request. */
export const refundChoices = (kind: Payment['kind']): { code: string; name: string }[] =>
  Object.entries(REFUNDS)
    .filter(([code]) => kind !== 'resident' || code !== 'cancelled')
    .map(([code, name]) => ({ code, name }))
