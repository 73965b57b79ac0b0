import { describe, expect, it } from 'vitest'
import { addDays, addYears, clockOf, daysInMonth, endOfYear, isDay, longDay, minute, shortMinute } from '@/domain/dates'

describe('civil days', () => {
  it.each([
    ['2025-02-28', true],
    ['2025-02-29', false],
    ['2024-02-29', true],
    ['1900-02-29', false],
    ['2025-13-01', false],
    ['2025-00-10', false],
    ['2025-06-31', false],
    ['2025-6-1', false],
  ])('%s: %s', (text, exists) => expect(isDay(text)).toBe(exists))

  it('counts the days of a month', () => {
    expect(daysInMonth(2024, 2)).toBe(29)
    expect(daysInMonth(2025, 12)).toBe(31)
  })

  it('moves by years, and off a leap day', () => {
    expect(addYears('2025-11-05', 3)).toBe('2028-11-05')
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28')
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29')
  })

  it('moves by days over the ends of months and years', () => {
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01')
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29')
  })

  it('knows the end of the year', () => expect(endOfYear('2025-11-05')).toBe('2025-12-31'))
})

describe('as people read them', () => {
  const instant = '2025-06-10T09:05:00+08:00'
  it('in full', () => expect(longDay('2025-06-01')).toBe('2025年6月1日'))
  it('to the minute', () => expect(minute(instant)).toBe('2025-06-10 09:05'))
  it('in short', () => expect(shortMinute(instant)).toBe('6月10日 09:05'))
  it('as a countdown', () => {
    expect(clockOf(125)).toBe('02:05')
    expect(clockOf(-3)).toBe('00:00')
  })
})
