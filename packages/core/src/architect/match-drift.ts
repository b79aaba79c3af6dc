import type { SchemaChange, SchemaChangeKind, Severity } from '../model/anomaly.ts'

export interface Match {
  /** 0..1. */
  readonly score: number
  readonly why: string
}

/** Which changes of a column downstream a change of that column upstream can bring about. */
const BRINGS: Readonly<Record<SchemaChangeKind, readonly SchemaChangeKind[]>> = {
  column_added: ['column_added'],
  column_deleted: ['column_deleted', 'column_renamed'],
  column_renamed: ['column_renamed', 'column_deleted', 'column_added'],
  type_changed: ['type_changed'],
  nullability_changed: ['nullability_changed'],
  table_dropped: ['table_dropped'],
  table_replaced: [],
}

const WEIGHT: Readonly<Record<Severity, number>> = { low: 1, medium: 2, high: 3, critical: 4 }

/** Exact: within one connection a name is stored one way, and two that differ by case are two columns. */
function sharedName(a: SchemaChange, b: SchemaChange): string | undefined {
  const names = new Set([b.column, b.previousName])
  return [a.column, a.previousName].find((name) => name != null && names.has(name)) ?? undefined
}

function isSameTransition(a: SchemaChange, b: SchemaChange): boolean {
  return a.kind === b.kind && a.before?.type === b.before?.type && a.after?.type === b.after?.type
}

function matchOne(upstream: readonly SchemaChange[], ours: SchemaChange): Match | null {
  let best: Match | null = null
  for (const theirs of upstream) {
    if (!BRINGS[theirs.kind].includes(ours.kind)) continue
    if (ours.kind === 'table_dropped') return { score: 0.85, why: 'the upstream table was dropped too' }
    const shared = sharedName(theirs, ours)
    if (shared === undefined) continue
    const match = isSameTransition(theirs, ours)
      ? { score: 0.95, why: `the same change of \`${shared}\` was made upstream` }
      : { score: 0.8, why: `\`${shared}\` changed upstream too` }
    if (best === null || match.score > best.score) best = match
  }
  return best
}

/**
 * How well changes upstream explain the changes here. What stays unexplained counts by its severity: a cause that
 * explains a new column and not the lost one is none.
 */
export function matchDrift(upstream: readonly SchemaChange[], here: readonly SchemaChange[]): Match | null {
  let best: Match | null = null
  let explained = 0
  let total = 0
  for (const ours of here) {
    const match = matchOne(upstream, ours)
    total += WEIGHT[ours.severity]
    if (match === null) continue
    explained += WEIGHT[ours.severity]
    if (best === null || match.score > best.score) best = match
  }
  return best === null ? null : { ...best, score: best.score * (0.3 + (0.7 * explained) / total) }
}
