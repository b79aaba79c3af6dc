import type { Anomaly, SchemaChange, SchemaChangeKind, Severity } from '../model/anomaly.ts'
import type { Dialect } from '../model/connection.ts'
import type { UpstreamRoute } from '../ports/architect.ts'
import { canonicalType } from '../sentinels/schema/types/index.ts'
import { netChanges } from './net-changes.ts'

export interface Match {
  /** 0..1. */
  readonly score: number
  readonly why: string
}

/** A change with the time at which it was seen. */
export interface TimedChange {
  readonly change: SchemaChange
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface DriftMatch extends Match {
  /** How long after the cause the effect was seen, in milliseconds; negative: before it. */
  readonly lagMs: number
}

/** How well a change of a column or table upstream brings about one downstream, by kinds; what is missing it does not bring about. */
const BRINGS: Readonly<Record<SchemaChangeKind, Partial<Readonly<Record<SchemaChangeKind, number>>>>> = {
  column_added: { column_added: 1 },
  column_deleted: { column_deleted: 1, column_renamed: 0.8 },
  column_renamed: { column_renamed: 1, column_deleted: 0.97, column_added: 0.97 },
  type_changed: { type_changed: 1 },
  nullability_changed: { nullability_changed: 1 },
  table_dropped: { table_dropped: 1 },
  table_replaced: { table_replaced: 0.9 },
}

/** How well a change upstream makes a table vanish that only views connect with it: dropping with CASCADE takes them along. */
const TAKES_ALONG: Partial<Readonly<Record<SchemaChangeKind, number>>> = {
  column_deleted: 0.8,
  column_renamed: 0.5,
  type_changed: 0.7,
  table_replaced: 0.85,
}

const WEIGHT: Readonly<Record<Severity, number>> = { low: 1, medium: 2, high: 3, critical: 4 }

/** How surely a column downstream is the one upstream. */
const LINK = { fed: 1, named: 0.95, perhaps: 0.84 } as const

export interface MatchOptions {
  readonly dialect: Dialect
  /** Absent: columns are told by their names alone. */
  readonly route?: UpstreamRoute | undefined
}

function namesOf({ column, previousName, insideColumn }: SchemaChange): readonly string[] {
  return [column, previousName, insideColumn].flatMap((name) => name ?? [])
}

/** Exact: within one connection a name is stored one way, and two that differ by case are two columns. */
function sharedName(a: SchemaChange, b: SchemaChange): string | undefined {
  const names = new Set(namesOf(a))
  return namesOf(b).find((name) => names.has(name))
}

function sameType(a: string | undefined, b: string | undefined, dialect: Dialect): boolean {
  if (a === b) return true
  return a !== undefined && b !== undefined && canonicalType(a, dialect) === canonicalType(b, dialect)
}

function isSameTransition(a: SchemaChange, b: SchemaChange, dialect: Dialect): boolean {
  if (a.kind !== b.kind) return false
  if (a.kind === 'nullability_changed') return a.after?.nullable === b.after?.nullable
  return sameType(a.before?.type, b.before?.type, dialect) && sameType(a.after?.type, b.after?.type, dialect)
}

/** Columns of the neighbour that feed ours, as far as the lineage knows; null: it does not know. */
function feeding(ours: SchemaChange, route: UpstreamRoute | undefined): readonly string[] | null {
  let known: readonly string[] | null = null
  for (const name of namesOf(ours)) {
    const feeds = route?.feeds.get(name)
    if (feeds === undefined) continue
    if (feeds === null) return null
    known = [...(known ?? []), ...feeds]
  }
  return known
}

interface Link {
  readonly strength: number
  readonly name: string
}

function linkOf(theirs: SchemaChange, ours: SchemaChange, route: UpstreamRoute | undefined): Link | null {
  const shared = sharedName(theirs, ours)
  const feeds = feeding(ours, route)
  if (feeds === null) return shared === undefined ? null : { strength: LINK.named, name: shared }
  const names = namesOf(theirs)
  const fed = feeds.find((name) => names.some((item) => item.toLowerCase() === name.toLowerCase()))
  if (fed !== undefined) return { strength: LINK.fed, name: fed }
  // What is new is in no statement yet.
  const isNew = theirs.kind === 'column_added' || theirs.kind === 'column_renamed'
  return isNew && shared !== undefined ? { strength: LINK.perhaps, name: shared } : null
}

function matchPair(theirs: SchemaChange, ours: SchemaChange, options: MatchOptions): Match | null {
  const taken = TAKES_ALONG[theirs.kind]
  if (ours.kind === 'table_dropped' && taken !== undefined && options.route?.isImmediate === true)
    return { score: taken, why: 'the upstream table changed, and what read it was dropped with it' }
  const kind = BRINGS[theirs.kind][ours.kind]
  if (kind === undefined) return null
  if (ours.kind === 'table_dropped') return { score: 0.95, why: 'the upstream table was dropped too' }
  if (ours.kind === 'table_replaced')
    return { score: 0.95 * kind, why: 'the upstream table was replaced too' }
  const link = linkOf(theirs, ours, options.route)
  if (link === null) return null
  const isSame = isSameTransition(theirs, ours, options.dialect)
  const score = kind * link.strength * (isSame || theirs.kind !== ours.kind ? 0.98 : 0.85)
  const { name } = link
  return isSame
    ? { score, why: `the same change of \`${name}\` was made upstream` }
    : { score, why: `\`${name}\` changed upstream too` }
}

/**
 * How well what one neighbour suffered explains the changes here. What was seen more than `graceMs` after its effect explains
 * nothing. What stays unexplained counts by its severity: a cause that explains a new column and not the lost one is none.
 */
export function matchDrift(
  upstream: readonly TimedChange[],
  here: readonly TimedChange[],
  options: MatchOptions & { readonly graceMs: number },
): DriftMatch | null {
  let best: DriftMatch | null = null
  let explained = 0
  let total = 0
  let worst = 0
  let worstExplained = 0
  for (const ours of here) {
    let found: DriftMatch | null = null
    for (const theirs of upstream) {
      const lagMs = ours.at - theirs.at
      if (lagMs < -options.graceMs) continue
      const match = matchPair(theirs.change, ours.change, options)
      if (match !== null && (found === null || match.score > found.score)) found = { ...match, lagMs }
    }
    const weight = WEIGHT[ours.change.severity]
    total += weight
    worst = Math.max(worst, weight)
    if (found === null) continue
    explained += weight
    worstExplained = Math.max(worstExplained, weight)
    if (best === null || found.score > best.score) best = found
  }
  if (best === null) return null
  const isWorstLeft = worstExplained < worst
  return { ...best, score: best.score * (0.3 + (0.7 * explained) / total) * (isWorstLeft ? 0.75 : 1) }
}

export function changesOf(anomalies: readonly Anomaly[]): readonly TimedChange[] {
  return anomalies.flatMap(({ detail, detectedAt }) =>
    detail.type === 'schema_drift'
      ? netChanges(detail.changes).map((change) => ({ change, at: detectedAt.getTime() }))
      : [],
  )
}
