// What every page goes through before it shows something: loading, empty, error, offline, or a
// kind word to who has not signed in.
import { reactive } from 'vue'
import { onLoad, onPullDownRefresh, onShow, onUnload } from '@dcloudio/uni-app'
import { asRefusal, Refusal } from '@/services/refusal'
import { session } from '@/services/session'

/** Emitted when the world outside has changed, as after a bill at the tester's till. */
export const REFRESH = 'gongji:refresh'

export type State = 'loading' | 'ready' | 'empty' | 'error' | 'offline' | 'visitor'

export interface Load<Data> {
  state: State
  data: Data | null
  refusal: Refusal | null
  /** Reads again; what is already there stays visible meanwhile. */
  reload: () => Promise<void>
  /** Reads something else: what was there goes first. */
  anew: () => Promise<void>
}
export interface LoadOptions<Data> {
  /** The page is for signed-in people only. */
  personal?: boolean
  isEmpty?: (data: Data) => boolean
}

const readerNow = (): string => session.value?.person.id ?? ''

/** Loads whenever the page shows. An answer that a later question has overtaken is dropped. */
export function useLoad<Data>(read: () => Promise<Data>, options: LoadOptions<Data> = {}): Load<Data> {
  const load = reactive({
    state: 'loading',
    data: null,
    refusal: null,
    reload,
    anew,
  }) as Load<Data>
  let shownTo = readerNow()
  let asked = 0

  function anew(): Promise<void> {
    Object.assign(load, { state: 'loading', data: null, refusal: null })
    return reload()
  }

  async function reload(): Promise<void> {
    const reader = readerNow()
    const turn = (asked += 1)
    if (options.personal && reader !== shownTo) {
      // Nobody sees, not even for a moment, what the person before was shown.
      shownTo = reader
      return anew()
    }
    if (options.personal && !reader) {
      Object.assign(load, { state: 'visitor', data: null })
      return
    }
    if (load.state !== 'ready' && load.state !== 'empty') load.state = 'loading'
    const outcome = await read().then(
      (data) => ({ data, state: options.isEmpty?.(data) ? 'empty' : 'ready', refusal: null }),
      (thrown) => failure(asRefusal(thrown), options.personal === true),
    )
    if (turn === asked) Object.assign(load, outcome)
  }

  const again = () => void reload()
  onLoad(() => uni.$on(REFRESH, again))
  onUnload(() => uni.$off(REFRESH, again))
  onShow(again)
  onPullDownRefresh(() => void reload().finally(() => uni.stopPullDownRefresh()))
  return load
}

function failure(refusal: Refusal, personal: boolean): Omit<Load<never>, 'reload' | 'anew'> {
  const signedOut = personal && !session.value
  const state = signedOut ? 'visitor' : refusal.isOffline ? 'offline' : 'error'
  return { state, refusal, data: null }
}
