import type { ColumnPair, LineageRelationship, LineageSource, WrittenName } from '@aegis/core/ports'
import { patternConfidence } from '../confidence.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { appended } from './appended.ts'
import { nameKey } from './name-key.ts'
import type { Query, QueryRead, Select, TableRead } from './query-model.ts'
import { isSameName } from './same-name.ts'

/** How a query is reached from the target. */
interface Reach {
  readonly query: Query
  /** 0..3; more levels say no more. */
  readonly level: number
  readonly derived: boolean
  readonly aggregated: boolean
}

export interface Found {
  readonly name: WrittenName
  relationship: LineageRelationship
  confidence: number
}

const DEEPEST = 3
const STRENGTH: Readonly<Record<LineageRelationship, number>> = { direct: 0, derived: 1, aggregated: 2 }

/** Steps that may still be taken for one statement: many writers over many sources make edges without end. */
export interface Budget {
  left: number
}

interface Collection {
  readonly root: Query
  readonly lexis: Lexis
  readonly budget: Budget
  /** In the order of their first sighting. */
  found: Found[]
  /** By their keys, once there are so many that looking through them takes longer. */
  byKey: Map<string, Found> | null
  readonly queue: Reach[]
}

/** So many names are compared one by one rather than by key. */
const FEW = 8

function knownAs({ found, byKey, lexis }: Collection, name: WrittenName): Found | undefined {
  if (byKey !== null) return byKey.get(nameKey(name, lexis))
  for (const known of found) if (isSameName(known.name, name, lexis)) return known
  return undefined
}

function addFound(collection: Collection, added: Found): void {
  const found = appended(collection.found, added)
  const { lexis } = collection
  collection.found = found
  if (found.length > FEW && collection.byKey === null) {
    collection.byKey = new Map(found.map((each) => [nameKey(each.name, lexis), each]))
  } else collection.byKey?.set(nameKey(added.name, lexis), added)
}

function note(
  collection: Collection,
  name: WrittenName,
  level: number,
  derived: boolean,
  aggregated: boolean,
): void {
  const relationship = aggregated ? 'aggregated' : derived ? 'derived' : 'direct'
  const confidence = patternConfidence(level)
  const known = knownAs(collection, name)
  if (known === undefined) {
    addFound(collection, { name, relationship, confidence })
    return
  }
  if (STRENGTH[relationship] > STRENGTH[known.relationship]) known.relationship = relationship
  known.confidence = Math.max(known.confidence, confidence)
}

function below({ level, aggregated }: Reach, read: QueryRead, select: Select, derived: boolean): Reach {
  const isBranch = read.via === 'branch'
  return {
    query: read.query,
    level: isBranch ? level : Math.min(level + 1, DEEPEST),
    derived: derived || !isBranch,
    // A subquery in WHERE or the select list filters or looks up; the outer GROUP BY does not aggregate it.
    aggregated: read.via !== 'expression' && (aggregated || select.aggregates),
  }
}

function visit(collection: Collection, reach: Reach): void {
  const { root, budget, queue } = collection
  const { query, level, aggregated } = reach
  if (query !== root && query.write !== null) {
    // What INSERT ... RETURNING gives came out of its target; UPDATE and DELETE may return their sources too.
    for (const target of query.write.targets) note(collection, target, level, reach.derived, aggregated)
    if (query.write.kind === 'insert') return
  }
  const derived = reach.derived || query.selects.length > 1
  for (const select of query.selects) {
    budget.left -= select.reads.length
    for (const read of select.reads) {
      if (read.query !== null) queue.push(below(reach, read, select, derived))
      else if (read.table !== null) {
        note(collection, read.table, level, derived, aggregated || select.aggregates)
      }
    }
  }
}

/**
 * The tables that a query reads, each once, in the order of their first sighting from the outside in. A CTE that is
 * never read contributes nothing. Every query is visited at most once for each way of reaching it, of which there
 * are sixteen: linear, however the CTEs refer to each other. Incomplete once the budget is spent.
 */
export function collectSources(root: Query, lexis: Lexis, budget: Budget): readonly Found[] {
  const queue: Reach[] = [{ query: root, level: 0, derived: false, aggregated: false }]
  const collection: Collection = { root, lexis, budget, found: [], byKey: null, queue }
  for (let next = 0; next < queue.length && budget.left > 0; next += 1) {
    const reach = queue[next]
    if (reach === undefined) break
    const { query } = reach
    const way = 1 << (reach.level * 4 + (reach.derived ? 2 : 0) + (reach.aggregated ? 1 : 0))
    const ways = query.reachedFrom === root ? query.ways : 0
    if ((ways & way) !== 0) continue
    query.reachedFrom = root
    query.ways = ways | way
    visit(collection, reach)
  }
  return collection.found
}

const NO_COLUMNS: readonly ColumnPair[] = []

/** The sources but the target itself. `certain` are the column pairs of one of them. */
export function toSources(
  found: readonly Found[],
  target: WrittenName,
  certain: { readonly source: TableRead; readonly pairs: readonly ColumnPair[] } | null,
  lexis: Lexis,
): readonly LineageSource[] {
  let sources: LineageSource[] = []
  for (const { name, relationship, confidence } of found) {
    if (isSameName(name, target, lexis)) continue
    const hasPairs = certain !== null && isSameName(name, certain.source.table, lexis)
    const columns = hasPairs ? certain.pairs : NO_COLUMNS
    sources = appended(sources, { name, relationship, confidence, columns })
  }
  return sources
}
