import type { FakeWarehouse } from '@aegis/core/testing'
import type { Blueprint, ColumnUse, Output, ShapeColumn, TableBlueprint } from './blueprint.ts'
import { tableAt } from './blueprint.ts'
import { type ColumnEdit, edited, editedOutput } from './column-edit.ts'
import type { Effect } from './effect.ts'
import { firstState, isSame, type State } from './state.ts'
import { typeOf } from './types-of.ts'
import { type Wanted, wantedShape } from './wanted-shape.ts'
import { sqlOf } from './write-sql.ts'

export interface Happening {
  readonly fault: string
  readonly isMend?: boolean | undefined
}

/** A warehouse that runs: loads at their hours, views at once, and what faults do to all of them. */
export interface Simulation {
  readonly hour: number
  readonly effects: readonly Effect[]
  /** Runs everything that is due up to this hour, that hour too. */
  advanceTo(hour: number): void
  columnsOf(table: number): readonly ShapeColumn[]
  exists(table: number): boolean
  /** The effect that its newest shape came of; null: the first shape. */
  shapeEffect(table: number): Effect | null
  /** Why no new data comes; null: it does. */
  dataEffect(table: number): Effect | null
  /** The present model: which columns it is made of. */
  modelOf(table: number): { readonly outputs: readonly Output[]; readonly uses: readonly ColumnUse[] }
  edit(table: number, uid: number, edit: ColumnEdit, happening: Happening): void
  addColumn(table: number, name: string, happening: Happening): void
  drop(table: number, happening: Happening): void
  /** Makes it anew: another object of that name, with the column changed. */
  replace(table: number, uid: number, edit: ColumnEdit, happening: Happening): void
  stop(table: number, happening: Happening): void
  resume(table: number): void
}

export interface SimulationOptions {
  /** Absent: only the truth is worked out. */
  readonly warehouse?: FakeWarehouse | undefined
  readonly start: Date
  /** Tables whose statements the query log does not show. */
  readonly unlogged: ReadonlySet<number>
  /** Faults whose DDL the query log does not show. */
  readonly isDdlLogged: boolean
}

const HOUR_MS = 3_600_000

export function simulate({ tables, dialect }: Blueprint, options: SimulationOptions): Simulation {
  const { warehouse, start, unlogged, isDdlLogged } = options
  const effects: Effect[] = []
  let hour = 0
  let uids = 1_000_000
  const states = tables.map(firstState)

  function newUid(): number {
    uids += 1
    return uids
  }

  function stateOf(at: number): State {
    const state = states[at]
    if (state === undefined) throw new RangeError(`The world has no table ${at}.`)
    return state
  }
  const timeOf = (at: number): Date => new Date(start.getTime() + at * HOUR_MS)

  function happen(
    table: number,
    aspect: Effect['aspect'],
    from: readonly Effect[],
    happening: Happening | null = null,
  ): Effect {
    const effect: Effect = {
      id: effects.length + 1,
      table,
      aspect,
      at: hour,
      from,
      fault: happening?.fault ?? null,
      isMend: happening?.isMend ?? false,
    }
    effects.push(effect)
    return effect
  }

  function sqlFor(table: TableBlueprint): string | null {
    const { outputs, uses, columns } = stateOf(table.at)
    const nameOf = (source: number): string => tableAt(tables, source).name
    return sqlOf({ ...table, outputs, uses, columns, nameOf, dialect })
  }

  function log(sql: string): void {
    warehouse?.logStatement(sql, timeOf(hour))
  }

  function put(at: number, columns: readonly ShapeColumn[], effect: Effect): void {
    const state = stateOf(at)
    const now = new Map(columns.map((column) => [column.uid, column]))
    for (const old of state.columns) {
      const column = now.get(old.uid)
      if (column === undefined) state.removed.set(old.uid, effect)
      else if (column.name !== old.name || column.type !== old.type || column.nullable !== old.nullable)
        state.touched.set(old.uid, effect)
    }
    const before = new Set(state.columns.map(({ uid }) => uid))
    for (const { uid } of columns) {
      if (!before.has(uid)) state.touched.set(uid, effect)
      state.removed.delete(uid)
    }
    state.columns = columns
    state.shape = effect
    warehouse?.setColumns(
      tableAt(tables, at).name,
      columns.map(({ name, type, nullable }, index) => ({ name, type, nullable, ordinal: index + 1 })),
    )
  }

  function remove(at: number, effect: Effect): void {
    const state = stateOf(at)
    state.exists = false
    state.gone = effect
    state.shape = effect
    warehouse?.drop(tableAt(tables, at).name)
  }

  function want(table: TableBlueprint): Wanted {
    return wantedShape(table, { dialect, stateOf, newUid })
  }

  function apply(table: TableBlueprint, columns: readonly ShapeColumn[], from: readonly Effect[]): void {
    if (isSame(columns, stateOf(table.at).columns)) return
    put(table.at, columns, happen(table.at, 'shape', from))
  }

  function refreshView(table: TableBlueprint): void {
    const state = stateOf(table.at)
    if (!state.exists) return
    const wanted = want(table)
    if ('fails' in wanted) {
      if (state.broken !== null) return
      if (dialect === 'postgresql') remove(table.at, happen(table.at, 'shape', wanted.fails))
      else state.broken = happen(table.at, 'broken', wanted.fails)
      return
    }
    state.broken = null
    apply(table, wanted.columns, wanted.from)
  }

  function refreshViews(): void {
    for (const table of tables) if (table.build === 'view') refreshView(table)
  }

  /** Hour of the newest data; of a view, of what it shows. */
  function dataAtOf(at: number): number {
    const table = tableAt(tables, at)
    return table.build === 'view' ? dataAtOf(table.sources[0] ?? 0) : stateOf(at).dataAt
  }

  /** Why no new data comes: its own reason, or it has all that the table that brings its rows will give. */
  function holdOf(at: number): Effect | null {
    const state = stateOf(at)
    const { build, sources } = tableAt(tables, at)
    const driver = sources[0]
    if (driver === undefined || (state.hold !== null && build !== 'view')) return state.hold
    const above = holdOf(driver)
    if (above === null || (build !== 'view' && dataAtOf(driver) > state.dataAt)) return null
    if (state.hold?.from[0] === above) return state.hold
    state.hold = happen(at, 'data', [above])
    return state.hold
  }

  function arrive(table: TableBlueprint, dataAt: number): void {
    const state = stateOf(table.at)
    state.dataAt = dataAt
    state.hold = null
    warehouse?.setWatermark(table.name, timeOf(dataAt))
    const sql = unlogged.has(table.at) ? null : sqlFor(table)
    if (sql === null || (sql === state.loggedSql && hour - state.loggedAt < 24)) return
    log(sql)
    state.loggedSql = sql
    state.loggedAt = hour
  }

  function run(table: TableBlueprint): void {
    const state = stateOf(table.at)
    if (!state.exists) return
    if (state.stopped !== null) {
      state.hold ??= state.stopped
      return
    }
    if (table.build === 'ingest') {
      arrive(table, hour)
      return
    }
    const wanted = want(table)
    if ('fails' in wanted) {
      state.hold ??= happen(table.at, 'data', wanted.fails)
      return
    }
    apply(table, wanted.columns, wanted.from)
    const dataAt = dataAtOf(table.sources[0] ?? 0)
    if (dataAt > state.dataAt) arrive(table, dataAt)
    else holdOf(table.at)
  }

  function ddl(table: number, column: string, edit: ColumnEdit): void {
    const { name, build } = tableAt(tables, table)
    if (!isDdlLogged || build === 'view') return
    const verb: Readonly<Record<ColumnEdit['kind'], string>> = {
      rename: `RENAME COLUMN ${column} TO ${edit.kind === 'rename' ? edit.to : ''}`,
      drop: `DROP COLUMN ${column}`,
      type: `ALTER COLUMN ${column} TYPE ${edit.kind === 'type' ? edit.to : ''}`,
      nullable: `ALTER COLUMN ${column} ${edit.kind === 'nullable' && edit.to ? 'DROP' : 'SET'} NOT NULL`,
    }
    log(`ALTER TABLE ${name} ${verb[edit.kind]}`)
  }

  function editColumn(table: number, uid: number, edit: ColumnEdit, effect: Effect): void {
    const state = stateOf(table)
    state.outputs = state.outputs.flatMap((output) =>
      output.uid === uid ? (editedOutput(output, edit) ?? []) : [output],
    )
    put(
      table,
      state.columns.flatMap((column) => (column.uid === uid ? (edited(column, edit) ?? []) : [column])),
      effect,
    )
  }

  if (warehouse !== undefined) {
    for (const table of tables) {
      const columns = table.columns.map(({ name, type, nullable }, index) => ({
        name,
        type,
        nullable,
        ordinal: index + 1,
      }))
      const sql = table.build === 'view' ? sqlFor(table) : null
      warehouse.create(table.name, { columns, watermark: timeOf(0), ...(sql === null ? {} : { sql }) })
    }
  }

  return {
    get hour() {
      return hour
    },
    effects,
    advanceTo(until) {
      while (hour < until) {
        hour += 1
        for (const table of tables) {
          if (table.build === 'view') refreshView(table)
          else if (hour % table.cadence === table.offset) run(table)
        }
      }
    },
    columnsOf: (table) => stateOf(table).columns,
    exists: (table) => stateOf(table).exists,
    shapeEffect: (table) => stateOf(table).shape,
    dataEffect: holdOf,
    modelOf: (table) => stateOf(table),
    edit(table, uid, edit, happening) {
      const column = stateOf(table).columns.find((item) => item.uid === uid)
      if (column === undefined) return
      editColumn(table, uid, edit, happen(table, 'shape', [], happening))
      ddl(table, column.name, edit)
      refreshViews()
    },
    addColumn(table, name, happening) {
      const column = { uid: newUid(), name, type: typeOf(dialect, 'text'), nullable: true }
      const state = stateOf(table)
      state.added = [...state.added, column]
      put(table, [...state.columns, column], happen(table, 'shape', [], happening))
      refreshViews()
    },
    drop(table, happening) {
      remove(table, happen(table, 'shape', [], happening))
      if (isDdlLogged) log(`DROP TABLE ${tableAt(tables, table).name}`)
      refreshViews()
    },
    replace(table, uid, edit, happening) {
      const { name } = tableAt(tables, table)
      warehouse?.create(name, { columns: [], watermark: timeOf(stateOf(table).dataAt) })
      editColumn(table, uid, edit, happen(table, 'shape', [], happening))
      refreshViews()
    },
    stop(table, happening) {
      stateOf(table).stopped = happen(table, 'data', [], happening)
    },
    resume(table) {
      stateOf(table).stopped = null
    },
  }
}
