import { AdapterError } from '../errors.ts'
import type { QueryLogWindow, ViewDefinition } from '../model/query-log.ts'
import type { TableRef } from '../model/table.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'
import type { ColumnNames } from './column-lookup.ts'
import type { LineageIngest } from './ingest.ts'

export interface SourceReading {
  readonly warehouse: WarehouseAdapter
  readonly signal?: AbortSignal | undefined
  /** Told what is lacking, with what would mend it. */
  readonly onProblem: (problem: string) => void
}

/** What the adapter says about a part that it cannot give. Anything but an adapter's own failure is passed on. */
function problemOf(error: unknown, what: string): string {
  if (!AdapterError.isInstance(error) || error.failure === 'aborted' || error.failure === 'contract')
    throw error
  return `${what} could not be read: ${error.message}`
}

export interface PagedReading {
  readonly cursor: string | null
  /** Read to its end. */
  readonly isComplete: boolean
}

/** Pages that came before a failure are used, and not asked for again. */
export async function readLog(
  { warehouse, signal, onProblem }: SourceReading,
  window: QueryLogWindow,
  ingest: LineageIngest,
): Promise<PagedReading> {
  let { cursor } = window
  if (warehouse.readQueryLog === undefined) return { cursor, isComplete: true }
  try {
    for await (const page of warehouse.readQueryLog(window, { signal })) {
      ingest.addEntries(page.entries)
      for (const gap of page.gaps) onProblem(gap)
      cursor = page.cursor ?? cursor
    }
    return { cursor, isComplete: true }
  } catch (error) {
    onProblem(problemOf(error, 'The query log'))
    return { cursor, isComplete: false }
  }
}

export async function readNative(
  { warehouse, signal, onProblem }: SourceReading,
  window: QueryLogWindow,
  ingest: LineageIngest,
): Promise<PagedReading> {
  let { cursor } = window
  if (warehouse.readNativeLineage === undefined) return { cursor, isComplete: true }
  try {
    for await (const page of warehouse.readNativeLineage(window, { signal })) {
      ingest.addNative(page.edges)
      for (const gap of page.gaps) onProblem(gap)
      cursor = page.cursor ?? cursor
    }
    return { cursor, isComplete: true }
  } catch (error) {
    onProblem(problemOf(error, "The warehouse's own lineage"))
    return { cursor, isComplete: false }
  }
}

/** All views or none: of a part nobody could tell which views are gone. */
export async function readViews(
  { warehouse, signal, onProblem }: SourceReading,
  ingest: LineageIngest,
): Promise<void> {
  if (warehouse.readViewDefinitions === undefined) return
  try {
    const views: ViewDefinition[] = []
    for await (const page of warehouse.readViewDefinitions({}, { signal })) views.push(...page)
    ingest.addViews(views)
  } catch (error) {
    onProblem(problemOf(error, 'The view definitions'))
  }
}

export async function readKnownTables({ warehouse, signal }: SourceReading): Promise<readonly TableRef[]> {
  const tables: TableRef[] = []
  for await (const page of warehouse.listTables({}, { signal })) tables.push(...page)
  return tables
}

/** Columns in order; a table that cannot be read is left out. */
export async function describeColumns(
  { warehouse, signal, onProblem }: SourceReading,
  refs: readonly TableRef[],
): Promise<ColumnNames> {
  try {
    const readings = await warehouse.describeTables(refs, { signal })
    return new Map(
      readings.flatMap((reading) =>
        reading.status === 'ok'
          ? [[warehouse.identifiers.key(reading.ref), reading.value.columns.map(({ name }) => name)] as const]
          : [],
      ),
    )
  } catch (error) {
    onProblem(problemOf(error, 'The columns behind SELECT *'))
    return new Map()
  }
}
