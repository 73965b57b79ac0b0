// Fetches a file of the signed-in person and hands it over: saved in the browser, opened in a
// mini-program.
import { offline, refusalOf } from '@/api/refusal'
import { session } from '@/api/session'
import { addressOf, CHANNEL } from '@/api/transport'
import { toast } from './dialogs'

export type Format = 'pdf' | 'xlsx' | 'csv' | 'json'

const BASE = '/api/v1'

/** Rejects with a Refusal. */
export async function download(path: string, name: string): Promise<void> {
  const headers = {
    Authorization: `Bearer ${session.value?.access_token ?? ''}`,
    'X-Channel': CHANNEL,
  }
  // #ifdef H5
  await save(BASE + path, name, headers)
  // #endif
  // #ifndef H5
  await show(BASE + path, headers)
  // #endif
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
function show(path: string, header: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    uni.downloadFile({
      url: addressOf(path),
      header,
      fail: () => reject(offline()),
      success: (answer) => {
        if (answer.statusCode >= 400) return reject(refusalOf(answer.statusCode, null))
        uni.openDocument({ filePath: answer.tempFilePath, showMenu: true, complete: () => resolve() })
      },
    })
  })
}
// #endif
