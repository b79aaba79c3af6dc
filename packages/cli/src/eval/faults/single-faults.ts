import { descendantsOf, tableAt } from '../world/blueprint.ts'
import type { Simulation } from '../world/simulate.ts'
import {
  type ColumnChoice,
  causes,
  chooseReadColumn,
  doEdit,
  type EditKind,
  loads,
  undoEdit,
} from './choose.ts'
import {
  type Candidate,
  FIRST_SCAN,
  isFrom,
  NONE,
  type Script,
  type ScriptWriter,
  type Stage,
} from './script.ts'

/** Hours after a change of shape in which its consequences are waited for, stale children too. */
const SHAPE_HOURS = 48
const DATA_HOURS = 84

export interface Fault {
  readonly name: string
  readonly table: number
  readonly hour: number
  readonly until: number
  readonly actions: Script['actions']
  /** Absent: it is not of one column. */
  readonly column?: ColumnChoice | undefined
}

export function faultHour({ random }: Stage): number {
  return FIRST_SCAN + random.int(4, 14)
}

export function editFault(
  stage: Stage,
  name: string,
  kind: EditKind,
  column: ColumnChoice | null,
  hour: number,
): Fault | null {
  if (column === null) return null
  const edit = doEdit(stage, kind)
  const act = (world: Simulation): void => edit(world, column, { fault: name })
  return { name, table: column.table, hour, until: hour + SHAPE_HOURS, actions: [{ hour, act }], column }
}

export function stopFault(name: string, table: number, hour: number): Fault {
  const act = (world: Simulation): void => world.stop(table, { fault: name })
  return { name, table, hour, until: hour + DATA_HOURS, actions: [{ hour, act }] }
}

const EDITS: readonly (readonly [EditKind, number])[] = [
  ['rename', 3],
  ['drop', 3],
  ['type', 3],
  ['nullable', 1],
]

/** A change of a column that is read, or a load that stops, somewhere upstream. */
export function someFault(
  stage: Stage,
  name: string,
  among: readonly number[] | null,
  hour: number,
): Fault | null {
  const { random, world } = stage
  const from = causes(world).filter(({ at }) => among === null || among.includes(at))
  if (from.length === 0) return null
  if (random.chance(0.35)) {
    const stopped = loads(from)
    return stopped.length === 0 ? null : stopFault(name, random.pick(stopped).at, hour)
  }
  return editFault(stage, name, random.weighted(EDITS), chooseReadColumn(stage, from), hour)
}

export function scriptOf(
  faults: readonly Fault[],
  wants: Script['wants'],
  more: Partial<Pick<Script, 'unmonitored' | 'unlogged'>> = {},
): Script {
  return {
    actions: faults.flatMap(({ actions }) => actions).toSorted((a, b) => a.hour - b.hour),
    from: FIRST_SCAN,
    until: Math.max(...faults.map(({ until }) => until)),
    unmonitored: NONE,
    unlogged: NONE,
    wants,
    ...more,
  }
}

/** Also what opened at the place itself: there the right answer is that nothing upstream did it. */
function ofFault(stage: Stage, fault: Fault): (candidate: Candidate) => boolean {
  const own = stage.random.chance(0.25)
  return (candidate) =>
    isFrom(candidate, fault.name) ||
    (own &&
      candidate.table === fault.table &&
      candidate.roots.every(({ fault: name }) => name === fault.name))
}

function writeEdit(kind: EditKind): ScriptWriter {
  return (stage) => {
    const fault = editFault(stage, kind, kind, chooseReadColumn(stage, causes(stage.world)), faultHour(stage))
    return fault === null ? null : scriptOf([fault], ofFault(stage, fault))
  }
}

export const writeRename: ScriptWriter = writeEdit('rename')
export const writeDropColumn: ScriptWriter = writeEdit('drop')
export const writeTypeChange: ScriptWriter = writeEdit('type')
export const writeNullability: ScriptWriter = writeEdit('nullable')

export const writeTableDropped: ScriptWriter = (stage) => {
  const from = loads(causes(stage.world))
  if (from.length === 0) return null
  const table = stage.random.pick(from).at
  const hour = faultHour(stage)
  const act = (world: Simulation): void => world.drop(table, { fault: 'drop' })
  const fault: Fault = { name: 'drop', table, hour, until: hour + DATA_HOURS, actions: [{ hour, act }] }
  return scriptOf([fault], ofFault(stage, fault))
}

export const writeTableReplaced: ScriptWriter = (stage) => {
  const column = chooseReadColumn(stage, loads(causes(stage.world)))
  if (column === null) return null
  const hour = faultHour(stage)
  const { name } = { name: 'replace' }
  const first = tableAt(stage.world.tables, column.table).columns.find(({ uid }) => uid === column.uid)
  const edit = doEdit(stage, stage.random.pick<EditKind>(['rename', 'drop', 'type']))
  const act = (world: Simulation): void => {
    if (first === undefined) return
    world.replace(column.table, column.uid, { kind: 'nullable', to: first.nullable }, { fault: name })
    edit(world, column, { fault: name })
  }
  const fault: Fault = {
    name,
    table: column.table,
    hour,
    until: hour + SHAPE_HOURS,
    actions: [{ hour, act }],
    column,
  }
  return scriptOf([fault], ofFault(stage, fault))
}

function writeStop(isLate: boolean): ScriptWriter {
  return (stage) => {
    const { random, world } = stage
    const from = loads(causes(world))
    if (from.length === 0) return null
    const table = random.pick(from)
    const hour = faultHour(stage)
    const fault = stopFault('stop', table.at, hour)
    const resumed = hour + Math.ceil((table.slaMinutes ?? 60) / 60) + random.int(1, 16)
    const resume = { hour: resumed, act: (simulation: Simulation): void => simulation.resume(table.at) }
    return scriptOf(
      [isLate ? { ...fault, actions: [...fault.actions, resume] } : fault],
      ofFault(stage, fault),
    )
  }
}

export const writeLateLoad: ScriptWriter = writeStop(true)
export const writeStoppedLoad: ScriptWriter = writeStop(false)

/** A table on the way is not watched, or the cause is mended before the last of its consequences is seen. */
export const writePartialChain: ScriptWriter = (stage) => {
  const { random, world } = stage
  const hour = faultHour(stage)
  const fault = editFault(
    stage,
    'edit',
    random.pick<EditKind>(['rename', 'type', 'drop', 'nullable']),
    chooseReadColumn(stage, causes(world)),
    hour,
  )
  if (fault === null || fault.column === undefined) return null
  if (random.chance(0.5)) {
    const below = [...descendantsOf(world.tables, fault.table)]
    const middle = below.filter((at) => descendantsOf(world.tables, at).size > 0)
    if (middle.length === 0) return null
    const unseen = random.pick(middle)
    const beneath = descendantsOf(world.tables, unseen)
    return scriptOf([fault], (candidate) => isFrom(candidate, 'edit') && beneath.has(candidate.table), {
      unmonitored: new Set([unseen]),
    })
  }
  const mended = hour + world.scanEvery + random.int(1, 5)
  const undo = undoEdit(stage, fault.column)
  const mend = {
    hour: mended,
    act: (simulation: Simulation): void => undo(simulation, { fault: 'edit', isMend: true }),
  }
  const script = { ...fault, actions: [...fault.actions, mend] }
  return scriptOf([script], (candidate) => isFrom(candidate, 'edit') && candidate.seenAt >= mended)
}
