import type { Dialect } from '@aegis/core'
import type { Layer, Split } from './families.ts'
import type { TypeFamily } from './types-of.ts'

/**
 * How a table comes to be. `ingest`: loaded from outside. `view`: always as its sources are. `ctas`: made anew at each
 * run. `insert`, `merge`: rows are added to a table whose columns stay, unless its model is in sync with its sources.
 */
export type Build = 'ingest' | 'view' | 'ctas' | 'insert' | 'merge'

/** A column of a source as a statement writes it. */
export interface ColumnUse {
  readonly source: number
  readonly uid: number
  readonly written: string
}

/**
 * How a column is made of another. `same` and `alias` pass the type on; the others have a type of their own, and need
 * a source of the family they were written for.
 */
export type Form = 'same' | 'alias' | 'cast' | 'coalesce' | 'upper' | 'round' | 'plus' | 'sum' | 'max'

export interface Output {
  readonly uid: number
  readonly name: string
  readonly form: Form
  readonly from: ColumnUse
  /** null: that of its source. */
  readonly type: string | null
  readonly needs: TypeFamily
  /** Set by hand; absent: as the build has it. */
  readonly nullable?: boolean | undefined
}

/** `uid` names a column whatever its name is at the time. */
export interface ShapeColumn {
  readonly uid: number
  readonly name: string
  readonly type: string
  readonly nullable: boolean
}

export interface TableBlueprint {
  readonly at: number
  /** Qualified name as the system knows it. */
  readonly name: string
  readonly layer: Layer
  readonly build: Build
  /** SELECT * of its only source. */
  readonly isStar: boolean
  /** The model is generated from its sources and follows their columns. Otherwise somebody must mend it by hand. */
  readonly isSynced: boolean
  readonly sources: readonly number[]
  readonly outputs: readonly Output[]
  /** Joined, filtered or grouped by. */
  readonly uses: readonly ColumnUse[]
  readonly isAggregate: boolean
  readonly isLoop: boolean
  /** Written with a CTE for its first source. */
  readonly hasCte: boolean
  /** Shape at the start. */
  readonly columns: readonly ShapeColumn[]
  /** Hours between runs; of a view 0. */
  readonly cadence: number
  readonly offset: number
  /** Minutes; null: a view, which has no freshness of its own. */
  readonly slaMinutes: number | null
  readonly hasWatermark: boolean
  readonly isMonitored: boolean
  /** How an `ingest` shows in the query log. */
  readonly ingest: 'values' | 'copy' | 'unlogged'
}

export interface Blueprint {
  readonly seed: string
  readonly dialect: Dialect
  readonly family: string
  readonly split: Split
  readonly scanEvery: number
  readonly tables: readonly TableBlueprint[]
}

export function tableAt(tables: readonly TableBlueprint[], at: number): TableBlueprint {
  const table = tables[at]
  if (table === undefined) throw new RangeError(`The world has no table ${at}.`)
  return table
}

export function ancestorsOf(tables: readonly TableBlueprint[], at: number): ReadonlySet<number> {
  const seen = new Set<number>()
  const look = (table: number): void => {
    for (const source of tableAt(tables, table).sources) {
      if (seen.has(source)) continue
      seen.add(source)
      look(source)
    }
  }
  look(at)
  return seen
}

export function descendantsOf(tables: readonly TableBlueprint[], at: number): ReadonlySet<number> {
  const seen = new Set<number>([at])
  // Each table comes after those it reads.
  for (const table of tables) if (table.sources.some((source) => seen.has(source))) seen.add(table.at)
  seen.delete(at)
  return seen
}
