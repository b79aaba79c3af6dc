import { ancestorsOf, type TableBlueprint, tableAt } from '../world/blueprint.ts'
import type { Simulation } from '../world/simulate.ts'
import {
  causes,
  chooseColumn,
  chooseIdleColumn,
  chooseReadColumn,
  type EditKind,
  isRelated,
  loads,
} from './choose.ts'
import { type Candidate, FIRST_SCAN, isFrom, type Script, type ScriptWriter, type Stage } from './script.ts'
import { editFault, type Fault, faultHour, scriptOf, someFault, stopFault } from './single-faults.ts'

const KINDS: readonly EditKind[] = ['rename', 'drop', 'type']

function isOwn({ table, roots }: Candidate, target: number): boolean {
  return table === target && roots.every((root) => root.table === target && !root.isMend)
}

/** Tables that read others, and whose columns a person can change. */
function targets({ tables }: Stage['world']): readonly TableBlueprint[] {
  return tables.filter(({ sources, isStar }) => sources.length > 0 && !isStar)
}

/** What is done to the table itself: a change by hand, or its own load stops. */
function ownFault(
  stage: Stage,
  table: TableBlueprint,
  hour: number,
  kind: EditKind | 'stop' | null = null,
): Fault | null {
  const { random } = stage
  const chosen = kind ?? (table.build !== 'view' && random.chance(0.45) ? 'stop' : random.pick(KINDS))
  if (chosen === 'stop') return table.build === 'view' ? null : stopFault('own', table.at, hour)
  return editFault(stage, 'own', chosen, chooseColumn(stage, table), hour)
}

/** A change upstream that nothing on the way to the target reads. */
function idleFault(stage: Stage, target: number, hour: number): Fault | null {
  const { random } = stage
  const column = chooseIdleColumn(stage, target)
  if (column === null) return null
  if (random.chance(0.75)) return editFault(stage, 'idle', random.pick(KINDS), column, hour)
  const act = (world: Simulation): void => world.addColumn(column.table, 'extra_flag', { fault: 'idle' })
  return { name: 'idle', table: column.table, hour, until: hour, actions: [{ hour, act }] }
}

function both(a: Fault | null, b: Fault | null, wants: Script['wants']): Script | null {
  return a === null || b === null ? null : scriptOf([a, b], wants)
}

export const writeTwoPipelines: ScriptWriter = (stage) => {
  const hour = faultHour(stage)
  const first = someFault(stage, 'first', null, hour)
  if (first === null) return null
  const apart = causes(stage.world).filter(({ at }) => !isRelated(stage.world, first.table, at))
  const second = someFault(
    stage,
    'second',
    apart.map(({ at }) => at),
    hour + stage.random.int(0, 1),
  )
  return both(first, second, (candidate) => isFrom(candidate, 'first') || isFrom(candidate, 'second'))
}

export const writeSameAncestry: ScriptWriter = (stage) => {
  const { random, world } = stage
  const target = random.pick(world.tables)
  const above = ancestorsOf(world.tables, target.at)
  if (above.size < 2) return null
  const hour = faultHour(stage)
  const cause = someFault(stage, 'cause', [...above], hour)
  const decoy = idleFault(stage, target.at, hour + random.int(-2, 2))
  if (cause === null || decoy === null || cause.table === decoy.table) return null
  return both(cause, decoy, (candidate) => isFrom(candidate, 'cause') && candidate.table === target.at)
}

export const writeUnrelatedChange: ScriptWriter = (stage) => {
  const { random, world } = stage
  const from = targets(world)
  if (from.length === 0) return null
  const target = random.pick(from)
  const hour = faultHour(stage)
  return both(idleFault(stage, target.at, hour), ownFault(stage, target, hour), (candidate) =>
    isOwn(candidate, target.at),
  )
}

export const writeNoUpstreamCause: ScriptWriter = (stage) => {
  const { random, world } = stage
  const from = targets(world)
  if (from.length === 0) return null
  const target = random.pick(from)
  const fault = ownFault(stage, target, faultHour(stage))
  return fault === null ? null : scriptOf([fault], (candidate) => isOwn(candidate, target.at))
}

/** The same column upstream changed days ago, and the target took no notice. */
function writeOldChange(stage: Stage, target: TableBlueprint): Script | null {
  const { random, world } = stage
  const above = ancestorsOf(world.tables, target.at)
  const kind = random.pick<EditKind>(['rename', 'type', 'nullable'])
  const before = FIRST_SCAN + random.int(3, 8)
  const old = editFault(
    stage,
    'old',
    kind,
    chooseReadColumn(
      stage,
      causes(world).filter(({ at }) => above.has(at)),
    ),
    before,
  )
  const own = ownFault(stage, target, before + 24 * random.int(5, 11), random.pick(KINDS))
  if (old === null || own === null) return null
  // Only where the old change passed without a trace: then it cannot be what broke the table now.
  return scriptOf([{ ...old, until: old.hour }, own], (candidate) => isOwn(candidate, target.at))
}

/** A sibling changed in the same way, and the parent did not. */
function writeSibling(stage: Stage, target: TableBlueprint): Script | null {
  const { random, world } = stage
  const siblings = targets(world).filter(
    ({ at, sources }) => at !== target.at && sources.some((source) => target.sources.includes(source)),
  )
  const unrelated = siblings.filter(({ at }) => !ancestorsOf(world.tables, target.at).has(at))
  if (unrelated.length === 0) return null
  const hour = faultHour(stage)
  const kind = random.pick(KINDS)
  const column = chooseColumn(stage, random.pick(unrelated))
  const sibling = editFault(stage, 'sibling', kind, column, hour - random.int(0, 3))
  return both(sibling, ownFault(stage, target, hour, kind), (candidate) => isOwn(candidate, target.at))
}

/** Something downstream changed first. */
function writeDownstream(stage: Stage, target: TableBlueprint): Script | null {
  const { random, world } = stage
  const below = targets(world).filter(({ at }) => ancestorsOf(world.tables, at).has(target.at))
  if (below.length === 0) return null
  const hour = faultHour(stage)
  const later = ownFault(stage, random.pick(below), hour - random.int(0, 3), random.pick(KINDS))
  return both(later, ownFault(stage, target, hour), (candidate) => isOwn(candidate, target.at))
}

/** A parent changed in a way that explains nothing: it may be empty now, or it is late, and a type changed here. */
function writeOtherKind(stage: Stage, target: TableBlueprint): Script | null {
  const { random, world } = stage
  const above = causes(world).filter(({ at }) => ancestorsOf(world.tables, target.at).has(at))
  const hour = faultHour(stage)
  const own = ownFault(stage, target, hour, random.pick(KINDS))
  const stopped = loads(above)
  if (stopped.length > 0 && random.chance(0.5)) {
    const table = random.pick(stopped)
    const early = hour - Math.ceil((table.slaMinutes ?? 0) / 60) - 2
    const stop = early > FIRST_SCAN ? stopFault('late', table.at, early) : null
    return both(stop, own, (candidate) => isOwn(candidate, target.at) && candidate.effect.aspect === 'shape')
  }
  const other = editFault(stage, 'other', 'nullable', chooseReadColumn(stage, above), hour - random.int(0, 2))
  return both(other, own, (candidate) => isOwn(candidate, target.at))
}

/** There is a cause, and a brother of the table changed by hand just before. */
function writeCauseWithSibling(stage: Stage, target: TableBlueprint): Script | null {
  const { random, world } = stage
  const above = ancestorsOf(world.tables, target.at)
  const hour = faultHour(stage)
  const cause = someFault(stage, 'cause', [...above], hour)
  const others = targets(world).filter(({ at }) => at !== target.at && !above.has(at) && at !== cause?.table)
  const beside = others.filter(({ sources }) => sources.some((source) => above.has(source)))
  if (beside.length === 0) return null
  const noise = editFault(
    stage,
    'noise',
    random.pick(KINDS),
    chooseColumn(stage, random.pick(beside)),
    hour - random.int(0, 3),
  )
  return both(cause, noise, (candidate) => isFrom(candidate, 'cause') && candidate.table === target.at)
}

/** There is a cause, and another change upstream that is days old. */
function writeCauseWithOldChange(stage: Stage, target: TableBlueprint): Script | null {
  const { random, world } = stage
  const above = ancestorsOf(world.tables, target.at)
  const before = FIRST_SCAN + random.int(3, 8)
  const old = idleFault(stage, target.at, before)
  const cause = someFault(stage, 'cause', [...above], before + 24 * random.int(4, 8))
  return both(old, cause, (candidate) => isFrom(candidate, 'cause') && candidate.table === target.at)
}

export const writeRedHerring: ScriptWriter = (stage) => {
  const { random, world } = stage
  const from = targets(world)
  if (from.length === 0) return null
  const write = random.pick([
    writeOldChange,
    writeSibling,
    writeDownstream,
    writeOtherKind,
    writeCauseWithSibling,
    writeCauseWithOldChange,
  ])
  return write(stage, random.pick(from))
}

export const writeMissingEdge: ScriptWriter = (stage) => {
  const { random, world } = stage
  const fault = someFault(stage, 'fault', null, faultHour(stage))
  if (fault === null) return null
  const below = loads(world.tables).filter(({ at }) => ancestorsOf(world.tables, at).has(fault.table))
  if (below.length === 0) return null
  const unseen = random.pick(below).at
  const isBelow = (at: number): boolean => at === unseen || ancestorsOf(world.tables, at).has(unseen)
  return scriptOf([fault], (candidate) => isFrom(candidate, 'fault') && isBelow(candidate.table), {
    unlogged: new Set([unseen]),
  })
}

export const writeUnmonitoredRoot: ScriptWriter = (stage) => {
  const fault = someFault(stage, 'fault', null, faultHour(stage))
  if (
    fault === null ||
    !stage.random.chance(tableAt(stage.world.tables, fault.table).sources.length === 0 ? 1 : 0.6)
  )
    return null
  return scriptOf([fault], (candidate) => isFrom(candidate, 'fault'), { unmonitored: new Set([fault.table]) })
}
