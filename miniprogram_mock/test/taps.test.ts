import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { begin, finish, heeds, rest, shielded } from '@/stores/taps'

const SOURCE = join(__dirname, '..', 'src')
const TAP = /@tap[.\w]*="([^"]*)"/g

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.runAllTimers()
  vi.useRealTimers()
})

describe('taps', () => {
  it.each([40, 80, 200, 430])('are one tap while less than half a second apart: %i ms', (gap) => {
    rest()
    for (let tap = 0; tap < 5; tap += 1) {
      vi.advanceTimersByTime(gap)
      expect(heeds()).toBe(false)
    }
    vi.advanceTimersByTime(499)
    expect(shielded.value).toBe(true)
    vi.advanceTimersByTime(1)
    expect(heeds()).toBe(true)
  })

  it('count for nothing while something is being done, however long it takes', () => {
    expect(begin('正在办理')).toBe(true)
    vi.advanceTimersByTime(60_000)
    expect(heeds()).toBe(false)
    expect(begin('正在办理')).toBe(false)
    finish()
    expect(heeds()).toBe(false)
    vi.advanceTimersByTime(500)
    expect(heeds()).toBe(true)
  })

  it('are asked about by every control there is', () => {
    const files = (readdirSync(SOURCE, { recursive: true }) as string[]).filter((name) => name.endsWith('.vue'))
    const handlers = files.flatMap((name) =>
      [...readFileSync(join(SOURCE, name), 'utf8').matchAll(TAP)].map((found) => `${name}: ${found[1]}`),
    )
    expect(handlers.length).toBeGreaterThan(10)
    expect(handlers.filter((one) => !/: heeds\(\) && /.test(one))).toEqual(['components/base/PageShell.vue: rest'])
  })
})
