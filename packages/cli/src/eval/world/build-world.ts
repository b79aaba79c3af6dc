import type { Dialect } from '@aegis/core'
import { identifierRules } from '@aegis/core'
import { type Random, seededRandom } from '../random.ts'
import type { Blueprint, Build, ColumnUse, Form, Output, ShapeColumn, TableBlueprint } from './blueprint.ts'
import { tableAt } from './blueprint.ts'
import type { Family, Node } from './families.ts'
import { ATTRIBUTES, ENTITIES, MARTS } from './names.ts'
import { EVAL_DIALECTS, familyOf, type TypeFamily, typeOf } from './types-of.ts'

interface Site {
  readonly random: Random
  readonly dialect: Dialect
  readonly tables: TableBlueprint[]
  /** A name as it is stored. */
  fold(name: string): string
  uid(): number
}

const WATERMARK = 'updated_at'

function rawColumns({ random, dialect, fold, uid }: Site): readonly ShapeColumn[] {
  const attributes = random.shuffled(ATTRIBUTES).slice(0, random.int(4, 9))
  return [
    { uid: uid(), name: fold('id'), type: typeOf(dialect, 'whole'), nullable: false },
    ...attributes.map(([name, family]) => ({
      uid: uid(),
      name: fold(name),
      type: typeOf(dialect, family),
      nullable: random.chance(0.5),
    })),
    { uid: uid(), name: fold(WATERMARK), type: typeOf(dialect, 'time'), nullable: false },
  ]
}

const SHAPED: Readonly<Record<TypeFamily, readonly Form[]>> = {
  text: ['upper', 'coalesce'],
  number: ['round', 'plus'],
  whole: ['plus'],
  time: ['max'],
}

function formOf({ random }: Site, family: TypeFamily, isAggregate: boolean): Form {
  if (isAggregate)
    return family === 'number' || family === 'whole' ? 'sum' : family === 'time' ? 'max' : 'same'
  const form = random.weighted<Form | 'shaped'>([
    ['same', 6],
    ['alias', 2],
    ['shaped', 2],
  ])
  if (form !== 'shaped') return form
  return family === 'time' ? 'same' : random.pick(SHAPED[family])
}

function outputOf(
  site: Site,
  source: number,
  column: ShapeColumn,
  isAggregate: boolean,
  taken: Set<string>,
): Output {
  const { random, dialect, fold, uid } = site
  const family = familyOf(dialect, column.type)
  const isWatermark = column.name === fold(WATERMARK)
  const isKey = column.name === fold('id')
  const form = isWatermark
    ? isAggregate
      ? 'max'
      : 'same'
    : isKey
      ? 'same'
      : formOf(site, family, isAggregate)
  const shaped = `${column.name}${fold(`_${form === 'alias' ? random.pick(['x', 'src', 'final']) : form}`)}`
  let name = form === 'same' || isWatermark ? column.name : shaped
  let kept: Form = form
  if (taken.has(name)) {
    name = `${column.name}${fold(`_${source}`)}`
    kept = form === 'same' ? 'alias' : form
  }
  taken.add(name)
  return {
    uid: uid(),
    name,
    form: kept,
    from: { source, uid: column.uid, written: column.name },
    type: kept === 'same' || kept === 'alias' ? null : column.type,
    needs: family,
  }
}

function chosenColumns(
  { random, fold }: Site,
  table: TableBlueprint,
  isDriver: boolean,
): readonly ShapeColumn[] {
  const fixed = table.columns.filter(
    ({ name }) => isDriver && (name === fold('id') || name === fold(WATERMARK)),
  )
  const others = table.columns.filter(({ name }) => name !== fold('id') && name !== fold(WATERMARK))
  const most = isDriver
    ? Math.min(10, Math.max(2, Math.round(others.length * (0.55 + 0.45 * random.next()))))
    : random.int(1, 3)
  return [...fixed, ...others.filter((column) => random.shuffled(others).slice(0, most).includes(column))]
}

function useOf({ random }: Site, table: TableBlueprint, preferred: string): ColumnUse | null {
  const column =
    table.columns.find(({ name }) => name === preferred) ??
    (table.columns.length > 0 ? random.pick(table.columns) : undefined)
  return column === undefined ? null : { source: table.at, uid: column.uid, written: column.name }
}

function shapeOf(site: Site, outputs: readonly Output[], build: Build): readonly ShapeColumn[] {
  const columnOf = ({ from }: Output): ShapeColumn | undefined =>
    tableAt(site.tables, from.source).columns.find(({ uid }) => uid === from.uid)
  return outputs.map((output) => ({
    uid: output.uid,
    name: output.name,
    type: output.type ?? columnOf(output)?.type ?? typeOf(site.dialect, 'text'),
    nullable: build === 'insert' || build === 'merge' ? (columnOf(output)?.nullable ?? true) : true,
  }))
}

function buildOf({ random, dialect }: Site, family: Family, node: Node): Build {
  if (node.parents.length === 0) return 'ingest'
  if (node.isLoop) return random.pick(['insert', 'merge'])
  if (random.chance(family.views)) return 'view'
  // PostgreSQL has no CREATE OR REPLACE TABLE.
  return dialect === 'postgresql'
    ? random.pick(['insert', 'merge'])
    : random.weighted([
        ['ctas', 5],
        ['insert', 3],
        ['merge', 2],
      ])
}

interface Timing extends Pick<TableBlueprint, 'cadence' | 'offset' | 'slaMinutes' | 'hasWatermark'> {
  /** Hours that its data may be old when all goes well. */
  readonly lag: number
  readonly slack: number
}

function timingOf({ random }: Site, node: Node, build: Build, driver: Timing | undefined): Timing {
  if (build === 'view') {
    return {
      cadence: 0,
      offset: 0,
      slaMinutes: null,
      hasWatermark: false,
      lag: driver?.lag ?? 0,
      slack: driver?.slack ?? 0,
    }
  }
  const isLate = node.layer === 'marts' || node.layer === 'reports'
  const cadence = random.weighted(
    isLate
      ? [
          [1, 3],
          [2, 3],
          [4, 3],
          [6, 2],
          [12, 1],
        ]
      : [
          [1, 5],
          [2, 3],
          [3, 1],
          [4, 1],
          [6, 1],
        ],
  )
  const lag = (driver?.lag ?? 0) + cadence
  const slack = (driver?.slack ?? 1.5) + random.next() * 2
  const hasWatermark = random.chance(0.6)
  return {
    cadence,
    offset: random.int(0, cadence - 1),
    slaMinutes: Math.ceil((lag + slack) * 60),
    hasWatermark,
    lag,
    slack,
  }
}

function tableName(site: Site, node: Node, taken: Set<string>): string {
  const { random, fold, tables } = site
  const parent = node.parents[0]
  const base =
    parent === undefined
      ? random.pick(ENTITIES)
      : (tableAt(tables, parent).name.split('.')[1] ?? '').toLowerCase()
  const stem =
    node.layer === 'marts' || node.layer === 'reports' ? `${base.split('_')[0]}_${random.pick(MARTS)}` : base
  let name = `${node.layer}.${stem}`
  for (let number = 2; taken.has(name); number += 1) name = `${node.layer}.${stem}_${number}`
  taken.add(name)
  return fold(name)
}

function planTable(
  site: Site,
  family: Family,
  node: Node,
  names: Set<string>,
  driver: Timing | undefined,
): { readonly table: TableBlueprint; readonly timing: Timing } {
  const { random, fold, tables } = site
  const build = buildOf(site, family, node)
  const timing = timingOf(site, node, build, driver)
  const isSynced = random.chance(0.55)
  const isAggregate =
    build !== 'ingest' && (node.layer === 'marts' || node.layer === 'reports') && random.chance(0.3)
  const isStar =
    build !== 'ingest' && !isAggregate && !node.isLoop && node.parents.length === 1 && random.chance(0.25)
  const taken = new Set<string>()
  const outputs = isStar
    ? tableAt(tables, node.parents[0] ?? 0).columns.map(
        (column): Output => ({
          uid: site.uid(),
          name: column.name,
          form: 'same',
          from: { source: node.parents[0] ?? 0, uid: column.uid, written: column.name },
          type: null,
          needs: familyOf(site.dialect, column.type),
        }),
      )
    : node.parents.flatMap((parent, index) =>
        chosenColumns(site, tableAt(tables, parent), index === 0).map((column) =>
          outputOf(site, parent, column, isAggregate, taken),
        ),
      )
  const uses =
    node.parents.length < 2
      ? []
      : node.parents.flatMap((parent) => useOf(site, tableAt(tables, parent), fold('id')) ?? [])
  const filtered =
    !isStar && node.parents[0] !== undefined && random.chance(0.3)
      ? useOf(site, tableAt(tables, node.parents[0]), fold('status'))
      : null
  const columns = build === 'ingest' ? rawColumns(site) : shapeOf(site, outputs, build)
  const table: TableBlueprint = {
    at: tables.length,
    name: tableName(site, node, names),
    layer: node.layer,
    build,
    isStar,
    isSynced,
    sources: node.parents,
    outputs,
    uses: filtered === null ? uses : [...uses, filtered],
    isAggregate,
    isLoop: node.isLoop,
    hasCte: random.chance(0.25),
    columns,
    cadence: timing.cadence,
    offset: timing.offset,
    slaMinutes: timing.slaMinutes,
    hasWatermark: timing.hasWatermark && columns.some(({ name }) => name === fold(WATERMARK)),
    isMonitored: true,
    ingest: random.weighted([
      ['values', 5],
      ['copy', 2],
      ['unlogged', 3],
    ]),
  }
  return { table, timing }
}

/** Builds the same world for the same seed, family and size. */
export function buildWorld(seed: string, family: Family, size: number, given?: Dialect): Blueprint {
  const random = seededRandom(`${seed}/world`)
  const dialect = given ?? random.pick(EVAL_DIALECTS)
  const rules = identifierRules(dialect)
  let uids = 0
  const site: Site = {
    random,
    dialect,
    tables: [],
    fold: (name) =>
      name
        .split('.')
        .map((text) => rules.fold({ text, quoted: false }))
        .join('.'),
    uid: () => {
      uids += 1
      return uids
    },
  }
  const timings: Timing[] = []
  const names = new Set<string>()
  for (const node of family.grow(random, size)) {
    const { table, timing } = planTable(site, family, node, names, timings[node.parents[0] ?? -1])
    site.tables.push(table)
    timings.push(timing)
  }
  // Somebody forgot some of them.
  const forgotten = random.chance(0.3) ? 0.06 : 0
  const tables = site.tables.map((table) => ({ ...table, isMonitored: !random.chance(forgotten) }))
  return {
    seed,
    dialect,
    family: family.name,
    split: family.split,
    scanEvery: random.pick([1, 1, 2, 3]),
    tables,
  }
}
