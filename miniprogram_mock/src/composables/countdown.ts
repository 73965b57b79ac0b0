// A countdown in seconds of business time that the service has told, such as until a code may be
// asked for again.
import { ref, type Ref } from 'vue'
import { onUnload } from '@dcloudio/uni-app'
import { elapsedMs } from '@/stores/today'

const TICK_MS = 500

export interface Countdown {
  left: Ref<number>
  start: (seconds: number, onEnd?: () => void) => void
  stop: () => void
}

export function useCountdown(): Countdown {
  const left = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined
  let endsAt = 0

  function stop(): void {
    clearInterval(timer)
    left.value = 0
  }

  function start(seconds: number, onEnd?: () => void): void {
    stop()
    endsAt = elapsedMs() + seconds * 1000
    left.value = seconds
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((endsAt - elapsedMs()) / 1000))
      if (left.value > 0) return
      clearInterval(timer)
      onEnd?.()
    }, TICK_MS)
  }

  onUnload(stop)
  return { left, start, stop }
}
