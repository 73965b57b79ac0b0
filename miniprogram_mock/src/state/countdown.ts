// A countdown in seconds that the service has told, such as until a code may be asked for again.
import { ref, type Ref } from 'vue'
import { onUnload } from '@dcloudio/uni-app'

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
    endsAt = Date.now() + seconds * 1000
    left.value = seconds
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000))
      if (left.value > 0) return
      clearInterval(timer)
      onEnd?.()
    }, 500)
  }

  onUnload(stop)
  return { left, start, stop }
}
