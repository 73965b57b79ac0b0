// What is being paid for, carried from the list of payables to the confirmation and the result.
import { shallowRef } from 'vue'
import { session, watchSession } from '@/services/session'
import type { Account, Binding, Payable, Payment, PaymentOutcome, PaymentRequest, Product } from '@/services/types'
import { relationName } from '@/domain/words'
import { kinOf } from '@/domain/binding'

/** The problem of everybody at once. */
export const WINDOW_CLOSED = 'WINDOW_CLOSED'

/** Somebody to pay for, and what he is to the payer. */
export type Payee = Payable & { kin: string }

export type Price = Payable['prices'][number]

/** Somebody chosen to be paid for, at one price. */
export interface Picked {
  payee: Payee
  price: Price
}

export interface Basket {
  product: Product
  chosen: Picked[]
  self: boolean
}

/** What will come of a basket. */
export interface Forecast {
  lines: { name: string; dueFen: number; isPaid: boolean }[]
  totalFen: number
  afterFen: number
}

export const basket = shallowRef<Basket | null>(null)
/** What came of a basket. */
export const outcome = shallowRef<{ of: Basket; told: PaymentOutcome } | null>(null)

let payer = session.value?.person.id
watchSession((current) => {
  if (current?.person.id !== payer) basket.value = outcome.value = null
  payer = current?.person.id
})

export const windowText = (product: Product): string => `${product.window.opens_on} 至 ${product.window.closes_on}`

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

/** The payables with what each relative is to the payer, whose bindings tell men from women. */
export function payees(payables: Payable[], bindings: Binding[]): Payee[] {
  return payables.map((one) => {
    const binding = bindings.find(({ id }) => id === one.binding_id)
    return { ...one, kin: binding ? kinOf(binding) : relationName(one.member.relation) }
  })
}

export const memberName = ({ member, kin }: Payee): string => `${member.name}（${kin}）`

/** The only price there is for him, or that of the tier chosen; null while none is chosen. */
export const priceOf = ({ prices }: Payee, tier: string | undefined): Price | null =>
  prices.length === 1 ? prices[0] : (prices.find((one) => one.tier === tier) ?? null)

/** Whom one line is about, with his tier where the year has several. */
const lineName = ({ payee, price }: Picked): string =>
  price.tier ? `${memberName(payee)}${price.tier}` : memberName(payee)

/** What the payer pays for himself: insurance, which has one price. */
export const ownFen = (product: Product): number => product.prices[0].full_fen

export function totalOf(chosen: Basket): number {
  const relatives = chosen.chosen.reduce((sum, one) => sum + one.price.due_fen, 0)
  return relatives + (chosen.self ? ownFen(chosen.product) : 0)
}

export function requestOf(chosen: Basket): PaymentRequest {
  return {
    product: chosen.product.product,
    year: chosen.product.year,
    binding_ids: chosen.chosen.map(({ payee }) => payee.binding_id),
    tiers: chosen.chosen.flatMap(({ payee, price }) =>
      price.tier ? [{ binding_id: payee.binding_id, tier: price.tier }] : [],
    ),
    include_self: chosen.self,
  }
}

/**
 * Tries a basket on what the account has now, one after the other as the service does: each whole
 * or not at all, from what is held for him and from what is free.
 */
export function forecast(chosen: Basket, account: Account, bindings: Binding[]): Forecast {
  const wanted = [
    ...chosen.chosen.map((one) => ({ id: one.payee.binding_id, name: lineName(one), dueFen: one.price.due_fen })),
    ...(chosen.self ? [{ id: '', name: '本人', dueFen: ownFen(chosen.product) }] : []),
  ]
  let freeFen = account.available_fen
  const lines = wanted.map(({ id, name, dueFen }) => {
    const heldFen = bindings.find((binding) => binding.id === id)?.hold_fen ?? 0
    const isPaid = !account.frozen && dueFen <= freeFen + heldFen
    if (isPaid) freeFen -= Math.max(dueFen - heldFen, 0)
    return { name, dueFen, isPaid }
  })
  const totalFen = lines.reduce((sum, line) => sum + (line.isPaid ? line.dueFen : 0), 0)
  return { lines, totalFen, afterFen: account.balance_fen - totalFen }
}

/** Whom one line of an outcome is about. */
export function nameOf(chosen: Basket, bindingId: string | null): string {
  const found = chosen.chosen.find(({ payee }) => payee.binding_id === bindingId)
  return found ? lineName(found) : '本人'
}
