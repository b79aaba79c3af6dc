import type { StatementEffect, WrittenName } from '@aegis/core/ports'
import type { Write } from './query-model.ts'

/** What the beginning of a statement says about the rest. */
export type Head =
  /** A query follows at `next` and fills the target. */
  | { readonly kind: 'query'; readonly write: Write; readonly next: number }
  /** A statement follows at `next`. */
  | { readonly kind: 'statement'; readonly next: number }
  /** Sources and targets are all named. */
  | { readonly kind: 'flow'; readonly write: Write; readonly sources: readonly WrittenName[] }
  /** The query stands in a string, of which this is the text with its quotes. */
  | { readonly kind: 'text'; readonly write: Write; readonly literal: string }
  | {
      readonly kind: 'irrelevant'
      readonly reason: string
      readonly effects?: readonly StatementEffect[] | undefined
      /** Tables whose data it changes without taking it from another table. */
      readonly writes?: readonly WrittenName[] | undefined
      /** From here on it may read tables. */
      readonly readsFrom?: number | undefined
    }
  /** A table of one session was made and holds nothing yet. */
  | { readonly kind: 'empty'; readonly write: Write }
  | { readonly kind: 'unparsed'; readonly at: number; readonly reason: string }

export function unparsed(at: number, reason: string): Head {
  return { kind: 'unparsed', at, reason }
}
