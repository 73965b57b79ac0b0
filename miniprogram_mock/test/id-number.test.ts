import { describe, expect, it } from 'vitest'
import { ageOn, bornOn, checkDigit, faultOf, tidy } from '@/domain/id-number'

const GOOD = ['430199198205160010', '43029919530708003X', '430699198601270059']

describe('identity numbers', () => {
  it.each(GOOD)('%s is one', (number) => expect(faultOf(number)).toBeNull())

  it('takes a small x and spaces', () => {
    expect(faultOf('430299 19530708 003x')).toBeNull()
    expect(tidy('430299 19530708 003x')).toBe('43029919530708003X')
  })

  it.each(GOOD)('%s fails with any other check digit', (number) => {
    for (const digit of '0123456789X') {
      if (digit !== number[17]) expect(faultOf(number.slice(0, 17) + digit)).toContain('校验位')
    }
  })

  it('fails when two neighbours are swapped', () => {
    const swapped = '430199198205610010'
    expect(faultOf(swapped)).not.toBeNull()
  })

  it('tells what is wrong in Chinese', () => {
    expect(faultOf('')).toBe('请填写身份证号')
    expect(faultOf('12345')).toContain('18 位')
    expect(faultOf('430199198202300010')).toContain('出生日期')
  })

  it('computes the check digit', () => expect(checkDigit('43029919530708003')).toBe('X'))
})

describe('birth and age', () => {
  it('reads the birthday', () => expect(bornOn(GOOD[0])).toBe('1982-05-16'))
  it('counts whole years to the day', () => {
    expect(ageOn('430199201603110048', '2025-03-10')).toBe(8)
    expect(ageOn('430199201603110048', '2025-03-11')).toBe(9)
  })
})
