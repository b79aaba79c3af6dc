import type { LineageEdge, LineageEdgeDraft, NativeComparison } from '../model/lineage.ts'
import type { NativeLineageEdge } from '../model/query-log.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import type { Sightings } from './merge-sightings.ts'

/** Both ends by their qualified names. */
export interface Ends {
  readonly source: string
  readonly target: string
}

export function edgeKey({ source, target }: Ends): string {
  return JSON.stringify([source, target])
}

export function endsOfNative(
  edges: readonly NativeLineageEdge[],
  identifiers: IdentifierRules,
): readonly Ends[] {
  return edges.map(({ source, target }) => ({
    source: identifiers.key(source),
    target: identifiers.key(target),
  }))
}

/** An edge that the warehouse reports itself. It knows no statement, so there is no hash. */
function draftOfNative(
  { source, target, columns, lastSeenAt }: NativeLineageEdge,
  identifiers: IdentifierRules,
  now: Date,
): LineageEdgeDraft {
  return {
    source: identifiers.key(source),
    target: identifiers.key(target),
    sourceRef: source,
    targetRef: target,
    sourceKind: 'table',
    targetKind: 'table',
    relationship: 'direct',
    confidence: 1,
    queryHash: '',
    origin: 'native',
    columns,
    usedColumns: [],
    columnsComplete: false,
    observations: 1,
    seenAt: lastSeenAt ?? now,
  }
}

export interface NativeMerge {
  readonly sightings: Sightings
  readonly native: readonly NativeLineageEdge[]
  readonly stored: readonly LineageEdge[]
  readonly identifiers: IdentifierRules
  readonly now: Date
  readonly isRescan: boolean | undefined
}

/**
 * All edges to save. One that the warehouse reports, now or before, is `native` with full confidence whoever saw it
 * last; what the statement adds, such as relationship and used columns, is kept. What stands still (a view, a report)
 * and what is read again is no new run of an edge that is known.
 */
export function withNative(merge: NativeMerge): readonly LineageEdgeDraft[] {
  const { sightings, native, stored, identifiers, now, isRescan = false } = merge
  const known = new Map(stored.map((edge) => [edgeKey(edge), edge]))
  const reported = new Set(
    stored.filter(({ origin, closedAt }) => origin === 'native' && closedAt === null).map(edgeKey),
  )
  const parsed = new Map(sightings.drafts().map((draft) => [edgeKey(draft), draft]))
  for (const edge of native) {
    const draft = draftOfNative(edge, identifiers, now)
    const key = edgeKey(draft)
    reported.add(key)
    if (draft.source === draft.target) continue
    const twin = parsed.get(key)
    const { relationship, queryHash, columnsComplete } = twin ?? draft
    const observations = twin === undefined && !known.has(key) ? 1 : 0
    sightings.add({ ...draft, relationship, queryHash, columnsComplete, observations })
  }
  return sightings.drafts().map((draft): LineageEdgeDraft => {
    const key = edgeKey(draft)
    const isStill = isRescan || draft.origin !== 'query_log'
    const observations = isStill && known.has(key) ? 0 : draft.observations
    return reported.has(key)
      ? { ...draft, origin: 'native', confidence: 1, observations }
      : { ...draft, observations }
  })
}

/**
 * How far parsing and the warehouse agree: over the targets that both know, because each sees statements that the other
 * does not.
 */
export function compareWithNative(native: readonly Ends[], parsed: readonly Ends[]): NativeComparison {
  const nativeTargets = new Set(native.map(({ target }) => target))
  const parsedTargets = new Set(parsed.map(({ target }) => target))
  const fromNative = new Set(native.filter(({ target }) => parsedTargets.has(target)).map(edgeKey))
  const fromParsed = new Set(parsed.filter(({ target }) => nativeTargets.has(target)).map(edgeKey))
  const both = [...fromParsed].filter((key) => fromNative.has(key)).length
  return { native: fromNative.size, parsed: fromParsed.size, both }
}
