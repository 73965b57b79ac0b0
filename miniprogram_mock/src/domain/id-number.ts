// The resident identity number (GB 11643): seventeen digits, a birth date, one check digit.
import { dayOf, isDay } from './dates'

const SHAPE = /^\d{17}[\dX]$/
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10X98765432'

/** As the service keeps it: no spaces, a capital X. */
export function tidy(text: string): string {
  return text.replace(/\s/g, '').toUpperCase()
}

export function checkDigit(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(first17[place]), 0)
  return CHECK_DIGITS[sum % 11]
}

export function bornOn(idNumber: string): string {
  const digits = idNumber.slice(6, 14)
  return dayOf(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)))
}

/** Why this is no identity number, in Chinese; null where it is one. */
export function faultOf(text: string): string | null {
  const number = tidy(text)
  if (!number) return '请填写身份证号'
  if (!SHAPE.test(number)) return '身份证号应为 18 位，最后一位可以是 X'
  if (!isDay(bornOn(number))) return '身份证号中的出生日期不存在'
  if (checkDigit(number) !== number[17]) return '身份证号校验位不正确，请核对'
  return null
}

/** Whole years on a day. */
export function ageOn(idNumber: string, day: string): number {
  const born = bornOn(tidy(idNumber))
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4))
  return day.slice(5) < born.slice(5) ? years - 1 : years
}
