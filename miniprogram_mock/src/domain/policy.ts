// How a rule of an area's policy reads: whose it is, since when, and who says so.
import type { Citation, Rule } from '@/services/types'
import { longDay } from './dates'
import { areaName, sourceKindName } from './words'

const NATION = '100000'
export const PROVINCE = '430000'

/** Editions of the first days were kept without sentences. */
export const ruleTold = ({ told }: Rule): string => told ?? '这一版政策保存得较早，没有留下这一条的文字'

export function ruleScope({ area }: Rule): string {
  if (area === NATION) return '全国规定'
  return area === PROVINCE ? '全省规定' : `${areaName(area)}规定`
}

export const ruleDays = ({ since, until }: Pick<Rule, 'since' | 'until'>): string =>
  until ? `${longDay(since)}至${longDay(until)}` : `${longDay(since)}起`

/** 官方文件：title（number）. */
export function sourceName({ kind, title, number }: Citation): string {
  const told = sourceKindName(kind)
  return told === title ? told : `${told}：${title}${number ? `（${number}）` : ''}`
}
