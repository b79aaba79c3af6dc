import type { LineageEdge } from '../model/lineage.ts'
import type { LineageClosure } from '../ports/store.ts'
import type { Flow } from './flow.ts'
import type { FlowGroup } from './flow-groups.ts'
import type { LineageTable } from './resolve-name.ts'
import type { TableChange } from './session/entry.ts'

/** A change whose time is known, in milliseconds since the epoch. */
export interface TimedChange {
  readonly change: TableChange
  readonly at: number
}

/** An edge that stood for some time under one name. */
interface Standing {
  readonly source: LineageTable
  readonly target: LineageTable
  /** What it was seen by, with the runs each stands for. */
  readonly flows: ReadonlyMap<Flow, number>
  readonly first: number
  readonly last: number
}

export interface ChangedLineage {
  /** Edges to save; those that a closure names end with it. */
  readonly standings: readonly Standing[]
  readonly closures: readonly LineageClosure[]
}

interface Live {
  readonly source: LineageTable
  readonly target: LineageTable
  readonly flows: Map<Flow, number>
  first: number
  last: number
  /** Seen under this name in what was read now: not only carried here, nor only known from before. */
  isSeen: boolean
  isCarried: boolean
}

type Step =
  | {
      readonly at: number
      readonly first: number
      readonly group: FlowGroup
      readonly executions: number
      readonly isStored: boolean
    }
  | { readonly at: number; readonly change: TableChange }

function tablesOf(change: TableChange): readonly LineageTable[] {
  return 'other' in change ? [change.table, change.other] : [change.table]
}

export function flowOfEdge(edge: LineageEdge): Flow {
  return {
    id: `stored ${edge.id}`,
    source: { ref: edge.sourceRef, key: edge.source, kind: edge.sourceKind },
    target: { ref: edge.targetRef, key: edge.target, kind: edge.targetKind },
    relationship: edge.relationship,
    confidence: edge.confidence,
    columns: edge.columns,
    usedColumns: edge.usedColumns,
    columnsComplete: edge.columnsComplete,
    queryHash: edge.queryHash,
    origin: edge.origin,
  }
}

/** Keys of all tables that some change names. */
export function changedTables(changes: readonly TimedChange[]): ReadonlySet<string> {
  return new Set(changes.flatMap(({ change }) => tablesOf(change).map(({ key }) => key)))
}

/** Times at which a change closes edges of each table. */
function closingTimes(changes: readonly TimedChange[]): ReadonlyMap<string, ReadonlySet<number>> {
  const times = new Map<string, Set<number>>()
  for (const { change, at } of changes) {
    for (const { key } of tablesOf(change)) {
      const known = times.get(key) ?? new Set<number>()
      times.set(key, known.add(at))
    }
  }
  return times
}

/**
 * What was known before goes through the changes like what is seen now, and adds no runs. An edge that one of these
 * changes closed when it was read before goes through it again; one that ended otherwise has no part in them.
 */
function storedSteps(stored: readonly LineageEdge[], changes: readonly TimedChange[]): readonly Step[] {
  const closing = closingTimes(changes)
  return stored.flatMap((edge): readonly Step[] => {
    const { source, target } = edge
    const closedAt = edge.closedAt?.getTime()
    const isOurs = [source, target].some((key) => closedAt !== undefined && closing.get(key)?.has(closedAt))
    if (closedAt !== undefined && !isOurs) return []
    const group = { flow: flowOfEdge(edge), times: [], executions: 0 }
    const first = edge.firstSeenAt.getTime()
    // Only the last sighting is surely one of this name: the first may have been carried here.
    return [{ at: edge.lastSeenAt.getTime(), first, group, executions: 0, isStored: true }]
  })
}

function groupSteps(groups: readonly FlowGroup[]): readonly Step[] {
  return groups.flatMap((group) => {
    const times = [...group.times].sort((a, b) => a - b)
    // The runs go with the newest sighting.
    return times.map((at, index) => {
      const executions = index === times.length - 1 ? group.executions : 0
      return { at, first: at, group, executions, isStored: false }
    })
  })
}

/** When each table last came into being under its name. */
function lastArrivals(steps: readonly Step[]): ReadonlyMap<string, number> {
  const arrivals = new Map<string, number>()
  const note = (table: LineageTable, at: number): void => {
    arrivals.set(table.key, Math.max(at, arrivals.get(table.key) ?? at))
  }
  for (const step of steps) {
    if ('group' in step) note(step.group.flow.target, step.at)
    else if (step.change.change === 'rename') note(step.change.other, step.at)
    else if (step.change.change === 'swap') for (const table of tablesOf(step.change)) note(table, step.at)
  }
  return arrivals
}

/**
 * Plays the changes of tables over the edges that they touch, in the order of time.
 *
 * - A renamed table takes what fed it along, and what reads it too, unless a new table took its old name later: then
 *   readers stay with the name, because that is what their statements say. Two tables that swap exchange what feeds
 *   them; readers stay.
 * - A dropped table ends its edges; one that is made anew keeps its readers. An emptied table ends what fed it.
 */
export function playChanges(
  groups: readonly FlowGroup[],
  changes: readonly TimedChange[],
  stored: readonly LineageEdge[],
): ChangedLineage {
  const steps: readonly Step[] = [...storedSteps(stored, changes), ...groupSteps(groups), ...changes].sort(
    // At one time data moves first: a closure takes what was seen up to its own time.
    (a, b) => a.at - b.at || Number('change' in a) - Number('change' in b),
  )
  const arrivals = lastArrivals(steps)
  const live = new Map<string, Live>()
  const ended: Live[] = []
  const closures: LineageClosure[] = []
  const bySide = { source: new Map<string, Set<string>>(), target: new Map<string, Set<string>>() }

  const keyOf = (source: LineageTable, target: LineageTable): string =>
    JSON.stringify([source.key, target.key])
  function index(side: 'source' | 'target', table: LineageTable): Set<string> {
    const known = bySide[side].get(table.key)
    if (known !== undefined) return known
    const made = new Set<string>()
    bySide[side].set(table.key, made)
    return made
  }
  function remove(edge: Live): void {
    const key = keyOf(edge.source, edge.target)
    live.delete(key)
    index('source', edge.source).delete(key)
    index('target', edge.target).delete(key)
  }
  function edgesAt(side: 'source' | 'target', table: LineageTable): readonly Live[] {
    return [...index(side, table)].flatMap((key) => live.get(key) ?? [])
  }
  function put(edge: Live): void {
    if (edge.source.key === edge.target.key) return
    const key = keyOf(edge.source, edge.target)
    const known = live.get(key)
    if (known === undefined) {
      live.set(key, edge)
      index('source', edge.source).add(key)
      index('target', edge.target).add(key)
      return
    }
    known.first = Math.min(known.first, edge.first)
    known.last = Math.max(known.last, edge.last)
    known.isSeen ||= edge.isSeen
    known.isCarried ||= edge.isCarried
    for (const [flow, runs] of edge.flows) known.flows.set(flow, (known.flows.get(flow) ?? 0) + runs)
  }
  function carry(edge: Live, ends: { source?: LineageTable; target?: LineageTable }, at: number): void {
    // Just after the change, so that its own closure does not take it.
    const carried = { first: edge.first, last: at + 1, isSeen: false, isCarried: true }
    put({ source: edge.source, target: edge.target, flows: edge.flows, ...ends, ...carried })
  }
  function end(edge: Live): void {
    remove(edge)
    // What was only carried here never had to be known under this name.
    if (edge.isSeen) ended.push(edge)
  }
  function close(table: LineageTable, sides: LineageClosure['sides'], at: number): void {
    closures.push({ table: table.key, sides, at: new Date(at) })
  }

  function rename(table: LineageTable, other: LineageTable, at: number): void {
    const isReplaced = (arrivals.get(table.key) ?? at) > at
    const inbound = edgesAt('target', table)
    const outbound = isReplaced ? [] : edgesAt('source', table)
    for (const edge of edgesAt('target', other)) end(edge)
    close(other, 'inbound', at)
    for (const edge of new Set([...inbound, ...outbound])) remove(edge)
    for (const edge of inbound) carry(edge, { target: other }, at)
    for (const edge of outbound) carry(edge, { source: other }, at)
    close(table, isReplaced ? 'inbound' : 'both', at)
  }
  function swap(table: LineageTable, other: LineageTable, at: number): void {
    const toTable = edgesAt('target', table)
    const toOther = edgesAt('target', other)
    for (const edge of [...toTable, ...toOther]) remove(edge)
    for (const edge of toTable) carry(edge, { target: other }, at)
    for (const edge of toOther) carry(edge, { target: table }, at)
    close(table, 'inbound', at)
    close(other, 'inbound', at)
  }
  function empty(table: LineageTable, isDropped: boolean, at: number): void {
    const isReplaced = !isDropped || (arrivals.get(table.key) ?? at) > at
    for (const edge of edgesAt('target', table)) end(edge)
    if (!isReplaced) for (const edge of edgesAt('source', table)) end(edge)
    close(table, isReplaced ? 'inbound' : 'both', at)
  }

  for (const step of steps) {
    if ('group' in step) {
      const { flow } = step.group
      const { source, target } = flow
      const flows = new Map([[flow, step.executions]])
      const times = { first: step.first, last: step.at }
      put({ source, target, flows, ...times, isSeen: !step.isStored, isCarried: false })
    } else if (step.change.change === 'rename') rename(step.change.table, step.change.other, step.at)
    else if (step.change.change === 'swap') swap(step.change.table, step.change.other, step.at)
    else empty(step.change.table, step.change.change === 'drop', step.at)
  }
  // What an earlier reading closed too soon stands again, which the store believes of a later sighting only.
  const closedBefore = new Map(
    stored.map(({ source, target, closedAt }) => [JSON.stringify([source, target]), closedAt?.getTime()]),
  )
  const standing = [...live].flatMap(([key, edge]): readonly Live[] => {
    const closedAt = closedBefore.get(key)
    if (closedAt !== undefined && closedAt >= edge.last) return [{ ...edge, last: closedAt + 1 }]
    return edge.isSeen || edge.isCarried ? [edge] : []
  })
  return { standings: [...ended, ...standing], closures }
}
