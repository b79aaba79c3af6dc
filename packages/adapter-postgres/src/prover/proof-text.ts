import type { PlanProof } from '@aegis/core'
import type { Refusal } from './shadow.ts'

/** The part of a proof that a prover finds out. */
export type Finding = Pick<PlanProof, 'outcome' | 'text'>

/** Characters of a message of the server's that are repeated. */
const LONGEST_MESSAGE = 300
const MOST_NAMES = 8

export function list(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : names.join(', ')
}

export function said({ message, detail }: Pick<Refusal, 'message' | 'detail'>): string {
  const whole = detail === null ? message : `${message} (${detail.replace(/\.$/, '')})`
  return whole.length > LONGEST_MESSAGE ? `${whole.slice(0, LONGEST_MESSAGE)}...` : whole
}
