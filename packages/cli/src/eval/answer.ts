import type { Label } from './play/label.ts'

export const ARCHITECT_NAMES = ['baseline', 'rules', 'model'] as const

export type ArchitectName = (typeof ARCHITECT_NAMES)[number]

/** One answer to one labelled incident. */
export interface Answer {
  readonly label: Label
  /** Best first; empty: no upstream cause. */
  readonly candidates: readonly string[]
  readonly rootCauseTable: string | null
  /** 0..1 that the answer is right; 0: it claims nothing. */
  readonly confidence: number
  /** What in it nothing bears out. */
  readonly unfounded: readonly string[]
  readonly milliseconds: number
}

export type Answers = Readonly<Partial<Record<ArchitectName, readonly Answer[]>>>

/**
 * The table named is one that is right; of an incident without upstream cause, that none is named, or the table itself.
 */
export function isRight({ label, rootCauseTable }: Pick<Answer, 'label' | 'rootCauseTable'>): boolean {
  if (rootCauseTable === null || rootCauseTable === label.table) return label.rootCauseTable === null
  return label.accepted.includes(rootCauseTable)
}
