import { describe, expect, it } from 'vitest'
import { Act, newKey } from '@/services/act'
import { offline, Refusal } from '@/services/refusal'

const refusal = (status: number) => new Refusal({ status, code: 'LIMIT_CONCURRENT', title: '', detail: '', remedy: '' })

async function tried(act: Act, body: unknown, outcome?: Error): Promise<string> {
  let used = ''
  await act
    .run(body, async (key) => {
      used = key
      if (outcome) throw outcome
    })
    .catch(() => undefined)
  return used
}

describe('the key of an act', () => {
  it('is kept while no answer came', async () => {
    const act = new Act()
    const first = await tried(act, { to: 'a' }, offline())
    expect(await tried(act, { to: 'a' })).toBe(first)
  })

  it.each([503, 401, 429])('is kept where %i leaves it undecided', async (status) => {
    const act = new Act()
    const first = await tried(act, 1, refusal(status))
    expect(await tried(act, 1)).toBe(first)
  })

  it('is another one for another body, after a success and after a refusal', async () => {
    const act = new Act()
    const keys = [
      await tried(act, 'a', offline()),
      await tried(act, 'b'),
      await tried(act, 'b', refusal(409)),
      await tried(act, 'b'),
    ]
    expect(new Set(keys).size).toBe(4)
  })

  it('is visible ASCII of at most 64 characters', () => expect(newKey()).toMatch(/^[!-~]{16,64}$/))
})

it('does nothing at a second tap while the first runs', async () => {
  const act = new Act()
  let sent = 0
  let finish: (told: string) => void = () => undefined
  const slow = () =>
    new Promise<string>((resolve) => {
      sent += 1
      finish = resolve
    })
  const first = act.run(1, slow)
  expect(await act.run(1, slow)).toBeUndefined()
  finish('done')
  expect(await first).toBe('done')
  expect(sent).toBe(1)
})
