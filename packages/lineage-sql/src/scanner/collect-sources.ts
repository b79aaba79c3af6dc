import type { ColumnPair, LineageRelationship, LineageSource, WrittenName } from '@aegis/core/ports'
import { patternConfidence } from '../confidence.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { nameKey } from './name-key.ts'
import type { Query, Read, Select } from './query-model.ts'

/** How a query is reached from the target. */
interface Reach {
  readonly query: Query
  /** 0..3; more levels say no more. */
  readonly level: number
  readonly derived: boolean
  readonly aggregated: boolean
}

interface Found {
  readonly name: WrittenName
  relationship: LineageRelationship
  confidence: number
}

const DEEPEST = 3
const STRENGTH: Readonly<Record<LineageRelationship, number>> = { direct: 0, derived: 1, aggregated: 2 }

function below(
  { level, aggregated }: Reach,
  read: Read & { readonly query: Query },
  select: Select,
  derived: boolean,
): Reach {
  const isBranch = read.via === 'branch'
  return {
    query: read.query,
    level: isBranch ? level : Math.min(level + 1, DEEPEST),
    derived: derived || !isBranch,
    // A subquery in WHERE or the select list filters or looks up; the outer GROUP BY does not aggregate it.
    aggregated: read.via !== 'expression' && (aggregated || select.aggregates),
  }
}

/** Steps that may still be taken for one statement: many writers over many sources make edges without end. */
export interface Budget {
  left: number
}

/**
 * The tables that a query reads, each once, in the order of their first sighting from the outside in. A CTE that is
 * never read contributes nothing. Every query is visited at most once for each way of reaching it, of which there
 * are sixteen: linear, however the CTEs refer to each other. Incomplete once the budget is spent.
 */
export function collectSources(root: Query, lexis: Lexis, budget: Budget): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>()
  const visited = new Map<Query, number>()
  const queue: Reach[] = [{ query: root, level: 0, derived: false, aggregated: false }]

  const note = (name: WrittenName, level: number, derived: boolean, aggregated: boolean): void => {
    const relationship = aggregated ? 'aggregated' : derived ? 'derived' : 'direct'
    const confidence = patternConfidence(level)
    const key = nameKey(name, lexis)
    const known = found.get(key)
    if (known === undefined) {
      found.set(key, { name, relationship, confidence })
      return
    }
    if (STRENGTH[relationship] > STRENGTH[known.relationship]) known.relationship = relationship
    known.confidence = Math.max(known.confidence, confidence)
  }

  const visit = (reach: Reach): void => {
    const { query } = reach
    if (query !== root && query.write !== null) {
      // What INSERT ... RETURNING gives came out of its target; UPDATE and DELETE may return their sources too.
      for (const target of query.write.targets) note(target, reach.level, reach.derived, reach.aggregated)
      if (query.write.kind === 'insert') return
    }
    const derived = reach.derived || query.selects.length > 1
    for (const select of query.selects) {
      budget.left -= select.reads.length
      for (const read of select.reads) {
        if ('query' in read) queue.push(below(reach, read, select, derived))
        else if ('table' in read) {
          note(read.table, reach.level, derived, reach.aggregated || select.aggregates)
        }
      }
    }
  }

  for (let next = 0; next < queue.length && budget.left > 0; next += 1) {
    const reach = queue[next]
    if (reach === undefined) break
    const way = 1 << (reach.level * 4 + (reach.derived ? 2 : 0) + (reach.aggregated ? 1 : 0))
    const ways = visited.get(reach.query) ?? 0
    if ((ways & way) !== 0) continue
    visited.set(reach.query, ways | way)
    visit(reach)
  }
  return found
}

/** The sources but the target itself. `pairs` are the columns of the source of that key. */
export function toSources(
  found: ReadonlyMap<string, Found>,
  targetKey: string,
  certain: { readonly sourceKey: string; readonly pairs: readonly ColumnPair[] } | null,
): readonly LineageSource[] {
  const sources: LineageSource[] = []
  for (const [key, { name, relationship, confidence }] of found) {
    if (key === targetKey) continue
    const columns = certain !== null && certain.sourceKey === key ? certain.pairs : []
    sources.push({ name, relationship, confidence, columns })
  }
  return sources
}
