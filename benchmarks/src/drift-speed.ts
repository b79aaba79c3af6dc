import { isDeepStrictEqual } from 'node:util'
import {
  type Column,
  type MonitoredTable,
  type Reading,
  type Snapshot,
  schemaSentinel,
  type TableDescription,
} from '@aegis/core'
import type { TableMemory } from '@aegis/core/ports'
import { percentile, timed } from './measure.ts'
import type { Report } from './report.ts'
import { seeded } from './warehouse-graph.ts'

const SEED = 20_261_124
const PAIRS = 100_000
/** Pairs made at a time: 100,000 tables at once would measure the memory. */
const BATCH = 10_000
const COLUMNS = 20
const NOW = new Date(Date.UTC(2026, 0, 1))
const TYPES = [
  'bigint',
  'integer',
  'text',
  'numeric(12,2)',
  'character varying(40)',
  'timestamp with time zone',
  'boolean',
  'jsonb',
]
const NAMES =
  'id customer_id order_id amount price quantity currency country status created_at updated_at channel tax_rate'.split(
    ' ',
  )

const sentinel = schemaSentinel()

interface Pair {
  readonly memory: TableMemory
  readonly reading: Reading<TableDescription>
  readonly before: readonly Column[]
  readonly after: readonly Column[]
}

function columnsOf(random: () => number): readonly Column[] {
  return Array.from({ length: COLUMNS }, (_, index) => ({
    name: `${NAMES[index % NAMES.length]}_${index}`,
    type: TYPES[Math.floor(random() * TYPES.length)] ?? 'text',
    nullable: random() < 0.7,
    ordinal: index + 1,
    defaultValue: null,
    comment: null,
  }))
}

/** A new name, and up to two changes more: a type, another new name, a lost column, an added one. */
function changed(columns: readonly Column[], random: () => number): readonly Column[] {
  const out = columns.map((column, index) => (index === 0 ? { ...column, name: 'key' } : column))
  const count = Math.floor(random() * 3)
  for (let index = 0; index < count; index += 1) {
    const at = Math.floor(random() * out.length)
    const column = out[at]
    if (column === undefined) continue
    const kind = Math.floor(random() * 4)
    if (kind === 0)
      out[at] = { ...column, type: TYPES[(TYPES.indexOf(column.type) + 1) % TYPES.length] ?? 'text' }
    else if (kind === 1) out[at] = { ...column, name: `${column.name}_new` }
    else if (kind === 2) out.splice(at, 1)
    else out.push({ ...column, name: `extra_${index}`, ordinal: COLUMNS + 1 + index })
  }
  return out
}

function pairOf(id: number, before: readonly Column[], after: readonly Column[]): Pair {
  const ref = { catalog: '', schema: 'shop', name: `table_${id}` }
  const table: MonitoredTable = {
    ...{ id, connectionId: 1, ref, qualifiedName: `shop.table_${id}`, checkTypes: ['schema'] },
    ...{ freshnessSlaMinutes: null, expectedBy: null, watermarkColumn: null, problem: null },
    ...{ createdAt: NOW, updatedAt: NOW },
  }
  const reading = (columns: readonly Column[]): Reading<TableDescription> => ({
    ref,
    status: 'ok',
    value: { ref, kind: 'table', columns, objectId: null, approxRows: null },
  })
  const first = { table, latest: null, accepted: null, state: null, dialect: 'postgresql' }
  const { snapshot } = sentinel.inspect(first, reading(before), NOW)
  if (snapshot === null) throw new Error('The first shape of a table is its baseline.')
  const latest: Snapshot = { ...snapshot, id, tableId: id }
  return { memory: { ...first, latest, accepted: latest }, reading: reading(after), before, after }
}

/** By name, raw types: what a comparison without verdicts, renames and evidence costs. */
function plainDiff({ before, after }: Pair): number {
  const old = new Map(before.map((column) => [column.name, column]))
  let changes = 0
  for (const column of after) {
    const was = old.get(column.name)
    old.delete(column.name)
    if (was === undefined || was.type !== column.type || was.nullable !== column.nullable) changes += 1
  }
  return changes + old.size
}

async function measure(
  make: (id: number, random: () => number) => Pair,
  ours: (pair: Pair) => void,
  other: (pair: Pair) => unknown,
): Promise<{ readonly ours: number; readonly other: number }> {
  const random = seeded(SEED)
  const samples: { readonly ours: number[]; readonly other: number[] } = { ours: [], other: [] }
  for (let start = 0; start <= PAIRS; start += BATCH) {
    const pairs = Array.from({ length: BATCH }, (_, index) => make(start + index + 1, random))
    const mine = await timed(() => pairs.forEach(ours))
    const theirs = await timed(() => pairs.forEach(other))
    // The first batch warms up.
    if (start === 0) continue
    samples.ours.push((BATCH / mine) * 1_000)
    samples.other.push((BATCH / theirs) * 1_000)
  }
  return { ours: percentile(samples.ours, 0.5), other: percentile(samples.other, 0.5) }
}

/** The schema sentinel on tables that did not change, and on tables that did. */
export async function measureDriftSpeed(report: Report): Promise<void> {
  report.note(`drift: ${PAIRS} pairs of ${COLUMNS} columns each, seed ${SEED}`)
  const unchanged = await measure(
    (id, random) => {
      const columns = columnsOf(random)
      return pairOf(
        id,
        columns,
        columns.map((column) => ({ ...column })),
      )
    },
    ({ memory, reading }) => {
      if (sentinel.inspect(memory, reading, NOW).snapshot !== null) throw new Error('Nothing changed here.')
    },
    ({ before, after }) => isDeepStrictEqual(before, after),
  )
  const common = { bench: 'drift', unit: 'tables/s' }
  report.add({
    ...common,
    case: 'unchanged',
    ...unchanged,
    otherName: 'isDeepStrictEqual',
    goal: '>= 50,000/s',
  })
  const drifted = await measure(
    (id, random) => {
      const columns = columnsOf(random)
      return pairOf(id, columns, changed(columns, random))
    },
    ({ memory, reading }) => {
      if (sentinel.inspect(memory, reading, NOW).snapshot === null) throw new Error('This table changed.')
    },
    plainDiff,
  )
  report.add({
    ...common,
    case: 'changed',
    ...drifted,
    otherName: 'a plain diff by name',
    goal: '>= 5,000/s',
  })
}
