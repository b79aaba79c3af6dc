import type { Dialect } from '../model/connection.ts'
import type { ColumnPair, LineageNodeKind, LineageRelationship } from '../model/lineage.ts'
import type { IdentifierPart } from './identifiers.ts'

/** A table's name as the statement wrote it, one to three parts, outermost first. */
export interface WrittenName {
  readonly parts: readonly IdentifierPart[]
  /** Absent: a table. Of a stage or a path the only part is its whole text. */
  readonly kind?: LineageNodeKind | undefined
}

export interface LineageSource {
  readonly name: WrittenName
  readonly relationship: LineageRelationship
  /** 0..1 by the pattern it was found in: direct 1.0, subquery or CTE 0.8, three levels or more 0.6. */
  readonly confidence: number
  /** Empty where the parser does not know. */
  readonly columns: readonly ColumnPair[]
  /** Columns of the source that are joined, filtered, grouped or ordered by; absent or empty where not known. */
  readonly usedColumns?: readonly string[] | undefined
  /** true: `columns` and `usedColumns` hold every column of the source that the statement uses. */
  readonly columnsComplete?: boolean | undefined
}

/** What a statement does to tables besides moving data, and to the session that runs it. */
export type StatementEffect =
  /** The table is gone, or empty: what fed it no longer does. */
  | { readonly effect: 'drop' | 'truncate'; readonly table: WrittenName }
  /** `to` inherits the schema of `table` where it has none of its own. */
  | { readonly effect: 'rename'; readonly table: WrittenName; readonly to: WrittenName }
  | { readonly effect: 'swap'; readonly table: WrittenName; readonly with: WrittenName }
  | {
      readonly effect: 'rename_column'
      readonly table: WrittenName
      readonly column: IdentifierPart
      readonly to: IdentifierPart
    }
  /** `USE`, `SET search_path`: what later unqualified names of this session mean. Absent parts stay as they are. */
  | {
      readonly effect: 'set_context'
      readonly catalog?: IdentifierPart | undefined
      readonly searchPath?: readonly IdentifierPart[] | undefined
      /** `SET LOCAL`: until the transaction ends; without one until the text does. */
      readonly isLocal?: boolean | undefined
    }
  | { readonly effect: 'begin' | 'commit' | 'rollback' }
  /** What follows a savepoint can be taken back without the rest of its transaction. */
  | { readonly effect: 'savepoint' | 'rollback_to' | 'release'; readonly name: IdentifierPart }
  /** `DISCARD TEMP`: the temporary tables of the session are gone. */
  | { readonly effect: 'drop_temporary' }

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
      /** The target lives only in the session that made it. */
      readonly temporary?: boolean | undefined
      /** What it takes from the target as it was before, where the target is made anew; never among `sources`. */
      readonly own?: LineageSource | undefined
      /** `INSERT OVERWRITE`: what the target held before is gone. Of what makes its target it is understood. */
      readonly replaces?: boolean | undefined
      /** `IF NOT EXISTS`: nothing happens where the target is there already. */
      readonly unlessExists?: boolean | undefined
      /** `ON COMMIT DROP`. */
      readonly dropsAtCommit?: boolean | undefined
      /** In a branch, a loop or a handler: it may not run. */
      readonly perhaps?: boolean | undefined
      /** It stands in a routine that the text only defines: equal for statements of one routine of the text. */
      readonly definedIn?: number | undefined
      /** Which engines saw the same sources and targets; absent: only the one that answered looked. */
      readonly agreement?: 'agreed' | 'disagreed' | undefined
    }
  | {
      readonly status: 'irrelevant'
      readonly index: number
      readonly reason: string
      /** Tables whose data it changes without taking it from another table: INSERT ... VALUES, UPDATE of itself. */
      readonly writes?: readonly WrittenName[] | undefined
      /** Tables a statement without a target reads. */
      readonly reads?: readonly WrittenName[] | undefined
      readonly effect?: StatementEffect | undefined
    }
  | { readonly status: 'unparsed'; readonly index: number; readonly reason: string }

export interface ParseContext {
  /** Set when the text is known to be cut short. */
  readonly truncated?: boolean | undefined
  /** Set when the text is the SELECT behind a view: the target of its data. */
  readonly viewName?: WrittenName | undefined
  /** Columns of a table in order, for `SELECT *`; null: not known. */
  readonly columnsOf?: ((table: WrittenName) => readonly string[] | null) | undefined
}

export interface ParseResult {
  readonly statements: readonly ParsedStatement[]
}

/** SQL text to lineage. Pure, bounded in time and memory, never throws on input. */
export interface LineageParser {
  readonly spec: 'lineage-parser/v1'
  parse(sql: string, dialect: Dialect, context?: ParseContext): ParseResult
  /**
   * `parse` with columns and a second opinion, by engines that take longer to load and to run. Rejects only when aborted;
   * what no engine adds is answered as by `parse`. Absent: there is no more to say.
   */
  analyze?(
    sql: string,
    dialect: Dialect,
    context?: ParseContext,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ParseResult>
  /** The same text for statements that differ only in literals, list lengths, comments and white space. */
  normalize(sql: string, dialect: Dialect): string
}
