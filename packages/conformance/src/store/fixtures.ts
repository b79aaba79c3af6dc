import assert from 'node:assert/strict'
import type {
  Anomaly,
  AnomalyDraft,
  CheckOutcome,
  CheckResult,
  Column,
  Connection,
  Diagnosis,
  Incident,
  IncidentChange,
  LineageCoverage,
  LineageEdgeDraft,
  MonitoredTable,
  MonitoredTableDraft,
  Remediation,
  Severity,
  SnapshotDraft,
  Store,
  StoredEvent,
  TableScanResult,
} from '@aegis/core'

const START = Date.UTC(2026, 2, 1, 12)

/** Minutes after the beginning of a case's time. */
export function minute(minutes: number): Date {
  return new Date(START + minutes * 60_000)
}

export function tableDraft(name: string, more: Partial<MonitoredTableDraft> = {}): MonitoredTableDraft {
  return {
    ref: { catalog: '', schema: 'analytics', name },
    qualifiedName: `analytics.${name}`,
    checkTypes: ['schema', 'freshness'],
    freshnessSlaMinutes: 60,
    expectedBy: null,
    watermarkColumn: null,
    ...more,
  }
}

export interface Seed {
  readonly connection: Connection
  readonly orders: MonitoredTable
  readonly customers: MonitoredTable
}

/** A connection with two monitored tables. */
export async function seed(store: Store, name = 'shop'): Promise<Seed> {
  const connection = await store.saveConnection({ name, dialect: 'postgresql', at: minute(0) })
  const drafts = [tableDraft('orders'), tableDraft('customers')]
  const [orders, customers] = await store.saveTables(connection.id, drafts, minute(0))
  assert.ok(orders !== undefined && customers !== undefined, 'saveTables returns one row per draft')
  return { connection, orders, customers }
}

const PRICE: Column = { name: 'price', type: 'numeric(10,2)', nullable: true, ordinal: 2 }

export function shape(hash: string, more: Partial<SnapshotDraft> = {}): SnapshotDraft {
  return {
    exists: true,
    kind: 'table',
    columns: [{ name: 'id', type: 'bigint', nullable: false, ordinal: 1 }, PRICE],
    hash,
    objectId: '16384',
    capturedAt: minute(1),
    ...more,
  }
}

export function drift(fingerprint: string, severity: Severity = 'high', at: Date = minute(1)): AnomalyDraft {
  const change = {
    kind: 'type_changed',
    column: 'price',
    before: PRICE,
    after: { ...PRICE, type: 'text' },
    severity,
    evidence: ['numeric became text'],
  } as const
  return {
    type: 'schema_drift',
    severity,
    detail: { type: 'schema_drift', changes: [change] },
    fingerprint,
    detectedAt: at,
  }
}

/** What the schema sentinel wants kept; nothing unless said. */
export function check(more: Partial<CheckResult> = {}): CheckResult {
  return {
    sentinel: 'schema',
    anomalyType: 'schema_drift',
    anomaly: null,
    note: null,
    shape: null,
    state: null,
    ...more,
  }
}

export function result(
  table: MonitoredTable,
  checks: readonly CheckResult[],
  more: Partial<TableScanResult> = {},
): TableScanResult {
  return { tableId: table.id, checkedAt: minute(1), checks, ...more }
}

/** Records one table's checks and returns their outcomes. */
export async function record(
  store: Store,
  table: MonitoredTable,
  checks: readonly CheckResult[],
  more: Partial<TableScanResult> = {},
): Promise<readonly CheckOutcome[]> {
  const { results } = await store.recordScan([result(table, checks, more)])
  const [first] = results
  assert.ok(first !== undefined, 'recordScan answers each result')
  assert.equal(first.checks.length, checks.length, 'recordScan answers each check')
  return first.checks
}

/** Records one check and returns its outcome. */
export async function recordOne(
  store: Store,
  table: MonitoredTable,
  one: Partial<CheckResult>,
  more: Partial<TableScanResult> = {},
): Promise<CheckOutcome> {
  const [outcome] = await record(store, table, [check(one)], more)
  assert.ok(outcome !== undefined)
  return outcome
}

export interface Raised {
  readonly anomaly: Anomaly
  readonly incident: Incident
}

/** Narrows an outcome to one that stored an anomaly. */
export function raised(outcome: CheckOutcome | null | undefined, as: 'opened' | 'merged'): Raised {
  assert.equal(outcome?.outcome, as)
  assert.ok(outcome?.outcome === 'opened' || outcome?.outcome === 'merged')
  return outcome
}

/** Opens an incident of the table with one drift. */
export async function openIncident(
  store: Store,
  table: MonitoredTable,
  fingerprint = 'first',
  severity: Severity = 'high',
): Promise<Raised> {
  return raised(await recordOne(store, table, { anomaly: drift(fingerprint, severity) }), 'opened')
}

export function change(to: IncidentChange['to'], more: Partial<IncidentChange> = {}): IncidentChange {
  return { to, actor: 'aegis', reason: 'because', at: minute(5), activity: [], ...more }
}

/** Moves an incident on and insists that it moved. */
export async function move(
  store: Store,
  incident: Incident,
  to: IncidentChange['to'],
  more: Partial<IncidentChange> = {},
): Promise<Incident> {
  const moved = await store.transition(incident.id, incident.version, change(to, more))
  assert.ok(moved !== null, 'the version was the right one, so the transition happens')
  return moved
}

export async function incidentOf(store: Store, id: number): Promise<Incident> {
  const incident = await store.getIncident(id)
  assert.ok(incident !== null, `incident ${id} exists`)
  return incident
}

export function diagnosis(rootCause: string): Diagnosis {
  return {
    rootCause,
    rootCauseTable: 'raw.orders',
    blastRadius: ['analytics.daily_revenue', 'reporting."Exec Dashboard"'],
    severity: 'critical',
    confidence: 0.85,
    recommendations: [
      {
        action: 'add_cast',
        description: 'Cast it back',
        sql: 'ALTER TABLE x ...',
        priority: 1,
        evidence: ['E1'],
      },
      { action: 'notify_team', description: 'Tell the team', sql: null, priority: 2 },
    ],
    evidence: [
      { id: 'E1', kind: 'schema_change', table: 'raw.orders', at: minute(1), text: 'price became text' },
      { id: 'E2', kind: 'coverage', table: null, at: null, text: 'lineage is complete' },
    ],
    rootCauseEvidence: ['E1'],
    decidedBy: 'rules',
    fallback: 'the model gave no answer',
    usage: { inputTokens: 1200, outputTokens: 300 },
    diagnosedAt: minute(3),
  }
}

export const REMEDIATION: Remediation = {
  actions: [
    {
      type: 'add_cast',
      description: 'Cast it back',
      sql: 'ALTER TABLE x ...',
      status: 'pending_approval',
      risk: 'rewrites_table',
      preconditions: [
        { text: 'Every value fits', checkSql: 'SELECT count(*) ...' },
        { text: 'Nobody loads', checkSql: null },
      ],
      undo: { sql: null, text: 'Cast it again' },
      proof: { outcome: 'proved', text: 'schema proved, data not checked', at: minute(4), by: 'shadow' },
    },
    { type: 'notify_team', description: 'Tell the team', sql: null, status: 'manual', risk: 'safe' },
  ],
  alternatives: [
    {
      type: 'add_alias_view',
      description: 'A view beside it',
      sql: null,
      status: 'manual',
      risk: 'unknown',
      unverified: { sql: 'DROP ...', reason: 'never proposed' },
    },
  ],
  summary: 'One statement, one message.',
  planHash: 'plan-v1:0123',
  generatedAt: minute(4),
}

export function edge(more: Partial<LineageEdgeDraft> = {}): LineageEdgeDraft {
  return {
    source: 'raw.orders',
    target: 'staging.orders',
    sourceRef: { catalog: '', schema: 'raw', name: 'orders' },
    targetRef: { catalog: '', schema: 'staging', name: 'orders' },
    relationship: 'direct',
    confidence: 0.8,
    queryHash: 'hash-1',
    origin: 'query_log',
    columns: [{ source: 'price', target: 'price' }],
    sourceKind: 'table',
    targetKind: 'table',
    usedColumns: ['id'],
    columnsComplete: true,
    observations: 1,
    seenAt: minute(10),
    ...more,
  }
}

export const COVERAGE: LineageCoverage = {
  statements: 10,
  parsed: 7,
  irrelevant: 2,
  unparsed: 1,
  partial: 2,
  ambiguous: 3,
  problems: ['the query log could not be read'],
  reasons: [{ reason: 'jinja', count: 1, example: 'select {{ x }}' }],
}

/** The whole event log. */
export async function events(store: Store): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = []
  for (;;) {
    const page = await store.readEvents(all.length, 1000)
    all.push(...page.events)
    if (page.events.length < 1000) return all
  }
}

/** The event types that were appended after `afterSeq`. */
export async function eventTypes(store: Store, afterSeq = 0): Promise<readonly string[]> {
  return (await events(store)).slice(afterSeq).map(({ facts }) => facts.type)
}

export async function headSeq(store: Store): Promise<number> {
  return (await store.readEvents(Number.MAX_SAFE_INTEGER, 1)).headSeq
}

async function observationsOf(store: Store, connectionId: number): Promise<unknown> {
  const tables = await store.listTables({ connectionId })
  return Promise.all(tables.map(({ id }) => store.listObservations(id, { limit: 1000 })))
}

/** Everything that can be read of a store, to see that nothing changed. */
export async function everything(store: Store): Promise<unknown> {
  const connections = await store.listConnections()
  const perConnection = []
  for (const { id } of connections) {
    perConnection.push({
      states: await store.loadScanState(id),
      observations: await observationsOf(store, id),
      edges: await store.listEdges(id),
      lineage: await store.getLineageStatus(id),
    })
  }
  const incidents = await store.listIncidents({ limit: 1000 })
  const transitions = []
  for (const { id } of incidents) transitions.push(await store.listTransitions(id))
  return structuredClone({
    connections,
    perConnection,
    incidents,
    transitions,
    anomalies: await store.listAnomalies({ limit: 1000 }),
    activity: await store.listActivity({ limit: 1000 }),
    events: await events(store),
  })
}

/** The call rejects with an `AegisError` of code `STORE_FAILED`, and nothing was written. */
export async function refuses(store: Store, call: () => Promise<unknown>, what: string): Promise<void> {
  const before = await everything(store)
  await assert.rejects(call, { code: 'STORE_FAILED' }, what)
  assert.deepEqual(await everything(store), before, `${what}: nothing is written`)
}

/** Runs the call eight times at once. */
export function eightTimes<T>(call: (index: number) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: 8 }, (_, index) => call(index)))
}

/** How many of the outcomes are of this kind. */
export function count(
  outcomes: readonly (CheckOutcome | null | undefined)[],
  kind: CheckOutcome['outcome'],
): number {
  return outcomes.filter((outcome) => outcome?.outcome === kind).length
}
