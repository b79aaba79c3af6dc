import { AdapterError } from '../errors.ts'
import type { ActivityDraft } from '../model/activity.ts'
import type { Connection } from '../model/connection.ts'
import type { QueryLogEntry, ViewDefinition } from '../model/query-log.ts'
import type { TableRef } from '../model/table.ts'
import type { Clock } from '../ports/clock.ts'
import type { LineageParser } from '../ports/lineage-parser.ts'
import type { LineageStatus, Store } from '../ports/store.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'
import { ingestLineage } from './ingest.ts'

export interface LineageRefresh {
  readonly store: Store
  readonly connection: Connection
  readonly warehouse: WarehouseAdapter
  /** undefined: nothing can be read, and the report says so. */
  readonly parser: LineageParser | undefined
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
}

export interface LineageRefreshReport {
  readonly connection: string
  /** Edges seen in this refresh, each once. */
  readonly edges: number
  /** Distinct statements and views. */
  readonly statements: number
  readonly parsed: number
  readonly irrelevant: number
  readonly unparsed: number
  /** Of those parsed: understood in part. */
  readonly partial: number
  /** Table names that could not be told and were left out. */
  readonly ambiguous: number
  /** What was not available, with what would mend it. */
  readonly problems: readonly string[]
}

const HOUR_MS = 3_600_000
const FIRST_WINDOW_MS = 30 * 24 * HOUR_MS
const QUERY_LOG = 'query_log'

const NO_PARSER =
  'No SQL parser is configured, so no lineage is read: give createAegis a lineageParser, such as sqlLineage() of @aegis/lineage-sql.'

interface LogReading {
  readonly entries: readonly QueryLogEntry[]
  readonly cursor: string | null
  readonly problems: readonly string[]
}

/** What the adapter says about a part that it cannot give. Anything but an adapter's own failure is passed on. */
function problemOf(error: unknown, what: string): string {
  if (!AdapterError.isInstance(error) || error.failure === 'aborted' || error.failure === 'contract')
    throw error
  return `${what} could not be read: ${error.message}`
}

/** Pages that came before a failure are used, and not asked for again. */
async function readLog(refresh: LineageRefresh, status: LineageStatus, now: Date): Promise<LogReading> {
  const { warehouse, signal } = refresh
  const entries: QueryLogEntry[] = []
  const problems = new Set<string>()
  let cursor = status.cursors[QUERY_LOG] ?? null
  if (warehouse.readQueryLog === undefined) return { entries, cursor, problems: [] }
  // Without a cursor the log was never read, even if views were.
  const hasRead = cursor !== null && status.refreshedAt !== null
  const since =
    hasRead && status.refreshedAt !== null
      ? status.refreshedAt.getTime() - HOUR_MS
      : now.getTime() - FIRST_WINDOW_MS
  try {
    for await (const page of warehouse.readQueryLog(
      { since: new Date(since), until: now, cursor },
      { signal },
    )) {
      entries.push(...page.entries)
      for (const gap of page.gaps) problems.add(gap)
      cursor = page.cursor ?? cursor
    }
  } catch (error) {
    problems.add(problemOf(error, 'The query log'))
  }
  return { entries, cursor, problems: [...problems] }
}

async function readViews({ warehouse, signal }: LineageRefresh): Promise<{
  readonly views: readonly ViewDefinition[]
  readonly problems: readonly string[]
}> {
  const views: ViewDefinition[] = []
  if (warehouse.readViewDefinitions === undefined) return { views, problems: [] }
  try {
    for await (const page of warehouse.readViewDefinitions({}, { signal })) views.push(...page)
    return { views, problems: [] }
  } catch (error) {
    return { views, problems: [problemOf(error, 'The view definitions')] }
  }
}

async function readKnownTables({ warehouse, signal }: LineageRefresh): Promise<readonly TableRef[]> {
  const tables: TableRef[] = []
  for await (const page of warehouse.listTables({}, { signal })) tables.push(...page)
  return tables
}

function activityOf(report: LineageRefreshReport, connectionId: number, at: Date): readonly ActivityDraft[] {
  const { connection, edges, statements, parsed, irrelevant, unparsed, ambiguous, problems } = report
  const line = (action: 'lineage_refreshed' | 'lineage_degraded', text: string): ActivityDraft => ({
    agent: 'lineage',
    action,
    connectionId,
    tableId: null,
    incidentId: null,
    text,
    at,
  })
  const refreshed = line(
    'lineage_refreshed',
    `Lineage of ${connection}: ${edges} edges from ${statements} statements and views; ${parsed} move data, ${irrelevant} do not, ${unparsed} were not understood, ${ambiguous} names were ambiguous.`,
  )
  if (problems.length === 0) return [refreshed]
  return [
    refreshed,
    line('lineage_degraded', `Lineage of ${connection} is incomplete. ${problems.join(' ')}`),
  ]
}

/**
 * Reads query log and views, turns them into edges and saves them in one step. A source that is not available leaves
 * the others in use. Rejects when the warehouse as a whole or the store does not answer, or on abort; nothing is saved
 * then, and the next refresh reads the same again.
 */
export async function refreshLineage(refresh: LineageRefresh): Promise<LineageRefreshReport> {
  const { store, connection, warehouse, parser, clock } = refresh
  const now = clock.now()
  if (parser === undefined) {
    const nothing = {
      edges: 0,
      statements: 0,
      parsed: 0,
      irrelevant: 0,
      unparsed: 0,
      partial: 0,
      ambiguous: 0,
    }
    return { connection: connection.name, ...nothing, problems: [NO_PARSER] }
  }
  const status = await store.getLineageStatus(connection.id)
  const knownTables = await readKnownTables(refresh)
  const log = await readLog(refresh, status, now)
  const { views, problems: viewProblems } = await readViews(refresh)
  const problems = [...log.problems, ...viewProblems]
  if (warehouse.readQueryLog === undefined && warehouse.readViewDefinitions === undefined) {
    problems.push(`The ${warehouse.dialect} adapter reads neither a query log nor view definitions.`)
  }
  const { entries } = log
  const { dialect, identifiers } = warehouse
  const { edges, edgeCount, coverage } = ingestLineage({
    parser,
    dialect,
    identifiers,
    entries,
    views,
    knownTables,
    now,
  })
  await store.saveLineage({
    connectionId: connection.id,
    edges,
    closures: [],
    cursors: log.cursor === null ? {} : { [QUERY_LOG]: log.cursor },
    coverage: { ...coverage, problems },
    at: now,
  })
  const { reasons: _reasons, ...counts } = coverage
  const report: LineageRefreshReport = { connection: connection.name, edges: edgeCount, ...counts, problems }
  await store.append({
    activity: activityOf(report, connection.id, now),
    events: [
      {
        at: now,
        facts: {
          type: 'lineage.refreshed',
          connection: connection.name,
          edges: edgeCount,
          unparsed: coverage.unparsed,
        },
      },
    ],
  })
  return report
}
