// Fetches a file of the signed-in person and hands it over: saved in the browser, opened in a
// mini-program.
import { signed } from './api'
import { offline, Refusal, refusalOf } from './refusal'
import { addressOf, CHANNEL } from './transport'
import { toast } from '@/stores/dialogs'

export type Format = 'pdf' | 'xlsx' | 'csv'

/** What this platform can open: WeChat no CSV, Alipay nothing but PDF. */
export const FORMATS: { code: Format; name: string }[] = [
  { code: 'pdf', name: 'PDF' },
  // #ifndef MP-ALIPAY
  { code: 'xlsx', name: 'Excel' },
  // #endif
  // #ifdef H5
  { code: 'csv', name: 'CSV' },
  // #endif
]

export const DOWNLOADING = '正在下载'

const BASE = '/api/v1'
const TIMEOUT_MS = 60_000

/** Rejects with a Refusal. */
export async function download(path: string, name: string): Promise<void> {
  await signed((token) => {
    const headers = { Authorization: `Bearer ${token ?? ''}`, 'X-Channel': CHANNEL }
    // #ifdef H5
    return save(BASE + path, name, headers)
    // #endif
    // #ifndef H5
    return show(BASE + path, name, headers)
    // #endif
  })
  toast(`已下载${name}`)
}

// #ifdef H5
function patience(): AbortSignal {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), TIMEOUT_MS)
  return stop.signal
}

async function save(path: string, name: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(addressOf(path), { headers, signal: patience() }).catch(() => {
    throw offline()
  })
  if (!answer.ok) throw refusalOf(answer.status, await answer.json().catch(() => null))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
// #endif

// #ifndef H5
const EXPIRED = { code: 'TOKEN_EXPIRED', title: '登录已过期', remedy: '请重新登录。' }

const UNOPENED = {
  status: 415,
  code: 'UNOPENED',
  title: '文件打不开',
  detail: '文件已经下载，但这部手机没有能打开它的应用。',
  remedy: '请换一种格式，或者用浏览器登录湘医保网页版下载。',
}

/** The answer itself lies in a file that nobody reads. */
const wordsOf = (status: number) => (status === 401 ? EXPIRED : null)

function show(path: string, name: string, header: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    uni.downloadFile({
      url: addressOf(path),
      header,
      timeout: TIMEOUT_MS,
      fail: () => reject(offline()),
      success: ({ statusCode, tempFilePath }) => {
        if (statusCode >= 400) return reject(refusalOf(statusCode, wordsOf(statusCode)))
        uni.openDocument({
          filePath: tempFilePath,
          fileType: name.slice(name.lastIndexOf('.') + 1) as 'pdf',
          showMenu: true,
          success: () => resolve(),
          fail: () => reject(new Refusal(UNOPENED)),
        })
      },
    })
  })
}
// #endif
