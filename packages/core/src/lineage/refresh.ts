import type { ActivityDraft } from '../model/activity.ts'
import type { Connection } from '../model/connection.ts'
import type { QueryLogWindow } from '../model/query-log.ts'
import type { Clock } from '../ports/clock.ts'
import type { LineageParser } from '../ports/lineage-parser.ts'
import type { LineageStatus, Store } from '../ports/store.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'
import { addCoverage, NO_COVERAGE } from './coverage.ts'
import { createLineageIngest } from './ingest.ts'
import {
  describeColumns,
  readKnownTables,
  readLog,
  readNative,
  readViews,
  type SourceReading,
} from './read-sources.ts'
import { readingMemory } from './reading-memory.ts'
import { readSessions, writeSessions } from './session/session-state.ts'

export interface LineageRefresh {
  readonly store: Store
  readonly connection: Connection
  readonly warehouse: WarehouseAdapter
  /** undefined: nothing can be read, and the report says so. */
  readonly parser: LineageParser | undefined
  readonly clock: Clock
  /** Reads the last 30 days again, whatever was read before, and counts the coverage anew. Default false. */
  readonly full?: boolean | undefined
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
const OVERLAP_MS = HOUR_MS
const QUERY_LOG = 'query_log'
const NATIVE = 'native'
/** Where the cursors keep what earlier readings of the log had met. */
const MEMORY = 'query_log_memory'

/** Where the cursors keep the sessions that go on. */
const SESSIONS = 'query_log_sessions'

const NO_PARSER =
  'No SQL parser is configured, so no lineage is read: give createAegis a lineageParser, such as sqlLineage() of @aegis/lineage-sql.'

/** What the next refresh would read of the query log. */
export function nextLogWindow(status: LineageStatus, now: Date): QueryLogWindow {
  return windowOf(QUERY_LOG, status, now, false)
}

/** Thirty days at first, then since the last refresh with an hour of overlap for what came late. */
function windowOf(source: string, status: LineageStatus, now: Date, isFull: boolean): QueryLogWindow {
  const cursor = isFull ? null : (status.cursors[source] ?? null)
  // Without a cursor this source was never read, even if others were.
  const readBefore = cursor === null ? null : status.refreshedAt
  const since = readBefore === null ? now.getTime() - FIRST_WINDOW_MS : readBefore.getTime() - OVERLAP_MS
  return { since: new Date(since), until: now, cursor }
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
 * Reads query log, views and the warehouse's own lineage, turns them into edges and saves them in one step. A source
 * that is not available leaves the others in use. The coverage that is saved adds up since the first or last full
 * refresh, each distinct text once; the report counts this refresh alone. Rejects when the warehouse as a whole or the
 * store does not answer, or on abort; nothing is saved then, and the next refresh reads the same again.
 */
export async function refreshLineage(refresh: LineageRefresh): Promise<LineageRefreshReport> {
  const { store, connection, warehouse, parser, clock, full = false, signal } = refresh
  const now = clock.now()
  if (parser === undefined) {
    const { reasons: _reasons, ...nothing } = NO_COVERAGE
    return { connection: connection.name, edges: 0, ...nothing, problems: [NO_PARSER] }
  }
  const found = new Set<string>()
  const source: SourceReading = { warehouse, signal, onProblem: (problem) => found.add(problem) }
  const status = await store.getLineageStatus(connection.id)
  const knownTables = await readKnownTables(source)
  const memory = readingMemory(full ? null : (status.cursors[MEMORY] ?? null))
  const { dialect, identifiers } = warehouse
  const keepAt = now.getTime() - OVERLAP_MS
  const ingest = createLineageIngest({
    parser,
    dialect,
    identifiers,
    knownTables,
    now,
    memory,
    sessions: { carried: readSessions(full ? null : (status.cursors[SESSIONS] ?? null)), keepAt },
    stored: await store.listEdges(connection.id),
    describe: (refs) => describeColumns(source, refs),
    isRescan: full && status.refreshedAt !== null,
    signal,
  })
  const log = await readLog(source, windowOf(QUERY_LOG, status, now, full), ingest)
  await readViews(source, ingest)
  const native = await readNative(source, windowOf(NATIVE, status, now, full), ingest)
  const { edges, closures, edgeCount, coverage, newCoverage, sessions } = await ingest.finish()
  if (warehouse.readQueryLog === undefined && warehouse.readViewDefinitions === undefined) {
    found.add(`The ${warehouse.dialect} adapter reads neither a query log nor view definitions.`)
  }
  const problems = [...found]
  const before = full ? null : status.coverage
  await store.saveLineage({
    connectionId: connection.id,
    edges,
    closures,
    cursors: {
      ...(log.cursor === null ? {} : { [QUERY_LOG]: log.cursor }),
      ...(native.cursor === null ? {} : { [NATIVE]: native.cursor }),
      [MEMORY]: memory.save(keepAt, log.isComplete),
      [SESSIONS]: writeSessions(keepAt, sessions),
    },
    coverage: { ...addCoverage(before ?? NO_COVERAGE, newCoverage), problems },
    at: now,
  })
  const { reasons: _reasons, comparedWithNative: _compared, ...counts } = coverage
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
