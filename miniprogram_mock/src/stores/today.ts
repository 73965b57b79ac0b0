// The business day and what is closed for maintenance: told by the service, never by the device.
import { shallowRef } from 'vue'
import { api } from '@/services/api'
import type { ServiceStatus } from '@/services/types'
import { minute } from '@/domain/dates'
import { areaName, featureName } from '@/domain/words'

export const serviceStatus = shallowRef<ServiceStatus | null>(null)

/** Less than this is the network's doing. */
const JUMP_MS = 5_000

let aheadMs: number | null = null
let jumpedMs = 0

/** Asks the service anew; rejects with a Refusal. */
export async function refreshStatus(): Promise<ServiceStatus> {
  const told = await api.serviceStatus()
  serviceStatus.value = told
  keepPace(Date.parse(told.now) - Date.now())
  return told
}

function keepPace(nowAheadMs: number): void {
  aheadMs ??= nowAheadMs
  if (Math.abs(nowAheadMs - aheadMs) < JUMP_MS) return
  jumpedMs += nowAheadMs - aheadMs
  aheadMs = nowAheadMs
}

/** Measures business time: runs with the device's clock, and jumps where the service's jumps. */
export const elapsedMs = (): number => Date.now() + jumpedMs

export async function today(): Promise<string> {
  return (await refreshStatus()).today
}

/** What is closed for maintenance now in an area of this person, as a sentence; '' for nothing. */
export function closedNow(area: string | null): string {
  const status = serviceStatus.value
  if (!status) return ''
  const closing = status.maintenance.filter(
    (one) => one.from <= status.now && status.now < one.to && concerns(one.area, area),
  )
  return closing.map(said).join('；')
}

function said({ area, features, to }: ServiceStatus['maintenance'][number]): string {
  const names = features.map((code) => featureName(code)).join('、')
  return `${areaName(area)}系统维护中，${names}暂停至 ${minute(to)}`
}

function concerns(closedArea: string, area: string | null): boolean {
  return closedArea === '430000' || !area || closedArea.slice(0, 4) === area.slice(0, 4)
}
