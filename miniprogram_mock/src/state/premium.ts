// What is being paid for, carried from the list of payables to the confirmation and the result.
import { shallowRef } from 'vue'
import { session, watchSession } from '@/api/session'
import type { Payable, PaymentOutcome, PaymentRequest, Product } from '@/api/types'
import { relationName } from '@/domain/words'

export interface Basket {
  product: Product
  chosen: Payable[]
  self: boolean
}

export const basket = shallowRef<Basket | null>(null)
export const outcome = shallowRef<PaymentOutcome | null>(null)

let payer = session.value?.person.id
watchSession((current) => {
  if (current?.person.id !== payer) basket.value = outcome.value = null
  payer = current?.person.id
})

export const windowText = (product: Product): string =>
  `${product.window.opens_on} 至 ${product.window.closes_on}`

/** What can be paid today comes before what cannot; the rest of the order stays. */
export function openFirst(products: Product[], today: string): Product[] {
  const isOpen = ({ window }: Product) => window.opens_on <= today && today <= window.closes_on
  return [...products.filter(isOpen), ...products.filter((one) => !isOpen(one))]
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
