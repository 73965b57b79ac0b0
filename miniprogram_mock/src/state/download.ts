// Fetches a file of the signed-in person and hands it over: saved in the browser, opened in a
// mini-program.
import { signed } from '@/api/api'
import { offline, refusalOf } from '@/api/refusal'
import { addressOf, CHANNEL } from '@/api/transport'
import { toast } from './dialogs'

export type Format = 'pdf' | 'xlsx' | 'csv' | 'json'

const BASE = '/api/v1'

/** Rejects with a Refusal. */
export async function download(path: string, name: string): Promise<void> {
  await signed((token) => {
    const headers = { Authorization: `Bearer ${token ?? ''}`, 'X-Channel': CHANNEL }
    // #ifdef H5
    return save(BASE + path, name, headers)
    // #endif
    // #ifndef H5
    return show(BASE + path, headers)
    // #endif
  })
  toast(`已下载${name}`)
}

// #ifdef H5
async function save(path: string, name: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(addressOf(path), { headers }).catch(() => {
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

/** The answer itself lies in a file that nobody reads. */
const wordsOf = (status: number) => (status === 401 ? EXPIRED : null)

function show(path: string, header: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    uni.downloadFile({
      url: addressOf(path),
      header,
      fail: () => reject(offline()),
      success: (answer) => {
        if (answer.statusCode >= 400) return reject(refusalOf(answer.statusCode, wordsOf(answer.statusCode)))
        uni.openDocument({ filePath: answer.tempFilePath, showMenu: true, complete: () => resolve() })
      },
    })
  })
}
// #endif
