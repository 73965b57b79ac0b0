// The two people of a binding, seen from mine.
import type { Binding } from '@/services/types'
import { kinName } from './words'

/** The other person. */
export const otherOf = (binding: Binding) => (binding.role === 'authorizer' ? binding.beneficiary : binding.authorizer)

/** What the other person is to me, such as 母亲. */
export const kinOf = (binding: Binding): string =>
  kinName(binding.relation, binding.role === 'beneficiary', otherOf(binding).id_number_masked)
