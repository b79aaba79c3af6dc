import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type * as z from 'zod'
import { readJson, writeJson } from '../../src/mapping/column-values.ts'
import {
  checkTypesDocument,
  columnPairsDocument,
  columnsDocument,
  coverageDocument,
  detailDocument,
  diagnosisDocument,
  factsDocument,
  modelCallDocument,
  notesDocument,
  problemDocument,
  remediationDocument,
  stateDocument,
} from '../../src/mapping/documents.ts'

const text = fc.string({ unit: 'grapheme' })
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value))
const count = fc.nat()
const time = fc.date({
  min: new Date('0000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})
const orNull = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null })
const list = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(some, { maxLength: 4 })
const severity = fc.constantFrom('critical', 'high', 'medium', 'low')
const action = fc.constantFrom('revert_schema', 'add_cast', 'notify_team', 'accept_change', 'investigate')
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))

const column = fc.record(
  {
    name: text,
    type: text,
    nullable: orNull(fc.boolean()),
    ordinal: count,
    defaultValue: orNull(text),
    comment: orNull(text),
    typeId: text,
    madeOf: text,
  },
  { requiredKeys: ['name', 'type', 'nullable', 'ordinal'] },
)
const expectedBy = { cron: text, timeZone: text, graceMinutes: count }
const change = fc.record(
  {
    kind: fc.constantFrom('column_added', 'column_renamed', 'type_changed', 'table_dropped'),
    column: orNull(text),
    previousName: text,
    before: orNull(column),
    after: orNull(column),
    severity,
    insideColumn: text,
    verdict: fc.constantFrom('widening', 'unknown'),
    confidence: number,
    evidence: list(text),
  },
  { requiredKeys: ['kind', 'column', 'before', 'after', 'severity', 'evidence'] },
)
const detail = fc.oneof(
  fc.record({ type: fc.constant('schema_drift'), changes: list(change) }),
  fc.record({
    type: fc.constant('freshness_violation'),
    slaMinutes: orNull(number),
    missedSlot: orNull(fc.record({ ...expectedBy, dueAt: time })),
    notBefore: orNull(time),
    notAfter: time,
    minutesSince: number,
    minutesOverdue: number,
    method: text,
    caveats: list(text),
  }),
  fc.record({ type: fc.constant('connection_error'), failedCycles: count, message: text, code: text }),
  fc.record({ type: fc.constant('custom'), summary: text, data: json }),
)
const diagnosis = fc.record(
  {
    rootCause: text,
    rootCauseTable: orNull(text),
    blastRadius: list(text),
    severity,
    confidence: number,
    recommendations: list(
      fc.record(
        { action, description: text, sql: orNull(text), priority: count, evidence: list(text) },
        { requiredKeys: ['action', 'description', 'sql', 'priority'] },
      ),
    ),
    candidates: list(fc.record({ table: text, confidence: number, why: text })),
    evidence: list(
      fc.record(
        {
          id: text,
          kind: fc.constantFrom('lineage', 'schema_change', 'coverage'),
          table: orNull(text),
          at: orNull(time),
          text,
          source: fc.constantFrom('scan', 'query_log', 'lineage'),
        },
        { requiredKeys: ['id', 'kind', 'table', 'at', 'text'] },
      ),
    ),
    decidedBy: text,
    diagnosedAt: time,
    rootCauseEvidence: list(text),
    fallback: text,
    usage: fc.record({ inputTokens: count, outputTokens: count }),
  },
  {
    requiredKeys: [
      'rootCause',
      'rootCauseTable',
      'blastRadius',
      'severity',
      'confidence',
      'recommendations',
      'evidence',
      'decidedBy',
      'diagnosedAt',
    ],
  },
)
const modelCall = fc.record({
  model: text,
  inputTokens: orNull(count),
  outputTokens: orNull(count),
  budgetTokens: count,
  latencyMs: number,
  attempt: count,
  outcome: fc.constantFrom('ok', 'invalid_json', 'unfounded', 'rate_limited', 'other'),
})
const remediationAction = fc.record(
  {
    type: fc.oneof(action, fc.constant('add_alias_view')),
    description: text,
    sql: orNull(text),
    status: fc.constantFrom('pending_approval', 'manual'),
    risk: fc.constantFrom('safe', 'rewrites_table', 'loses_data', 'unknown'),
    preconditions: list(fc.record({ text, checkSql: orNull(text) })),
    undo: fc.record({ sql: orNull(text), text }),
    proof: fc.record({
      outcome: fc.constantFrom('proved', 'refused', 'not_run'),
      text,
      at: time,
      by: text,
    }),
    unverified: fc.record({ sql: text, reason: text }),
  },
  { requiredKeys: ['type', 'description', 'sql', 'status', 'risk'] },
)
const remediation = fc.record(
  {
    actions: list(remediationAction),
    alternatives: list(remediationAction),
    summary: text,
    planHash: text,
    generatedAt: time,
  },
  { requiredKeys: ['actions', 'summary', 'generatedAt'] },
)
const facts = fc.oneof(
  fc.record({
    type: fc.constant('anomaly.detected'),
    anomalyId: count,
    incidentId: count,
    table: orNull(text),
    anomalyType: text,
  }),
  fc.record({ type: fc.constant('incident.created'), incidentId: count, severity }),
  fc.record({
    type: fc.constant('scan.completed'),
    scan: fc.record({
      connection: text,
      tablesScanned: count,
      anomaliesFound: count,
      problems: count,
      durationMs: number,
    }),
  }),
  fc.record({ type: fc.constant('lineage.refreshed'), connection: text, edges: count, unparsed: count }),
)

interface DocumentCase {
  readonly what: string
  readonly schema: z.ZodType<unknown>
  readonly values: fc.Arbitrary<unknown>
}

const cases: readonly DocumentCase[] = [
  { what: 'columns', schema: columnsDocument, values: list(column) },
  { what: 'check types', schema: checkTypesDocument, values: list(text) },
  {
    what: 'column pairs',
    schema: columnPairsDocument,
    values: list(fc.record({ source: text, target: text })),
  },
  { what: 'a state', schema: stateDocument, values: json },
  {
    what: 'a problem',
    schema: problemDocument,
    values: fc.record({ check: text, status: fc.constantFrom('forbidden', 'missing'), detail: text }),
  },
  { what: 'a detail', schema: detailDocument, values: detail },
  { what: 'a diagnosis', schema: diagnosisDocument, values: diagnosis },
  { what: 'a call of a model', schema: modelCallDocument, values: modelCall },
  { what: 'a remediation', schema: remediationDocument, values: remediation },
  { what: 'notes', schema: notesDocument, values: list(fc.record({ at: time, text })) },
  {
    what: 'a coverage',
    schema: coverageDocument,
    values: fc.record({
      statements: count,
      parsed: count,
      irrelevant: count,
      unparsed: count,
      partial: count,
      ambiguous: count,
      problems: list(text),
      reasons: list(fc.record({ reason: text, count, example: text })),
    }),
  },
  { what: 'facts', schema: factsDocument, values: facts },
]

/** Plain prototypes, as a reader compares them. */
function plain(value: unknown): unknown {
  return structuredClone(value)
}

describe('documents', () => {
  test.for(cases)('$what comes back as it was', ({ schema, values }) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(plain(readJson(schema, writeJson(schema, value), 'test'))).toStrictEqual(plain(value))
      }),
      { numRuns: 200 },
    )
  })

  test('are stored with snake_case keys; the data of a custom sentinel is left alone', () => {
    const written = JSON.parse(
      writeJson(detailDocument, { type: 'connection_error', failedCycles: 3, message: 'm', code: 'c' }),
    )
    expect(written).toEqual({ type: 'connection_error', failed_cycles: 3, message: 'm', code: 'c' })
    const custom = writeJson(detailDocument, { type: 'custom', summary: 's', data: { camelKey: 1 } })
    expect(JSON.parse(custom)).toEqual({ type: 'custom', summary: 's', data: { camelKey: 1 } })
  })

  test('forget an absent field instead of storing null', () => {
    const drift = {
      type: 'schema_drift',
      changes: [
        {
          kind: 'table_dropped',
          column: null,
          previousName: undefined,
          before: null,
          after: null,
          severity: 'critical',
          evidence: [],
        },
      ],
    } as const
    const read = readJson(detailDocument, writeJson(detailDocument, drift), 'test')
    expect(read.type === 'schema_drift' && Object.keys(read.changes[0] ?? {})).not.toContain('previousName')
  })
})
