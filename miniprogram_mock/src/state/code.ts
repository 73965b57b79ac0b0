// A code by SMS: asked for, told about, and counted down until it may be asked for again.
import { reactive, toRef, watch } from 'vue'
import { asRefusal, type Refusal } from '@/api/refusal'
import type { CodeSent } from '@/api/types'
import { useCountdown } from './countdown'
import { tell } from './dialogs'

export interface CodeParts {
  /** Whose phone it goes to; a countdown is this number's alone. */
  phone: () => string
  /** Checks what the code depends on, and marks what is wrong. */
  fits: () => boolean
  send: () => Promise<CodeSent>
  said?: (sent: CodeSent) => string
  refused?: (refusal: Refusal) => void
}

const sentWords = (sent: CodeSent): string =>
  `验证码已发送，${Math.round(sent.expires_in_s / 60)} 分钟内有效`

export function useCode({ phone, fits, send, said = sentWords, refused = tell }: CodeParts) {
  const { left, start, stop } = useCountdown()
  const asking = reactive({ sending: false, told: '', left: toRef(left), ask })

  watch(phone, () => {
    stop()
    asking.told = ''
  })

  async function ask(): Promise<void> {
    if (asking.sending || left.value > 0 || !fits()) return
    asking.sending = true
    try {
      const sent = await send()
      asking.told = said(sent)
      start(sent.resend_after_s)
    } catch (thrown) {
      refused(asRefusal(thrown))
    } finally {
      asking.sending = false
    }
  }

  return asking
}
