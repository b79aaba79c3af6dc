import type { Cursor } from '../lexer/cursor.ts'

/** A part of a script that has an answer of its own. */
export type Piece =
  | {
      readonly kind: 'statement'
      readonly tokens: Cursor
      /** `SELECT ... INTO x` fills a variable. */
      readonly isProcedural: boolean
      /** It runs whenever the text runs: not in a branch, a handler or a routine that is only defined. */
      readonly runs: boolean
      /** In a branch, a loop or a handler, or in a routine of the block around it. */
      readonly perhaps: boolean
      /** The routine that the script only defines and that holds it, by a number of its own; null: none. */
      readonly definedIn: number | null
      /** The text ends inside of it. */
      readonly isCut: boolean
    }
  /** What may read tables and moves nothing: a condition, an assignment, the query of a loop. */
  | {
      readonly kind: 'expression'
      readonly tokens: Cursor
      readonly reason: string
      /** Without a query inside it needs no answer. */
      readonly isSilent: boolean
    }
  | { readonly kind: 'answer'; readonly status: 'irrelevant' | 'unparsed'; readonly reason: string }
