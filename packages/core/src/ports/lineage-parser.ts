import type { Dialect } from '../model/connection.ts'
import type { ColumnPair, LineageRelationship } from '../model/lineage.ts'
import type { IdentifierPart } from './identifiers.ts'

/** A table's name as the statement wrote it, one to three parts, outermost first. */
export interface WrittenName {
  readonly parts: readonly IdentifierPart[]
}

export interface LineageSource {
  readonly name: WrittenName
  readonly relationship: LineageRelationship
  /** 0..1 by the pattern it was found in: direct 1.0, subquery or CTE 0.8, three levels or more 0.6. */
  readonly confidence: number
  /** Empty where the parser does not know. */
  readonly columns: readonly ColumnPair[]
}

export type StatementKind =
  | 'insert'
  | 'create_table_as'
  | 'create_view'
  | 'merge'
  | 'update'
  | 'delete'
  | 'copy'
  | 'other'

/**
 * One statement's answer. A statement with several targets gives several answers with the same `index`.
 *
 * - `parsed`: data flows from `sources` into `target`.
 * - `irrelevant`: understood, moves no data between tables (`reason` says what it is).
 * - `unparsed`: not understood; `reason` says where it stopped.
 */
export type ParsedStatement =
  | {
      readonly status: 'parsed'
      readonly index: number
      readonly kind: StatementKind
      readonly target: WrittenName
      /** Each source table once. */
      readonly sources: readonly LineageSource[]
      /** The text was cut short or partly not understood: what is here is right, there may be more. */
      readonly partial: boolean
    }
  | { readonly status: 'irrelevant'; readonly index: number; readonly reason: string }
  | { readonly status: 'unparsed'; readonly index: number; readonly reason: string }

export interface ParseContext {
  /** Set when the text is known to be cut short. */
  readonly truncated?: boolean | undefined
  /** Set when the text is the SELECT behind a view: the target of its data. */
  readonly viewName?: WrittenName | undefined
}

export interface ParseResult {
  readonly statements: readonly ParsedStatement[]
}

/** SQL text to lineage. Pure, bounded in time and memory, never throws on input. */
export interface LineageParser {
  readonly spec: 'lineage-parser/v1'
  parse(sql: string, dialect: Dialect, context?: ParseContext): ParseResult
  /** The same text for statements that differ only in literals, list lengths, comments and white space. */
  normalize(sql: string, dialect: Dialect): string
}
