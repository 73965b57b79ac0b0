// 关怀模式: one switch, remembered on this device; the styles follow the class `elder`.
import { ref } from 'vue'

const KEY = 'gongji.elder'

export const elder = ref(uni.getStorageSync(KEY) === 'on')

export function setElder(on: boolean): void {
  elder.value = on
  uni.setStorageSync(KEY, on ? 'on' : 'off')
}
