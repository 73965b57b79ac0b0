// A question that the panel asks before it does what cannot be taken back.
import { shallowRef } from 'vue'

export interface Question {
  title: string
  text: string
  ok: string
  cancel: string
  answer: (ok: boolean) => void
}

export const question = shallowRef<Question | null>(null)

/** Resolves to true where the tester agrees. */
export function agreed(asked: Omit<Question, 'answer'>): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = {
      ...asked,
      answer: (ok) => {
        question.value = null
        resolve(ok)
      },
    }
  })
}
