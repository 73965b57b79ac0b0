import { describe, expect, it } from 'vitest'
import { fenOf, fenOfYuan, share, spoken, withSign, yuan } from '@/domain/money'

describe('fen as text', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [100, '1.00'],
    [123456789, '1,234,567.89'],
    [-8650, '-86.50'],
    [100000, '1,000.00'],
  ])('%i fen is %s', (fen, text) => expect(yuan(fen)).toBe(text))

  it('puts the sign before the currency', () => {
    expect(withSign(-25000)).toBe('-¥250.00')
    expect(withSign(25000)).toBe('¥250.00')
  })

  it('is spoken without separators', () => expect(spoken(123456)).toBe('1234.56元'))
})

describe('text as fen', () => {
  it.each([
    ['300', 30000],
    ['300.5', 30050],
    ['0.07', 7],
    [' 1,300.50 ', 130050],
    ['1，300', 130000],
  ])('%s is %i fen', (text, fen) => expect(fenOf(text)).toBe(fen))

  it.each(['', '-1', '1.005', '1e3', 'abc', '.5', '12345678901', '１２'])('%s is no amount', (text) =>
    expect(fenOf(text)).toBeNull(),
  )

  it('comes back the same for every fen of a range', () => {
    for (let fen = 0; fen < 30000; fen += 7) expect(fenOf(yuan(fen))).toBe(fen)
  })
})

it('reads the yuan of the gateway exactly', () => {
  expect(fenOfYuan(0.29)).toBe(29)
  expect(fenOfYuan('1234.56')).toBe(123456)
  expect(fenOfYuan(-250)).toBe(-25000)
})

it('tells a share, and nothing of nothing', () => {
  expect(share(1, 3)).toBe(33.3)
  expect(share(0, 0)).toBe(0)
})
