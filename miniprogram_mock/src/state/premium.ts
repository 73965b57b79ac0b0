// What is being paid for, carried from the list of payables to the confirmation and the result.
import { shallowRef } from 'vue'
import { session, watchSession } from '@/api/session'
import type { Payable, Payment, PaymentOutcome, PaymentRequest, Product } from '@/api/types'
import { relationName } from '@/domain/words'

export interface Basket {
  product: Product
  chosen: Payable[]
  self: boolean
}

export const basket = shallowRef<Basket | null>(null)
/** What came of a basket. */
export const outcome = shallowRef<{ of: Basket; told: PaymentOutcome } | null>(null)

let payer = session.value?.person.id
watchSession((current) => {
  if (current?.person.id !== payer) basket.value = outcome.value = null
  payer = current?.person.id
})

export const windowText = (product: Product): string =>
  `${product.window.opens_on} 至 ${product.window.closes_on}`

export const isOpen = ({ window }: Product, today: string): boolean =>
  window.opens_on <= today && today <= window.closes_on

/** A standing payment for the payer himself. */
export const isOwnOf = ({ product, year }: Product, paid: Payment): boolean =>
  !paid.member && paid.product === product && paid.year === year && paid.status !== 'refunded'

/** What can be paid today comes before what cannot; the rest of the order stays. */
export function openFirst(products: Product[], today: string): Product[] {
  const open = products.filter((one) => isOpen(one, today))
  return [...open, ...products.filter((one) => !open.includes(one))]
}

export const memberName = (payable: Payable): string =>
  `${payable.member.name}（${relationName(payable.member.relation)}）`

export function totalOf(chosen: Basket): number {
  const relatives = chosen.chosen.reduce((sum, one) => sum + one.due_fen, 0)
  return relatives + (chosen.self ? chosen.product.full_fen : 0)
}

export function requestOf(chosen: Basket): PaymentRequest {
  return {
    product: chosen.product.product,
    year: chosen.product.year,
    binding_ids: chosen.chosen.map((one) => one.binding_id),
    include_self: chosen.self,
  }
}

/** Whom one line of an outcome is about. */
export function nameOf(chosen: Basket, bindingId: string | null): string {
  const found = chosen.chosen.find((one) => one.binding_id === bindingId)
  return found ? memberName(found) : '本人'
}
