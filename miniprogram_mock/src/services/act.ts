// One act of a person keeps one Idempotency-Key until an answer is known.
import { asRefusal } from './refusal'

const KEY_LENGTH = 32
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Only has to differ from the caller's own other keys; the service keeps it per person. */
export function newKey(): string {
  const letters = Array.from({ length: KEY_LENGTH }, () => ALPHABET[Math.floor(Math.random() * ALPHABET.length)])
  return letters.join('')
}

export class Act {
  private key = ''
  private meant = ''
  private running = false

  /**
   * Runs `send` with this act's key. A second tap while it runs does nothing (undefined); the
   * same act after a lost answer goes out with the same key; another body is another act.
   */
  async run<Told>(body: unknown, send: (key: string) => Promise<Told>): Promise<Told | undefined> {
    if (this.running) return undefined
    const meant = JSON.stringify(body)
    if (!this.key || meant !== this.meant) [this.key, this.meant] = [newKey(), meant]
    this.running = true
    try {
      const told = await send(this.key)
      this.key = ''
      return told
    } catch (thrown) {
      const refusal = asRefusal(thrown)
      if (refusal.isFinal) this.key = ''
      throw refusal
    } finally {
      this.running = false
    }
  }
}
