import type { RemediationPrecondition } from '../../model/remediation.ts'
import type { Column } from '../../model/table.ts'
import type { Drift, RemediationStep, Undoing } from './remediation-step.ts'
import type { TypeChange } from './sorted-changes.ts'

/** Names as the dialect writes them. */
export interface Names {
  /** The table, qualified, quoted where needed. */
  readonly table: string
  column(name: string): string
}

export function namesIn({ ref, identifiers }: Drift): Names {
  return {
    table: identifiers.sql(ref),
    column: (name) => identifiers.sql({ catalog: '', schema: '', name }),
  }
}

/** What a dialect does in its own way; the rest is the same in all four. */
export interface DialectSql {
  /** Names that differ only in case are the same column. */
  readonly foldsColumns: boolean
  /** The type of what a list holds can be changed as that of a column. */
  readonly changesLists?: boolean
  /** What RENAME COLUMN needs first; empty: nothing. */
  beforeRename(drift: Drift): readonly RemediationStep[]
  /** What DROP COLUMN needs first. */
  beforeDrop(drift: Drift): readonly RemediationStep[]
  renamePreconditions(drift: Drift): readonly RemediationPrecondition[]
  typesBack(changes: readonly TypeChange[], drift: Drift): readonly RemediationStep[]
  /** A deleted column, with its default; NOT NULL only where the values come by themselves. */
  columnBack(column: Column, drift: Drift): ColumnBack
  /** `lost`: of columns that are there; `filled`: of one that came back and was filled. */
  notNullBack(names: readonly string[], drift: Drift, why: 'lost' | 'filled'): readonly RemediationStep[]
  nullAllowed(name: string, drift: Drift): RemediationStep
  /** Steps that give a dropped table back, and what stands in for it. */
  tableBack(drift: Drift): Undoing
}

export interface ColumnBack {
  readonly steps: readonly RemediationStep[]
  /** NOT NULL can only be set once somebody filled the column. */
  readonly needsFilling: boolean
  /** To be added after all others: it is computed from them. */
  readonly isComputed: boolean
}
