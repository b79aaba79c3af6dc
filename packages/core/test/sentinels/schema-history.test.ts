import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Column, MonitoredTable, Snapshot } from '../../src/model/table.ts'
import type { SentinelInspection } from '../../src/ports/sentinel.ts'
import { schemaSentinel } from '../../src/sentinels/schema/schema-sentinel.ts'

const ref = { catalog: '', schema: 'shop', name: 'orders' }
const START = Date.UTC(2026, 0, 1)
const table: MonitoredTable = {
  id: 1,
  connectionId: 1,
  ref,
  qualifiedName: 'shop.orders',
  checkTypes: ['schema'],
  freshnessSlaMinutes: null,
  expectedBy: null,
  watermarkColumn: null,
  problem: null,
  createdAt: new Date(START),
  updatedAt: new Date(START),
}

/** What people may do to a table between two scans. `n` picks the column. */
type Step =
  | {
      readonly do:
        | 'add'
        | 'drop'
        | 'retype'
        | 'mend_type'
        | 'bring_back'
        | 'respell'
        | 'nullability'
        | 'comment'
        | 'default'
      readonly n: number
    }
  | { readonly do: 'reorder' | 'drop_table' | 'restore' | 'hide' | 'scan' }

/** Each type with another spelling of it; different lines are different types, none of them known to hold another. */
const TYPES = [
  ['integer', 'int4'],
  ['character varying(20)', 'varchar(20)'],
  ['boolean', 'bool'],
  ['timestamp with time zone', 'timestamptz'],
] as const

interface World {
  columns: readonly Column[]
  exists: boolean
  hidden: boolean
  /** Columns ever made: a name is never used twice. */
  made: number
}

const typeAt = (n: number, spelling: number): string => TYPES[n % TYPES.length]?.[spelling % 2] ?? 'text'

function lineOf(type: string): number {
  return TYPES.findIndex((line) => line.some((spelling) => spelling === type))
}

function changed(world: World, n: number, change: (column: Column) => Column): readonly Column[] {
  const at = world.columns.length === 0 ? -1 : n % world.columns.length
  return world.columns.map((column, index) => (index === at ? change(column) : column))
}

function take(world: World, step: Step, first: readonly Column[]): void {
  switch (step.do) {
    case 'add': {
      world.made += 1
      const ordinal = world.columns.length + 1
      const name = `${'abcdefghij'[step.n % 10]}_${world.made}`
      world.columns = [...world.columns, { name, type: typeAt(step.n, 0), nullable: true, ordinal }]
      return
    }
    case 'drop':
      world.columns = world.columns.filter((_, index) => index !== step.n % Math.max(1, world.columns.length))
      return
    case 'retype':
      world.columns = changed(world, step.n, (column) => ({
        ...column,
        type: typeAt(lineOf(column.type) + 1, 0),
      }))
      return
    case 'mend_type':
      world.columns = changed(world, step.n, (column) => ({
        ...column,
        type: first.find(({ name }) => name === column.name)?.type ?? column.type,
      }))
      return
    case 'bring_back': {
      const lost = first.find(({ name }) => world.columns.every((column) => column.name !== name))
      const ordinal = world.columns.length + 1
      if (lost !== undefined) {
        world.columns = [...world.columns, { ...lost, nullable: step.n % 2 === 0, ordinal }]
      }
      return
    }
    case 'respell':
      world.columns = changed(world, step.n, (column) => ({
        ...column,
        type: typeAt(lineOf(column.type), column.type === typeAt(lineOf(column.type), 0) ? 1 : 0),
      }))
      return
    case 'nullability':
      world.columns = changed(world, step.n, (column) => ({ ...column, nullable: column.nullable !== true }))
      return
    case 'comment':
      world.columns = changed(world, step.n, (column) => ({ ...column, comment: `said ${step.n}` }))
      return
    case 'default':
      world.columns = changed(world, step.n, (column) => ({ ...column, defaultValue: `${step.n}` }))
      return
    case 'reorder':
      world.columns = world.columns.toReversed().map((column, index) => ({ ...column, ordinal: index + 1 }))
      return
    case 'drop_table':
      world.exists = false
      return
    case 'restore':
      world.exists = true
      world.columns = first
      return
    case 'hide':
      world.hidden = !world.hidden
      return
    case 'scan':
  }
}

/** What a person would call the shape: order, spelling, comments and defaults do not count. */
function essence(world: World): string {
  if (!world.exists) return 'gone'
  return JSON.stringify(
    world.columns
      .map(({ name, type, nullable }) => [name, lineOf(type), nullable])
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
  )
}

type Difference = readonly [column: string, what: string]

/** What a person would call wrong, by column, against the shape they accepted. */
function differences(world: World): readonly Difference[] {
  if (!world.exists) return [['', 'gone']]
  const now = new Map(world.columns.map((column) => [column.name, column]))
  const then = new Map(FIRST.map((column) => [column.name, column]))
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((name): readonly Difference[] => {
    const [was, is] = [then.get(name), now.get(name)]
    if (was === undefined) return [[name, `added ${is?.nullable}`]]
    if (is === undefined) return [[name, 'lost']]
    const type: readonly Difference[] =
      lineOf(is.type) === lineOf(was.type) ? [] : [[name, `type ${lineOf(is.type)}`]]
    return is.nullable === was.nullable ? type : [...type, [name, `nullable ${is.nullable}`] as const]
  })
}

/** Every column that an anomaly speaks of. */
function toldColumns({ anomaly }: SentinelInspection): readonly string[] {
  if (anomaly?.detail.type !== 'schema_drift') return []
  return anomaly.detail.changes.flatMap(({ before, after }) => [before?.name ?? '', after?.name ?? ''])
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom(
      ...(['add', 'drop', 'retype', 'mend_type', 'bring_back'] as const),
      ...(['respell', 'nullability', 'nullability', 'comment', 'default'] as const),
    ),
    n: fc.nat({ max: 40 }),
  }),
  fc.record({ do: fc.constantFrom('reorder', 'drop_table', 'restore', 'hide', 'scan', 'scan', 'scan') }),
) as fc.Arbitrary<Step>

const FIRST: readonly Column[] = ['id', 'price', 'status'].map((name, index) => ({
  name,
  type: typeAt(index, 0),
  nullable: true,
  ordinal: index + 1,
}))

/** A sentinel with the memory that a store would keep for it. */
function watcher(): { scan(world: World): SentinelInspection } {
  const sentinel = schemaSentinel()
  let latest: Snapshot | null = null
  let accepted: Snapshot | null = null
  let ids = 0
  return {
    scan({ columns, exists, hidden }) {
      ids += 1
      const now = new Date(START + ids * 60_000)
      const memory = { table, latest, accepted, state: null, dialect: 'postgresql' }
      const found = sentinel.inspect(
        memory,
        hidden
          ? { ref, status: 'forbidden' }
          : exists
            ? { ref, status: 'ok', value: { ref, kind: 'table', columns, objectId: null, approxRows: null } }
            : { ref, status: 'missing' },
        now,
      )
      if (found.snapshot !== null) latest = { ...found.snapshot, id: ids, tableId: 1 }
      accepted ??= latest
      return found
    },
  }
}

describe('for any history of a table', () => {
  test('a difference to the accepted shape that was not there before is alerted, also where another was undone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const world: World = { columns: FIRST, exists: true, hidden: false, made: 0 }
        const { scan } = watcher()
        scan(world)
        let before: readonly string[] = []
        for (const item of steps.filter((one) => one.do !== 'hide')) {
          take(world, item, FIRST)
          if (item.do !== 'scan') continue
          const found = scan(world)
          const now = differences(world)
          const fresh = now.filter((difference) => !before.includes(difference.join()))
          const told = toldColumns(found)
          for (const [column] of fresh) expect(told).toContain(column)
          if (found.note !== null) expect(fresh).toEqual([])
          before = now.map((difference) => difference.join())
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('each real change is told exactly once, and nothing else ever is', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world: World = { columns: FIRST, exists: true, hidden: false, made: 0 }
        const { scan } = watcher()
        expect(scan(world).anomaly).toBeNull()
        let seen = essence(world)
        for (const item of steps) {
          take(world, item, FIRST)
          if (item.do !== 'scan') continue
          const found = scan(world)
          const told = found.anomaly !== null || found.note !== null
          expect(told).toBe(!world.hidden && essence(world) !== seen)
          // Alerted or noted, never both.
          expect(found.anomaly !== null && found.note !== null).toBe(false)
          if (!world.hidden) seen = essence(world)
          // At once again: silence.
          expect(scan(world)).toMatchObject({ anomaly: null, note: null, snapshot: null })
        }
      }),
      { numRuns: 500 },
    )
  })

  test('what is told does not depend on how many scans looked in between', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.nat({ max: 5 }), (steps, more) => {
        const tell = (extra: number): readonly boolean[] => {
          const world: World = { columns: FIRST, exists: true, hidden: false, made: 0 }
          const { scan } = watcher()
          scan(world)
          return steps.flatMap((item) => {
            take(world, item, FIRST)
            if (item.do !== 'scan') return []
            const { anomaly, note } = scan(world)
            for (let index = 0; index < extra; index += 1) scan(world)
            return [anomaly !== null, note !== null]
          })
        }
        expect(tell(more)).toEqual(tell(0))
      }),
    )
  })

  test('of several tables none hears of another, in whatever order they are scanned', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 2 }), step), { maxLength: 40 }), (steps) => {
        const run = (order: readonly number[]): readonly string[] => {
          const worlds = [0, 1, 2].map(
            (): World => ({ columns: FIRST, exists: true, hidden: false, made: 0 }),
          )
          const watchers = worlds.map(() => watcher())
          const told = worlds.map((): string[] => [])
          const scanAll = (): void => {
            for (const index of order) {
              const world = worlds[index]
              if (world === undefined) continue
              const { anomaly, note } = watchers[index]?.scan(world) ?? {}
              told[index]?.push(JSON.stringify([anomaly?.detail, note]))
            }
          }
          scanAll()
          for (const [which, item] of steps) {
            const world = worlds[which]
            if (world !== undefined) take(world, item, FIRST)
            if (item.do === 'scan') scanAll()
          }
          return told.flat()
        }
        expect(run([2, 0, 1])).toEqual(run([0, 1, 2]))
      }),
    )
  })
})
