import type { Anomaly, Incident } from '@aegis/core'
import type { FaultKind } from '../faults/script.ts'
import { tableAt } from '../world/blueprint.ts'
import { type Effect, rootsOf } from '../world/effect.ts'
import type { Split } from '../world/families.ts'
import type { Simulation } from '../world/simulate.ts'
import type { Episode } from './episode.ts'

/** An incident with the right answer. */
export interface Label {
  /** Seed of the episode, table and type: the same one in every run of the seed. */
  readonly key: string
  readonly split: Split
  readonly family: string
  readonly dialect: string
  readonly fault: FaultKind
  readonly table: string
  readonly type: Incident['type']
  /** Where it began, as far as the system can know; null: at the table itself, or nothing upstream shows it. */
  readonly rootCauseTable: string | null
  /** Each of these is right; empty where `rootCauseTable` is null. */
  readonly accepted: readonly string[]
  /** Where it really began, known or not. */
  readonly trueRoots: readonly string[]
  /** Hops of the real way from there; 0: at the table itself. */
  readonly distance: number
  /** All other tables that showed an anomaly by then. */
  readonly changed: readonly string[]
}

export interface LabelInput {
  readonly episode: Episode
  readonly simulation: Simulation
  readonly incident: Incident
  /** All anomalies so far. */
  readonly anomalies: readonly Anomaly[]
}

const HOUR_MS = 3_600_000

function distanceOf(effect: Effect): number {
  return effect.from.length === 0 ? 0 : 1 + Math.min(...effect.from.map(distanceOf))
}

/**
 * The topmost effects that can be seen, along what the lineage can know of the way that the trouble really took.
 * `undecided`: above them is one that will be seen only later.
 */
function topmost(
  effect: Effect,
  isEdgeKnown: (source: Effect, target: Effect) => boolean,
  look: (effect: Effect) => 'seen' | 'pending' | 'unseen',
): readonly (Effect | 'undecided')[] {
  return effect.from.flatMap((source) => {
    if (!isEdgeKnown(source, effect)) return []
    const above = topmost(source, isEdgeKnown, look)
    if (above.length > 0) return above
    const state = look(source)
    if (state === 'unseen') return []
    return state === 'seen' ? [source] : ['undecided' as const]
  })
}

/** The label of an incident; null: it is not one that the script asks about, or nobody could decide it yet. */
export function labelOf({ episode, simulation, incident, anomalies }: LabelInput): Label | null {
  const { world, script, start, fault, seed } = episode
  const table = world.tables.find(({ name }) => name === incident.table)
  if (table === undefined) return null
  const effect =
    incident.type === 'schema_drift' ? simulation.shapeEffect(table.at) : simulation.dataEffect(table.at)
  if (effect === null) return null
  const roots = rootsOf(effect)
  if (!script.wants({ table: table.at, effect, roots, seenAt: simulation.hour })) return null

  const nameOf = ({ table: at }: Effect): string => tableAt(world.tables, at).name
  const isWatched = (at: number): boolean =>
    tableAt(world.tables, at).isMonitored && !script.unmonitored.has(at)
  const isShown = (item: Effect): boolean => {
    const since = start.getTime() + item.at * HOUR_MS
    const type = item.aspect === 'shape' ? 'schema_drift' : 'freshness_violation'
    return anomalies.some(
      (anomaly) =>
        anomaly.table === nameOf(item) && anomaly.type === type && anomaly.detectedAt.getTime() >= since,
    )
  }
  const stands = ({ table: at, aspect }: Effect): boolean => {
    if (aspect === 'data') return simulation.dataEffect(at) !== null
    const now = simulation.shapeEffect(at)
    return now !== null && !rootsOf(now).some(({ isMend }) => isMend)
  }
  const look = (item: Effect): 'seen' | 'pending' | 'unseen' => {
    if (!isWatched(item.table) || item.aspect === 'broken') return 'unseen'
    if (isShown(item)) return 'seen'
    const isJudged = item.aspect === 'data' && tableAt(world.tables, item.table).build !== 'view'
    return isJudged && stands(item) ? 'pending' : 'unseen'
  }
  const isEdgeKnown = (_source: Effect, target: Effect): boolean => !script.unlogged.has(target.table)

  const top = topmost(effect, isEdgeKnown, look)
  if (top.includes('undecided')) return null
  const standing = topmost(effect, isEdgeKnown, (item) =>
    look(item) === 'seen' && stands(item) ? 'seen' : 'unseen',
  )
  const found = top.filter((item) => item !== 'undecided')
  const trueRoots = [...new Set(roots.map(nameOf))]
  const names = new Set([...found, ...standing.filter((item) => item !== 'undecided')].map(nameOf))
  // The real place is right, too, where only its consequences could be seen.
  if (names.size > 0) for (const root of trueRoots) names.add(root)
  names.delete(table.name)
  const first = found.find((item) => roots.includes(item)) ?? found[0]
  return {
    key: `${seed} ${table.name} ${incident.type}`,
    split: world.split,
    family: world.family,
    dialect: world.dialect,
    fault,
    table: table.name,
    type: incident.type,
    rootCauseTable: first === undefined || names.size === 0 ? null : nameOf(first),
    accepted: [...names].sort(),
    trueRoots,
    distance: distanceOf(effect),
    changed: [
      ...new Set(
        anomalies.flatMap(({ table: name }) => (name === null || name === table.name ? [] : [name])),
      ),
    ].sort(),
  }
}
