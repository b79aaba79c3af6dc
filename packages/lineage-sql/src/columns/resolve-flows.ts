import type { ColumnPair, Dialect, IdentifierPart, ParseContext, WrittenName } from '@aegis/core/ports'
import type { FlowModel } from '../engines/statement-model.ts'
import { lexisOf } from '../lexer/lexis.ts'
import { nameKey } from '../scanner/name-key.ts'
import { counted, isOneColumn, isOpen, markItems, type Outputs } from './outputs.ts'
import { type Ctes, newReading, type Reading } from './place.ts'
import { resolverOf } from './resolve-query.ts'
import {
  columnKey,
  columnText,
  knownColumns,
  type Origin,
  openCatalog,
  scannedName,
  type TableUse,
} from './tables.ts'

export interface SourceColumns {
  readonly name: WrittenName
  readonly columns: readonly ColumnPair[]
  readonly usedColumns: readonly string[]
  readonly complete: boolean
}

/** What flows into one target. */
export interface ResolvedFlow {
  readonly target: WrittenName | null
  /** By the key of the source's name; the target itself is none. */
  readonly sources: ReadonlyMap<string, SourceColumns>
}

interface Collected {
  readonly target: WrittenName | null
  readonly targetKey: string
  readonly tables: Set<TableUse>
  readonly pairs: Map<TableUse, Map<string, ColumnPair>>
  readonly named: Set<Origin>
  readonly used: Set<Origin>
}

/** A reading and those of the CTEs behind it. */
function allReadings(root: Reading): ReadonlySet<Reading> {
  const seen = new Set([root])
  for (const reading of seen) for (const cte of reading.ctes) seen.add(cte)
  return seen
}

/** What each target of a statement is fed by, column by column. Flows into the same target are one answer. */
export function resolveFlows(
  flows: readonly FlowModel[],
  dialect: Dialect,
  context: ParseContext,
): readonly ResolvedFlow[] | null {
  const columnsOf = context.columnsOf ?? (() => null)
  const lexis = lexisOf(dialect)
  const catalog = openCatalog(dialect, columnsOf)
  const collected = new Map<string, Collected>()
  const resolver = resolverOf(catalog, addFlow)

  function collect(target: WrittenName | null): Collected {
    const targetKey = target === null ? '' : nameKey(target, lexis)
    const known = collected.get(targetKey)
    if (known !== undefined) return known
    const added: Collected = {
      target,
      targetKey,
      tables: new Set(),
      pairs: new Map(),
      named: new Set(),
      used: new Set(),
    }
    collected.set(targetKey, added)
    return added
  }

  function addPair({ pairs }: Collected, table: TableUse, source: string, target: string): void {
    const ofTable = pairs.get(table) ?? new Map<string, ColumnPair>()
    pairs.set(table, ofTable)
    ofTable.set(`${source}\0${target}`, { source, target })
  }

  /** `SELECT *` of one table whose columns are not known, into columns that are: equal names. */
  function pairOpen(into: Collected, outputs: Outputs, names: ReadonlyMap<string, string>): void {
    const open = outputs.items.filter(isOpen)
    const [only, ...others] = open
    const given = new Set(outputs.items.flatMap((item) => (isOpen(item) ? [] : [item.key])))
    if (only === undefined || others.length > 0) {
      markItems(open)
      return
    }
    for (const [key, text] of names) {
      if (given.has(key) || only.except.has(key)) continue
      const origin = catalog.originOf(only.open, { text, quoted: true })
      addPair(into, only.open, origin.column, text)
    }
  }

  function pairByName(into: Collected, outputs: Outputs, known: ReadonlyMap<string, string> | null): void {
    for (const item of outputs.items) {
      if (isOpen(item)) continue
      if (item.name === null) {
        markItems([item])
        continue
      }
      const target = known?.get(item.key) ?? columnText(item.name, lexis)
      for (const { table, column } of item.origins) addPair(into, table, column, target)
    }
    const open = outputs.items.filter(isOpen)
    if (known === null) markItems(open)
    else if (open.length > 0) pairOpen(into, outputs, known)
  }

  function pairByPosition(into: Collected, outputs: Outputs, names: readonly string[]): void {
    const items = counted(outputs.items, names.length)
    for (const [position, item] of items.entries()) {
      const target = names[position]
      if (!isOneColumn(item) || target === undefined) {
        markItems(items.slice(position))
        return
      }
      for (const { table, column } of item.origins) addPair(into, table, column, target)
    }
  }

  function addFlow(flow: FlowModel, ctes: Ctes | null = null): void {
    const written = flow.target ?? context.viewName ?? null
    const target = written === null ? null : scannedName(written, lexis)
    const into = collect(target)
    const reading = newReading()
    const outputs = resolver.resolveQuery(flow.query, reading, ctes)
    if (outputs.blurred) for (const table of outputs.tables) table.incomplete = true
    const stored = target === null ? null : knownColumns(columnsOf(target), lexis)
    const listed = flow.columns?.map(
      (part: IdentifierPart) => stored?.get(columnKey(part, lexis)) ?? columnText(part, lexis),
    )
    if (listed !== undefined) pairByPosition(into, outputs, listed)
    else if (flow.match === 'named') pairByName(into, outputs, stored)
    else pairByPosition(into, outputs, stored === null ? [] : [...stored.values()])
    for (const { tables, named, used } of allReadings(reading)) {
      for (const table of tables) into.tables.add(table)
      for (const origin of named) into.named.add(origin)
      for (const origin of used) into.used.add(origin)
    }
  }

  /** Columns that join, filter and the like, and those that reach no column of the target. */
  function usedOf({ named, used, pairs }: Collected, table: TableUse): readonly string[] {
    const paired = new Set([...(pairs.get(table)?.values() ?? [])].map(({ source }) => source))
    const origins = [...named].filter((origin) => origin.table === table)
    return origins
      .filter((origin) => used.has(origin) || !paired.has(origin.column))
      .map(({ column }) => column)
  }

  for (const flow of flows) addFlow(flow)
  if (!resolver.withinBudget()) return null
  return [...collected.values()].map((into) => ({
    target: into.target,
    sources: new Map(
      [...into.tables]
        .filter(({ key }) => key !== into.targetKey)
        .map((table): readonly [string, SourceColumns] => [
          table.key,
          {
            name: table.name,
            columns: [...(into.pairs.get(table)?.values() ?? [])],
            usedColumns: usedOf(into, table),
            complete: !table.incomplete,
          },
        ]),
    ),
  }))
}
