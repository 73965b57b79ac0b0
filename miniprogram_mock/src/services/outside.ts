// Pages of others: the browser opens them, a mini-program may only hand over their address. And telephones.
// #ifndef H5
import { toast } from '@/stores/dialogs'
// #endif

export function openPage(url: string): void {
  // #ifdef H5
  window.open(url, '_blank', 'noopener,noreferrer')
  // #endif
  // #ifndef H5
  uni.setClipboardData({ data: url, showToast: false, success: () => toast('网址已复制，请在浏览器中打开') })
  // #endif
}

export function dial(phone: string): void {
  uni.makePhoneCall({ phoneNumber: phone, fail: () => undefined })
}
