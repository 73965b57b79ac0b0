// Money is whole fen everywhere; this is the only place that turns it into text and back.

const FEN_TEXT = /^(\d{1,9})(?:\.(\d{1,2}))?$/

/** 1234567 → "12,345.67"; a negative amount carries a minus sign. */
export function yuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100)
  const rest = Math.abs(fen) % 100
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0 ? '-' : ''}${grouped}.${String(rest).padStart(2, '0')}`
}

/** "¥12,345.67", as sentences and labels show it. */
export function withSign(fen: number): string {
  return fen < 0 ? `-¥${yuan(-fen)}` : `¥${yuan(fen)}`
}

/** What a screen reader says: "12345.67元". */
export function spoken(fen: number): string {
  return `${yuan(fen).replace(/,/g, '')}元`
}

/** Reads "300", "300.5" or "1,300.50" as fen; null for anything that is no amount. */
export function fenOf(text: string): number | null {
  const found = FEN_TEXT.exec(text.trim().replace(/[,，]/g, ''))
  if (!found) return null
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}

/** Yuan as the institution gateway writes it (a number with two decimals) as whole fen. */
export function fenOfYuan(amount: number | string): number {
  return Math.round(Number(amount) * 100)
}

/** The part of a whole in percent with one decimal, 0 where the whole is nothing. */
export function share(partFen: number, wholeFen: number): number {
  return wholeFen > 0 ? Math.round((partFen / wholeFen) * 1000) / 10 : 0
}
