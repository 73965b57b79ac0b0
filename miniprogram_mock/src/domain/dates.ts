// Civil dates are `YYYY-MM-DD` text in Asia/Shanghai; instants are RFC 3339 with +08:00.
// Nothing here asks the device what day it is: today comes from the service.

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MINUTE_END = 16

/** Days of a month; month counts from 1. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** True for a day of the calendar. */
export function isDay(text: string): boolean {
  const found = DAY.exec(text)
  if (!found) return false
  const [year, month, day] = found.slice(1).map(Number)
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

export function dayOf(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

export function parts(day: string): { year: number; month: number; day: number } {
  const [year, month, rest] = day.split('-').map(Number)
  return { year, month, day: rest }
}

/** The same day `years` later; 29 February becomes 28 in a common year. */
export function addYears(day: string, years: number): string {
  const from = parts(day)
  const year = from.year + years
  return dayOf(year, from.month, Math.min(from.day, daysInMonth(year, from.month)))
}

export function addDays(day: string, days: number): string {
  const from = parts(day)
  const there = new Date(Date.UTC(from.year, from.month - 1, from.day + days))
  return there.toISOString().slice(0, 10)
}

export function endOfYear(day: string): string {
  return `${day.slice(0, 4)}-12-31`
}

/** 2025-06-10 → 2025年6月10日. */
export function longDay(day: string): string {
  const at = parts(day)
  return `${at.year}年${at.month}月${at.day}日`
}

/** 2025-06-10T10:00:00+08:00 → 2025-06-10 10:00. */
export function minute(instant: string): string {
  return instant.slice(0, MINUTE_END).replace('T', ' ')
}

/** 2025-06-10T10:00:00+08:00 → 6月10日 10:00. */
export function shortMinute(instant: string): string {
  const at = parts(instant.slice(0, 10))
  return `${at.month}月${at.day}日 ${instant.slice(11, MINUTE_END)}`
}

/** 125 → 02:05. */
export function clockOf(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds))
  return `${String(Math.floor(left / 60)).padStart(2, '0')}:${String(left % 60).padStart(2, '0')}`
}
