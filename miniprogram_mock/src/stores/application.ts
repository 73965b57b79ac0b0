// The application forms of the family account, a binding's and a quota's: what is filled in, what
// is wrong with it, what is sent.
import { computed, reactive, watch } from 'vue'
import type { Refusal } from '@/services/refusal'
import type { BindingRequest, CodeRequest, QuotaRequest, Relation } from '@/services/types'
import { addYears, endOfYear } from '@/domain/dates'
import { codeFault, phoneFault } from '@/domain/contact'
import { ageOn, faultOf, tidy } from '@/domain/id-number'
import { fenOf, withSign } from '@/domain/money'

const LONG_YEARS = 20

const FIELDS: Readonly<Record<string, string>> = {
  '/relation': 'relation',
  '/beneficiary/name': 'name',
  '/beneficiary/id_number': 'id_number',
  '/beneficiary/phone': 'phone',
  '/starts_on': 'starts_on',
  '/ends_on': 'ends_on',
  '/amount_fen': 'amount',
  '/sms_code': 'sms_code',
}

const LABELS = {
  relation: '亲属关系',
  name: '使用人姓名',
  id_number: '使用人身份证号',
  phone: '使用人手机号',
  starts_on: '开始日期',
  ends_on: '结束日期',
  amount: '额度',
  accepted: '承诺书',
  sms_code: '验证码',
}

const FIELD_NAMES = Object.keys(LABELS) as (keyof typeof LABELS)[]

const presetsFrom = (day: string) => [
  { name: '到今年底', day: endOfYear(day) },
  { name: '一年', day: addYears(day, 1) },
  { name: '三年', day: addYears(day, 3) },
  { name: '五年', day: addYears(day, 5) },
]

/** Why this is no amount for a quota, in Chinese; '' where it is one. */
export function amountFault(text: string, mostFen: number): string {
  const fen = fenOf(text)
  if (!fen) return '请填写大于零的金额，最多两位小数'
  return fen > mostFen ? `不能超过 ${withSign(mostFen)}` : ''
}

const blank = () => ({
  relation: '',
  name: '',
  id_number: '',
  phone: '',
  starts_on: '',
  ends_on: '',
  amount: '',
  sms_code: '',
})

export function useApplication() {
  const form = reactive({ ...blank(), accepted: false, today: '' })
  const faults = reactive({ ...blank(), accepted: '' })

  const latest = computed(() => addYears(form.today || '2000-01-01', LONG_YEARS))
  const presets = computed(() => presetsFrom(form.starts_on || form.today))
  const wrong = computed(() =>
    FIELD_NAMES.filter((field) => faults[field]).map((field) => ({ field, name: LABELS[field] })),
  )

  // What is written anew is no longer wrong; nothing is said of it until it is checked again.
  watch(
    () => ({ ...form }),
    (now, before) => {
      for (const field of FIELD_NAMES) if (now[field] !== before[field]) faults[field] = ''
    },
  )
  // A term of three years stays one of three years, and a wrong order is told at once.
  watch(
    () => form.starts_on,
    (now, before) => {
      const term = before && presetsFrom(before).find((one) => one.day === form.ends_on)
      const moved = term && presetsFrom(now).find((one) => one.name === term.name)
      if (moved) form.ends_on = moved.day
    },
  )
  watch(() => [form.starts_on, form.ends_on], checkTerm)

  function checkTerm(): void {
    faults.ends_on = form.ends_on < form.starts_on ? '结束日期不能早于开始日期' : ''
  }

  const minor = (consentAge: number): boolean =>
    !faultOf(form.id_number) && ageOn(form.id_number, form.today) < consentAge

  function begin(today: string): void {
    Object.assign(form, { today, starts_on: today, ends_on: addYears(today, 3) })
  }

  /** As it was before anybody wrote into it; begins once the page is read again. */
  function clear(): void {
    Object.assign(form, { ...blank(), accepted: false, today: '' })
    Object.assign(faults, { ...blank(), accepted: '' })
  }

  /** True where the relative is fully named, so that a code may be asked for. */
  function relativeFits(): boolean {
    faults.relation = form.relation ? '' : '请选择亲属关系'
    faults.name = form.name.trim() ? '' : '请填写使用人姓名'
    faults.id_number = faultOf(form.id_number) ?? ''
    faults.phone = phoneFault(form.phone)
    return !faults.relation && !faults.name && !faults.id_number && !faults.phone
  }

  function relativeAgrees(): boolean {
    const relative = relativeFits()
    faults.accepted = form.accepted ? '' : '请先阅读并作出承诺'
    faults.sms_code = codeFault(form.sms_code)
    return relative && !faults.sms_code && form.accepted
  }

  function fits(): boolean {
    faults.starts_on = ''
    checkTerm()
    return relativeAgrees() && !faults.ends_on
  }

  /** The same for a quota, which has an amount instead of a term. */
  function quotaFits(freeFen: number): boolean {
    faults.amount = amountFault(form.amount, freeFen)
    return relativeAgrees() && !faults.amount
  }

  /** Puts the service's complaints beside the fields; false where it named none of ours. */
  function blame(refusal: Refusal): boolean {
    const named = Object.entries(refusal.fields).filter(([pointer]) => pointer in FIELDS)
    named.forEach(([pointer, title]) => Object.assign(faults, { [FIELDS[pointer]]: title }))
    return named.length > 0
  }

  const codeRequest = (): CodeRequest => ({
    beneficiary: { name: form.name.trim(), id_number: tidy(form.id_number), phone: form.phone },
    relation: form.relation as Relation,
  })
  const bindingRequest = (version: string): BindingRequest => ({
    ...codeRequest(),
    starts_on: form.starts_on,
    ends_on: form.ends_on,
    sms_code: form.sms_code,
    commitment: { version, accepted: form.accepted },
  })
  const quotaRequest = (version: string): QuotaRequest => ({
    ...codeRequest(),
    amount_fen: fenOf(form.amount) ?? 0,
    sms_code: form.sms_code,
    commitment: { version, accepted: form.accepted },
  })

  return {
    form,
    faults,
    wrong,
    latest,
    presets,
    minor,
    begin,
    clear,
    relativeFits,
    fits,
    quotaFits,
    blame,
    codeRequest,
    bindingRequest,
    quotaRequest,
  }
}
