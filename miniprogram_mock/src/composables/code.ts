// A code by SMS: asked for, told about, and counted down until it may be asked for again.
import { reactive, toRef, watch } from 'vue'
import type { Refusal } from '@/services/refusal'
import type { CodeSent } from '@/services/types'
import { useBusy } from './busy'
import { useCountdown } from './countdown'
import { tell } from '@/stores/dialogs'

export interface CodeParts {
  /** Whose phone it goes to; a countdown is this number's alone. */
  phone: () => string
  /** Checks what the code depends on, and marks what is wrong. */
  fits: () => boolean
  send: () => Promise<CodeSent>
  refused?: (refusal: Refusal) => unknown
}

/** The same whether the number is known or not: nobody learns whose it is. */
const sentWords = (sent: CodeSent): string =>
  `如果这是在医保登记的手机号，会收到验证码，${Math.round(sent.expires_in_s / 60)} 分钟内有效。`

export function useCode({ phone, fits, send, refused = tell }: CodeParts) {
  const { left, start, stop } = useCountdown()
  const { busy, run } = useBusy(refused)
  const asking = reactive({ sending: toRef(busy), told: '', left: toRef(left), ask })

  watch(phone, () => {
    stop()
    asking.told = ''
  })

  async function ask(): Promise<void> {
    if (left.value > 0 || !fits()) return
    await run(async () => {
      const sent = await send()
      asking.told = sentWords(sent)
      start(sent.resend_after_s)
    }, '正在发送验证码')
  }

  return asking
}
