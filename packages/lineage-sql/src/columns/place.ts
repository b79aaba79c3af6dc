import type { IdentifierPart } from '@aegis/core/ports'
import type { QueryModel, Value } from '../engines/statement-model.ts'
import { foldPart } from '../lexer/lexis.ts'
import type { Origins, Outputs } from './outputs.ts'
import { type Lookup, lookupIn, type Scope } from './scope.ts'
import { type Catalog, columnKey, type Origin, type TableUse } from './tables.ts'

/** What running a query touches, besides what it gives. */
export interface Reading {
  readonly tables: Set<TableUse>
  /** Every column it names. */
  readonly named: Set<Origin>
  /** Columns that join, filter, group or order. */
  readonly used: Set<Origin>
  /** CTEs it reads, whose reading counts too. */
  readonly ctes: Set<Reading>
}

export function newReading(): Reading {
  return { tables: new Set(), named: new Set(), used: new Set(), ctes: new Set() }
}

export interface ResolvedCte {
  readonly key: string
  outputs: Outputs
  readonly reading: Reading
  /** A later CTE of WITH RECURSIVE, until it is first read or its turn comes. */
  pending: (() => void) | null
  /** Where recursion needs no word for it, the first operand of a CTE does not see the CTE. */
  hidden: boolean
}

/** CTEs visible at a place, the nearest first. */
export interface Ctes {
  readonly cte: ResolvedCte
  readonly outer: Ctes | null
}

/** Where a part of a query stands: what it may name, and who takes note of what it reads. */
export interface Place {
  readonly ctes: Ctes | null
  readonly scope: Scope | null
  readonly reading: Reading
}

/** When an unqualified name may mean an output of the same SELECT: before the sources' columns, after them, or not. */
export type AliasOrder = 'first' | 'last' | 'never'

/** What the resolvers of the parts of one statement share. */
export interface Resolution {
  readonly catalog: Catalog
  readonly lookup: Lookup
  keyOf(part: IdentifierPart): string
  /** As names of tables, CTEs and aliases compare. */
  fold(part: IdentifierPart): string
  /** Counts work against the budget. */
  spend(cost: number): void
  /** What a query gives, as seen from a place. Its first operand does not see the CTE `hidden`. */
  resolve(query: QueryModel, place: Place, hidden?: ResolvedCte | null): Outputs
  /** Columns that an expression names. */
  originsOf(value: Value, scope: Scope, place: Place, aliases?: AliasOrder): Set<Origin>
  /** Notes columns that join, filter, group or order. */
  use(origins: Origins, place: Place): void
}

export function newResolution(
  catalog: Catalog,
  parts: Pick<Resolution, 'spend' | 'resolve' | 'originsOf' | 'use'>,
): Resolution {
  const { lexis } = catalog
  return {
    catalog,
    lookup: lookupIn(catalog),
    keyOf: (part) => columnKey(part, lexis),
    fold: (part) => foldPart(part, lexis.cteCase),
    ...parts,
  }
}
