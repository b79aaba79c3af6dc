import {
  type CallOptions,
  identifierRules,
  type QueryLogPage,
  type QueryLogWindow,
  type Reading,
  type TableDescription,
  type TableRef,
  type TableSelector,
  type WarehouseAdapter,
} from '@aegis/core'
import { createLooks } from './change-counters.ts'
import { testConnection } from './connection-test.ts'
import { checkOptions, type PostgresOptions } from './options.ts'
import { columnsOf, tablesAfter } from './queries.ts'
import { readQueryLog } from './query-log.ts'
import { readFreshness } from './read-freshness.ts'
import { readViewDefinitions } from './read-views.ts'
import { byPosition, parseRows, readDescription, tableRow } from './rows.ts'
import { assertSchemasExist } from './schemas.ts'
import { createSessions, type Sessions } from './session.ts'

const PAGE = 5000

async function* listTables(
  sessions: Sessions,
  { schemas }: TableSelector,
  call: CallOptions | undefined,
): AsyncIterable<readonly TableRef[]> {
  await assertSchemasExist(sessions, schemas, call)
  let after: TableRef | null = null
  for (;;) {
    const query = tablesAfter(schemas ?? null, after, PAGE)
    const rows = await sessions.use('listing tables', call, (session) => session.run(query))
    const refs: readonly TableRef[] = parseRows(tableRow, rows, 'tables')
    if (refs.length > 0) yield refs
    if (refs.length < PAGE) return
    after = refs.at(-1) ?? null
  }
}

async function describeTables(
  sessions: Sessions,
  refs: readonly TableRef[],
  call: CallOptions | undefined,
): Promise<readonly Reading<TableDescription>[]> {
  if (refs.length === 0) return []
  const rows = await sessions.use('reading columns', call, (session) => session.run(columnsOf(refs)))
  const found = byPosition(rows, refs.length)
  return refs.map((ref, index): Reading<TableDescription> => {
    const row = found.get(index)
    return row === undefined
      ? { ref, status: 'missing' }
      : { ref, status: 'ok', value: readDescription(row, ref) }
  })
}

async function* readLog(
  sessions: Sessions,
  window: QueryLogWindow,
  excludeRoles: readonly string[],
  call: CallOptions | undefined,
): AsyncIterable<QueryLogPage> {
  yield await sessions.use('reading the query log', call, (session) =>
    readQueryLog(session, window, excludeRoles),
  )
}

/**
 * A PostgreSQL database, 15 or newer, as a warehouse. Nothing is connected before the first call; every session is
 * read-only. Throws `CONFIG_INVALID` for wrong options.
 */
export function postgres(options: PostgresOptions = {}): WarehouseAdapter {
  const checked = checkOptions(options)
  const sessions = createSessions(checked)
  const looks = createLooks()
  const freshness = {
    timeZone: checked.watermarkTimeZone ?? null,
    watermarkScanRows: checked.watermarkScanRows,
    commitTimestamps: checked.commitTimestamps,
  }
  return {
    spec: 'warehouse/v1',
    dialect: 'postgresql',
    identifiers: identifierRules('postgresql'),
    listTables: (selector, call) => listTables(sessions, selector, call),
    describeTables: (refs, call) => describeTables(sessions, refs, call),
    readFreshness: (requests, call) => readFreshness(sessions, requests, looks, freshness, call),
    readQueryLog: (window, call) => readLog(sessions, window, checked.excludeRoles, call),
    readViewDefinitions: (selector, call) => readViewDefinitions(sessions, selector, call),
    testConnection: (call) => testConnection(sessions, call),
    close: () => sessions.close(),
  }
}
