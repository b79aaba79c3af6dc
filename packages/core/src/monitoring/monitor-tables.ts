import { checkMonitorOptions, type MonitorOptions } from '../config/monitor-options.ts'
import { AdapterError, AegisError } from '../errors.ts'
import type { ActivityDraft } from '../model/activity.ts'
import type { CheckType, MonitoredTable, TableDescription, TableRef } from '../model/table.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'
import type { OpenConnection } from './connections.ts'

export interface MonitorReport {
  readonly tables: readonly MonitoredTable[]
  /** How many of them are new. */
  readonly added: number
}

export interface MonitorDeps {
  readonly store: Store
  readonly clock: Clock
  /** Names of all sentinels there are. */
  readonly checkTypes: readonly CheckType[]
}

async function tablesOfSchemas(
  warehouse: WarehouseAdapter,
  schemas: readonly string[],
): Promise<readonly TableRef[]> {
  const refs: TableRef[] = []
  try {
    for await (const page of warehouse.listTables({ schemas })) refs.push(...page)
  } catch (error) {
    if (!AdapterError.isInstance(error) || error.failure !== 'not_found') throw error
    throw new AegisError('NOT_FOUND', error.message, { cause: error })
  }
  return refs
}

function refOf(warehouse: WarehouseAdapter, name: string): TableRef {
  const { identifiers } = warehouse
  const parts = identifiers.parse(name)
  const ref = parts === null ? null : identifiers.resolve(parts, { defaultCatalog: null, searchPath: [] })
  if (ref === null) {
    throw new AegisError('CONFIG_INVALID', `\`${name}\` does not name a table. Write it as schema.table.`)
  }
  return ref
}

function assertColumn(name: string, column: string, { columns }: TableDescription): void {
  if (columns.some((item) => item.name === column)) return
  const has = columns
    .map((item) => item.name)
    .slice(0, 20)
    .join(', ')
  throw new AegisError(
    'NOT_FOUND',
    `${name} has no column \`${column}\` to tell its freshness by. It has: ${has}.`,
  )
}

async function namedTables(
  warehouse: WarehouseAdapter,
  names: readonly string[],
  watermarkColumn: string | null,
): Promise<readonly TableRef[]> {
  const refs = names.map((name) => refOf(warehouse, name))
  const readings = await warehouse.describeTables(refs)
  const nameOf = ({ ref }: { readonly ref: TableRef }): string => warehouse.identifiers.key(ref)
  const missing = readings.filter(({ status }) => status === 'missing').map(nameOf)
  if (missing.length > 0) {
    const hint = 'Check the spelling; names with capitals or special characters need quotes, as in SQL.'
    throw new AegisError('NOT_FOUND', `The warehouse has no ${missing.join(', ')}. ${hint}`)
  }
  for (const reading of readings) {
    if (watermarkColumn !== null && reading.status === 'ok')
      assertColumn(nameOf(reading), watermarkColumn, reading.value)
  }
  return refs
}

function changed(connectionId: number, text: string, at: Date): ActivityDraft {
  const action = 'monitoring_changed'
  return { agent: 'person', action, connectionId, tableId: null, incidentId: null, text, at }
}

/** Stops watching a table and forgets its history. false: somebody else did so first. */
export async function unmonitorTable(
  { store, clock }: Pick<MonitorDeps, 'store' | 'clock'>,
  { id, connectionId, qualifiedName }: MonitoredTable,
): Promise<boolean> {
  const removed = await store.removeTable(id)
  const text = `No longer monitoring ${qualifiedName}; its history is gone`
  if (removed) await store.append({ activity: [changed(connectionId, text, clock.now())], events: [] })
  return removed
}

/** Adds tables to the monitored ones, or changes the settings of those that are. */
export async function monitorTables(
  { store, clock, checkTypes }: MonitorDeps,
  { connection, warehouse }: OpenConnection,
  given: MonitorOptions,
): Promise<MonitorReport> {
  const options = checkMonitorOptions(given, checkTypes)
  const { identifiers } = warehouse
  const refs = [
    ...(options.schemas === undefined ? [] : await tablesOfSchemas(warehouse, options.schemas)),
    ...(options.tables === undefined
      ? []
      : await namedTables(warehouse, options.tables, options.watermarkColumn ?? null)),
  ]
  const monitored = await store.listTables({ connectionId: connection.id })
  const known = new Map(monitored.map((table) => [table.qualifiedName, table]))
  const drafts = new Map(
    refs.map((ref) => {
      const qualifiedName = identifiers.key(ref)
      const before = known.get(qualifiedName)
      // undefined keeps what was set before, null clears it.
      const {
        freshnessSlaMinutes = before?.freshnessSlaMinutes,
        expectedBy = before?.expectedBy,
        watermarkColumn = before?.watermarkColumn,
      } = options
      const draft = {
        ref,
        qualifiedName,
        checkTypes: options.checkTypes ?? before?.checkTypes ?? checkTypes,
        freshnessSlaMinutes: freshnessSlaMinutes ?? null,
        expectedBy: expectedBy ?? null,
        watermarkColumn: watermarkColumn ?? null,
      }
      return [qualifiedName, draft] as const
    }),
  )
  const at = clock.now()
  const tables = await store.saveTables(connection.id, [...drafts.values()], at)
  const added = tables.filter(({ qualifiedName }) => !known.has(qualifiedName)).length
  const count = tables.length === 1 ? '1 table' : `${tables.length} tables`
  const text = `Monitoring ${count} of ${connection.name}, ${added} of them new`
  await store.append({ activity: [changed(connection.id, text, at)], events: [] })
  return { tables, added }
}
