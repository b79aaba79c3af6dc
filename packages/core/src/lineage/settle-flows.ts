import type { LineageEdge } from '../model/lineage.ts'
import type { LineageClosure } from '../ports/store.ts'
import { draftOf, type Flow } from './flow.ts'
import type { FlowGroup } from './flow-groups.ts'
import { collectSightings, type Sightings } from './merge-sightings.ts'
import type { PlayedLog } from './play-log.ts'
import { changedTables, flowOfEdge, playChanges } from './table-changes.ts'
import { settleUndated, type UndatedOutcome } from './undated-changes.ts'

export interface SettledFlows {
  readonly sightings: Sightings
  readonly closures: readonly LineageClosure[]
}

/** Adds a flow's sightings: the newest with all runs, the oldest for its time alone. Milliseconds since the epoch. */
function addSightings(
  sightings: Sightings,
  flow: Flow,
  times: { readonly first: number; readonly last: number },
  executions: number,
): void {
  if (flow.source.key === flow.target.key) return
  sightings.add(draftOf(flow, new Date(times.last), executions))
  if (times.first < times.last) sightings.add(draftOf(flow, new Date(times.first), 0))
}

function boundsOf({ times }: FlowGroup): { readonly first: number; readonly last: number } {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const time of times) {
    if (time < first) first = time
    if (time > last) last = time
  }
  return { first, last }
}

function underPresentNames(flow: Flow, { nowCalled }: UndatedOutcome): Flow {
  const source = nowCalled(flow.source)
  const target = nowCalled(flow.target)
  return source === flow.source && target === flow.target ? flow : { ...flow, source, target }
}

/** What the log moved, under the names that its changes left, and what those changes ended. */
export function settleFlows(
  { groups, timed, undated }: PlayedLog,
  stored: readonly LineageEdge[],
  isKnown: (key: string) => boolean,
  now: Date,
): SettledFlows {
  const sightings = collectSightings()
  const outcome = settleUndated(undated, isKnown)
  const changed = changedTables(timed)
  const isTouched = ({ source, target }: { readonly source: string; readonly target: string }): boolean =>
    changed.has(source) || changed.has(target)

  const touched: FlowGroup[] = []
  for (const group of groups.all()) {
    const flow = underPresentNames(group.flow, outcome)
    if (isTouched({ source: flow.source.key, target: flow.target.key })) touched.push({ ...group, flow })
    else addSightings(sightings, flow, boundsOf(group), group.executions)
  }
  for (const edge of stored) {
    if (edge.closedAt !== null || !(outcome.renamed.has(edge.source) || outcome.renamed.has(edge.target)))
      continue
    const flow = underPresentNames(flowOfEdge(edge), outcome)
    addSightings(sightings, flow, { first: edge.firstSeenAt.getTime(), last: now.getTime() }, 0)
  }
  if (timed.length === 0) return { sightings, closures: outcome.closures }
  const played = playChanges(touched, timed, stored.filter(isTouched))
  for (const { source, target, flows, first, last } of played.standings) {
    for (const [flow, executions] of flows)
      addSightings(sightings, { ...flow, source, target }, { first, last }, executions)
  }
  return { sightings, closures: [...outcome.closures, ...played.closures] }
}
