// What every page goes through before it shows something: loading, empty, error, offline, or a
// kind word to who has not signed in.
import { reactive } from 'vue'
import { onLoad, onPullDownRefresh, onShow, onUnload } from '@dcloudio/uni-app'
import { asRefusal, Refusal } from '@/api/refusal'
import { session } from '@/api/session'

/** Emitted when the world outside has changed, as after a bill at the tester's till. */
export const REFRESH = 'gongji:refresh'

export type State = 'loading' | 'ready' | 'empty' | 'error' | 'offline' | 'visitor'

export interface Load<Data> {
  state: State
  data: Data | null
  refusal: Refusal | null
  reload: () => Promise<void>
}
export interface LoadOptions<Data> {
  /** The page is for signed-in people only. */
  personal?: boolean
  isEmpty?: (data: Data) => boolean
}

/** Loads when the page shows; what is already there stays visible while it is read again. */
export function useLoad<Data>(
  read: () => Promise<Data>,
  options: LoadOptions<Data> = {},
): Load<Data> {
  const load = reactive({
    state: 'loading',
    data: null,
    refusal: null,
    reload,
  }) as Load<Data>

  async function reload(): Promise<void> {
    if (options.personal && !session.value) {
      Object.assign(load, { state: 'visitor', data: null })
      return
    }
    if (load.state !== 'ready' && load.state !== 'empty') load.state = 'loading'
    try {
      const data = await read()
      const state = options.isEmpty?.(data) ? 'empty' : 'ready'
      Object.assign(load, { data, state, refusal: null })
    } catch (thrown) {
      fail(load, asRefusal(thrown), options.personal === true)
    }
  }

  const again = () => void reload()
  onLoad(() => uni.$on(REFRESH, again))
  onUnload(() => uni.$off(REFRESH, again))
  onShow(again)
  onPullDownRefresh(() => void reload().finally(() => uni.stopPullDownRefresh()))
  return load
}

function fail<Data>(load: Load<Data>, refusal: Refusal, personal: boolean): void {
  const signedOut = personal && !session.value
  const state: State = signedOut ? 'visitor' : refusal.isOffline ? 'offline' : 'error'
  Object.assign(load, { state, refusal, data: null })
}
