import {
  ancestorsOf,
  type Blueprint,
  descendantsOf,
  type TableBlueprint,
  tableAt,
} from '../world/blueprint.ts'
import type { ColumnEdit } from '../world/column-edit.ts'
import { RENAMES } from '../world/names.ts'
import type { Happening, Simulation } from '../world/simulate.ts'
import { familyOf, type TypeFamily, typeOf } from '../world/types-of.ts'
import type { Stage } from './script.ts'

export type EditKind = ColumnEdit['kind']

export interface ColumnChoice {
  readonly table: number
  readonly uid: number
}

/** Keys and watermarks stay as they are: nothing would work any more, and everybody would know why. */
function isOrdinary(name: string): boolean {
  return !['id', 'updated_at'].includes(name.toLowerCase())
}

function ordinaryColumns(table: TableBlueprint): readonly ColumnChoice[] {
  return table.columns.filter(({ name }) => isOrdinary(name)).map(({ uid }) => ({ table: table.at, uid }))
}

/** Columns of the table that a statement reads. */
function readColumns({ tables }: Blueprint, at: number): readonly ColumnChoice[] {
  const read = new Set(
    tables
      .filter(({ sources }) => sources.includes(at))
      .flatMap(({ outputs, uses }) => [...outputs.map(({ from }) => from), ...uses])
      .filter(({ source }) => source === at)
      .map(({ uid }) => uid),
  )
  return ordinaryColumns(tableAt(tables, at)).filter(({ uid }) => read.has(uid))
}

/** Tables that others read and whose columns a person can change. */
export function causes({ tables }: Blueprint): readonly TableBlueprint[] {
  return tables.filter((table) => !table.isStar && tables.some(({ sources }) => sources.includes(table.at)))
}

/** Of what is loaded. */
export function loads(tables: readonly TableBlueprint[]): readonly TableBlueprint[] {
  return tables.filter(({ build }) => build !== 'view')
}

/** A column that is read, of one of these tables; null: none is. */
export function chooseReadColumn(
  { random, world }: Stage,
  from: readonly TableBlueprint[],
): ColumnChoice | null {
  for (const table of random.shuffled(from)) {
    const columns = readColumns(world, table.at)
    if (columns.length > 0) return random.pick(columns)
  }
  return null
}

export function chooseColumn({ random }: Stage, table: TableBlueprint): ColumnChoice | null {
  const columns = ordinaryColumns(table)
  return columns.length === 0 ? null : random.pick(columns)
}

/**
 * A column of a table upstream that nothing on the way to the target reads, so that a change of it explains nothing there;
 * null: every column is read.
 */
export function chooseIdleColumn({ random, world }: Stage, target: number): ColumnChoice | null {
  const above = ancestorsOf(world.tables, target)
  const between = world.tables.filter(({ at }) => at === target || above.has(at))
  for (const at of random.shuffled([...above])) {
    const table = tableAt(world.tables, at)
    const readers = between.filter(({ sources }) => sources.includes(at))
    if (table.isStar || readers.some(({ isStar }) => isStar)) continue
    const read = new Set(
      readers
        .flatMap(({ outputs, uses }) => [...outputs.map(({ from }) => from), ...uses])
        .filter(({ source }) => source === at)
        .map(({ uid }) => uid),
    )
    const idle = ordinaryColumns(table).filter(({ uid }) => !read.has(uid))
    if (idle.length > 0) return random.pick(idle)
  }
  return null
}

/** Does something of this kind to the column, with names and types as they are at the time. */
export function doEdit(
  { random, world: { dialect } }: Stage,
  kind: EditKind,
): (world: Simulation, choice: ColumnChoice, happening: Happening) => void {
  const rename = random.pick(RENAMES)
  const order = random.shuffled<TypeFamily>(['text', 'number', 'whole', 'time'])
  return (world, { table, uid }, happening) => {
    const columns = world.columnsOf(table)
    const column = columns.find((item) => item.uid === uid)
    if (column === undefined) return
    const family = familyOf(dialect, column.type)
    // Times become texts, and never numbers.
    const other =
      family === 'time' ? 'text' : (order.find((item) => item !== family && item !== 'time') ?? 'text')
    const isUpper = column.name === column.name.toUpperCase()
    const name = rename(column.name.toLowerCase())
    const edit: Readonly<Record<EditKind, ColumnEdit>> = {
      rename: { kind: 'rename', to: isUpper ? name.toUpperCase() : name },
      drop: { kind: 'drop' },
      type: { kind: 'type', to: typeOf(dialect, other) },
      nullable: { kind: 'nullable', to: !column.nullable },
    }
    world.edit(table, uid, edit[kind], happening)
  }
}

/** Puts a column back to what it was at the start. */
export function undoEdit(
  { world }: Stage,
  { table, uid }: ColumnChoice,
): (world: Simulation, happening: Happening) => void {
  const first = tableAt(world.tables, table).columns.find((column) => column.uid === uid)
  return (simulation, happening) => {
    const now = simulation.columnsOf(table).find((column) => column.uid === uid)
    if (first === undefined || now === undefined) return
    if (now.name !== first.name) simulation.edit(table, uid, { kind: 'rename', to: first.name }, happening)
    if (now.type !== first.type) simulation.edit(table, uid, { kind: 'type', to: first.type }, happening)
    if (now.nullable !== first.nullable)
      simulation.edit(table, uid, { kind: 'nullable', to: first.nullable }, happening)
  }
}

export function isRelated({ tables }: Blueprint, a: number, b: number): boolean {
  if (a === b || ancestorsOf(tables, a).has(b) || ancestorsOf(tables, b).has(a)) return true
  const below = descendantsOf(tables, a)
  return [...descendantsOf(tables, b)].some((at) => below.has(at))
}
