import type {
  AnomalyDetail,
  CheckType,
  Column,
  ColumnPair,
  Diagnosis,
  EventFacts,
  ExpectedBy,
  IncidentNote,
  JsonValue,
  LineageCoverage,
  ModelCall,
  Remediation,
  TableProblem,
} from '@aegis/core'
import * as z from 'zod'

/**
 * What the JSON columns hold. Stored keys are snake_case like the columns around them, times are ISO text; the
 * schemas turn both ways. A custom sentinel's own data is kept as it is.
 */

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function document<Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodCodec<z.ZodRecord<z.ZodString, z.ZodUnknown>, z.ZodObject<Shape>> {
  const names = Object.keys(shape).map((key) => ({ key, stored: snake(key) }))
  const pick = (from: Readonly<Record<string, unknown>>, way: 'read' | 'write'): Record<string, unknown> => {
    const picked: Record<string, unknown> = {}
    for (const { key, stored } of names) {
      const value = from[way === 'read' ? stored : key]
      if (value !== undefined) picked[way === 'read' ? key : stored] = value
    }
    return picked
  }
  return z.codec(z.record(z.string(), z.unknown()), z.object(shape), {
    decode: (stored) => pick(stored, 'read') as z.input<z.ZodObject<Shape>>,
    encode: (value) => pick(value as Readonly<Record<string, unknown>>, 'write'),
  })
}

const time = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})
const json = z.custom<JsonValue>((value) => value !== undefined)
const severity = z.enum(['critical', 'high', 'medium', 'low'])
const texts = z.array(z.string())
const action = z.enum([
  'revert_schema',
  'add_cast',
  'rename_back',
  'notify_team',
  'pause_pipeline',
  'rerun_job',
  'accept_change',
  'investigate',
])

const column = document({
  name: z.string(),
  type: z.string(),
  nullable: z.boolean().nullable(),
  ordinal: z.number(),
  defaultValue: z.string().nullable().optional(),
  comment: z.string().nullable().optional(),
  typeId: z.string().optional(),
  madeOf: z.string().optional(),
})

const expectedBy = { cron: z.string(), timeZone: z.string(), graceMinutes: z.number() }

const schemaChange = document({
  kind: z.enum([
    'column_added',
    'column_deleted',
    'column_renamed',
    'type_changed',
    'nullability_changed',
    'table_dropped',
    'table_replaced',
  ]),
  column: z.string().nullable(),
  insideColumn: z.string().optional(),
  previousName: z.string().optional(),
  before: column.nullable(),
  after: column.nullable(),
  severity,
  verdict: z.enum(['identical', 'equivalent', 'widening', 'narrowing', 'incompatible', 'unknown']).optional(),
  confidence: z.number().optional(),
  evidence: texts,
})

const recommendation = document({
  action,
  description: z.string(),
  sql: z.string().nullable(),
  priority: z.number(),
  evidence: texts.optional(),
})

const evidence = document({
  id: z.string(),
  kind: z.enum(['lineage', 'anomaly', 'schema_change', 'freshness', 'incident', 'coverage']),
  table: z.string().nullable(),
  at: time.nullable(),
  text: z.string(),
  source: z.enum(['scan', 'query_log', 'view_definition', 'native', 'lineage']).optional(),
})

const remediationAction = document({
  type: z.union([action, z.literal('add_alias_view')]),
  description: z.string(),
  sql: z.string().nullable(),
  status: z.enum(['pending_approval', 'manual']),
  risk: z.enum(['safe', 'rewrites_table', 'loses_data', 'unknown']),
  preconditions: z.array(document({ text: z.string(), checkSql: z.string().nullable() })).optional(),
  undo: document({ sql: z.string().nullable(), text: z.string() }).optional(),
  proof: document({
    outcome: z.enum(['proved', 'refused', 'not_run']),
    text: z.string(),
    at: time,
    by: z.string(),
  }).optional(),
  unverified: document({ sql: z.string(), reason: z.string() }).optional(),
})

const scanSummary = document({
  connection: z.string(),
  tablesScanned: z.number(),
  anomaliesFound: z.number(),
  problems: z.number(),
  durationMs: z.number(),
})

export const columnsDocument: z.ZodType<readonly Column[]> = z.array(column)
export const checkTypesDocument: z.ZodType<readonly CheckType[]> = texts
export const expectedByDocument: z.ZodType<ExpectedBy> = document(expectedBy)
export const namesDocument: z.ZodType<readonly string[]> = texts
export const usedColumnsDocument: z.ZodType<readonly string[]> = z.array(z.string())

export const columnPairsDocument: z.ZodType<readonly ColumnPair[]> = z.array(
  z.object({ source: z.string(), target: z.string() }),
)
export const stateDocument: z.ZodType<JsonValue> = json

export const problemDocument: z.ZodType<TableProblem> = document({
  check: z.string(),
  status: z.enum(['forbidden', 'missing_or_forbidden', 'unsupported', 'missing']),
  detail: z.string(),
})

export const detailDocument: z.ZodType<AnomalyDetail> = z.union([
  document({ type: z.literal('schema_drift'), changes: z.array(schemaChange) }),
  document({
    type: z.literal('freshness_violation'),
    slaMinutes: z.number().nullable(),
    missedSlot: document({ ...expectedBy, dueAt: time }).nullable(),
    notBefore: time.nullable(),
    notAfter: time,
    minutesSince: z.number(),
    minutesOverdue: z.number(),
    method: z.string(),
    caveats: texts,
  }),
  document({
    type: z.literal('connection_error'),
    failedCycles: z.number(),
    message: z.string(),
    code: z.string(),
  }),
  document({ type: z.literal('custom'), summary: z.string(), data: json }),
])

export const diagnosisDocument: z.ZodType<Diagnosis> = document({
  rootCause: z.string(),
  rootCauseTable: z.string().nullable(),
  candidates: z.array(document({ table: z.string(), confidence: z.number(), why: z.string() })).optional(),
  blastRadius: texts,
  severity,
  confidence: z.number(),
  recommendations: z.array(recommendation),
  evidence: z.array(evidence),
  rootCauseEvidence: texts.optional(),
  decidedBy: z.string(),
  fallback: z.string().optional(),
  usage: document({ inputTokens: z.number(), outputTokens: z.number() }).optional(),
  diagnosedAt: time,
})

export const modelCallDocument: z.ZodType<ModelCall> = document({
  model: z.string(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  budgetTokens: z.number(),
  latencyMs: z.number(),
  attempt: z.number(),
  outcome: z.enum([
    'ok',
    'invalid_json',
    'invalid_answer',
    'unfounded',
    'timeout',
    'rate_limited',
    'unavailable',
    'refused',
    'truncated',
    'credentials',
    'invalid_request',
    'aborted',
    'other',
  ]),
})

export const remediationDocument: z.ZodType<Remediation> = document({
  actions: z.array(remediationAction),
  alternatives: z.array(remediationAction).optional(),
  summary: z.string(),
  planHash: z.string().optional(),
  generatedAt: time,
})

export const notesDocument: z.ZodType<readonly IncidentNote[]> = z.array(
  document({ at: time, text: z.string() }),
)

export const coverageDocument: z.ZodType<LineageCoverage> = document({
  statements: z.number(),
  parsed: z.number(),
  irrelevant: z.number(),
  unparsed: z.number(),
  partial: z.number(),
  ambiguous: z.number(),
  problems: z.array(z.string()),
  reasons: z.array(document({ reason: z.string(), count: z.number(), example: z.string() })),
  comparedWithNative: document({ native: z.number(), parsed: z.number(), both: z.number() }).optional(),
})

export const factsDocument: z.ZodType<EventFacts> = z.union([
  document({
    type: z.literal('anomaly.detected'),
    anomalyId: z.number(),
    incidentId: z.number(),
    table: z.string().nullable(),
    anomalyType: z.string(),
  }),
  document({ type: z.literal('incident.created'), incidentId: z.number(), severity }),
  document({
    type: z.literal('incident.updated'),
    incidentId: z.number(),
    status: z.enum(['open', 'investigating', 'pending_review', 'resolved', 'dismissed']),
  }),
  document({ type: z.literal('scan.completed'), scan: scanSummary }),
  document({
    type: z.literal('lineage.refreshed'),
    connection: z.string(),
    edges: z.number(),
    unparsed: z.number(),
  }),
])
