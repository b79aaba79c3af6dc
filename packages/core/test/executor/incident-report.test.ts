import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeMarkdown } from '../../src/executor/report/write-markdown.ts'
import { incidentReport, type ReportInput } from '../../src/index.ts'
import type { Anomaly } from '../../src/model/anomaly.ts'
import type { Incident } from '../../src/model/incident.ts'

const at = (minute: number): Date => new Date(Date.UTC(2026, 1, 15, 12, minute))

const column = { name: 'price', type: 'double precision', nullable: true, ordinal: 2 }

const anomaly: Anomaly = {
  id: 1,
  connectionId: 1,
  tableId: 1,
  table: 'analytics.orders',
  snapshotId: 2,
  incidentId: 7,
  type: 'schema_drift',
  severity: 'critical',
  fingerprint: 'x',
  detectedAt: at(1),
  detail: {
    type: 'schema_drift',
    changes: [
      {
        kind: 'type_changed',
        column: 'price',
        before: column,
        after: { ...column, type: 'text' },
        severity: 'critical',
        evidence: [],
      },
    ],
  },
}

const SQL =
  'ALTER TABLE analytics.orders ALTER COLUMN price TYPE double precision USING price::double precision'

const incident: Incident = {
  id: 7,
  connectionId: 1,
  tableId: 1,
  table: 'analytics.orders',
  type: 'schema_drift',
  status: 'pending_review',
  severity: 'critical',
  anomalyId: 1,
  anomalyIds: [1],
  diagnosis: {
    rootCause: 'raw.orders changed its type first',
    rootCauseTable: 'raw.orders',
    candidates: [
      { table: 'raw.orders', confidence: 0.9, why: 'the same change' },
      { table: 'raw.rates', confidence: 0.1, why: 'changed too' },
    ],
    blastRadius: ['analytics.daily'],
    severity: 'critical',
    confidence: 0.9,
    recommendations: [],
    evidence: [
      { id: 'E1', kind: 'schema_change', table: 'raw.orders', at: at(0), text: 'price became text' },
      { id: 'E2', kind: 'coverage', table: null, at: null, text: 'the lineage is complete' },
    ],
    rootCauseEvidence: ['E1'],
    decidedBy: 'rules',
    fallback: 'the model was not there',
    diagnosedAt: at(2),
  },
  blastRadius: ['analytics.daily'],
  remediation: {
    actions: [
      { type: 'notify_team', description: 'Tell them', sql: null, status: 'manual', risk: 'unknown' },
      {
        type: 'revert_schema',
        description: 'Give it back',
        sql: SQL,
        status: 'pending_approval',
        risk: 'rewrites_table',
        preconditions: [{ text: 'Every value fits', checkSql: 'SELECT 1' }],
        undo: { sql: 'ALTER TABLE analytics.orders ALTER COLUMN price TYPE text', text: 'Again' },
        proof: { outcome: 'proved', text: 'schema proved, data not checked', at: at(3), by: 'shadow' },
      },
      {
        type: 'add_cast',
        description: 'Cast it',
        sql: null,
        status: 'manual',
        risk: 'unknown',
        unverified: { sql: 'DROP TABLE x', reason: 'a statement of the kind drop_table is never proposed' },
      },
    ],
    alternatives: [
      {
        type: 'add_alias_view',
        description: 'A view',
        sql: 'CREATE VIEW v AS SELECT 1',
        status: 'pending_approval',
        risk: 'safe',
      },
    ],
    summary: 'critical schema_drift on analytics.orders',
    planHash: 'plan-v1:abc',
    generatedAt: at(3),
  },
  notes: [{ at: at(5), text: 'it came closer' }],
  resolvedAt: null,
  resolvedBy: null,
  resolutionNote: null,
  dismissReason: null,
  version: 3,
  createdAt: at(1),
  updatedAt: at(5),
}

const input: ReportInput = {
  incident,
  anomalies: [anomaly],
  history: [
    {
      id: 1,
      incidentId: 7,
      from: null,
      to: 'open',
      actor: 'aegis',
      reason: 'found',
      diagnosis: null,
      at: at(1),
    },
    {
      id: 2,
      incidentId: 7,
      from: 'open',
      to: 'investigating',
      actor: 'aegis',
      reason: 'claimed',
      diagnosis: null,
      at: at(2),
    },
  ],
  connection: 'shop',
  at: at(9),
}

const ALL = [
  'Incident 7',
  'shop',
  'critical',
  'pending',
  '2026-02-15T12:01:00.000Z',
  'double precision',
  'raw.orders changed its type first',
  '0.90',
  'the model was not there',
  'E1 (the root cause rests on it)',
  'price became text',
  'raw.rates (0.10)',
  'analytics.daily',
  SQL,
  'rewrites the table',
  'Every value fits',
  'SELECT 1',
  'To take it back',
  'Proved by shadow',
  'schema proved, data not checked',
  'NOT VERIFIED',
  'DROP TABLE x',
  'In place of these steps',
  'CREATE VIEW v AS SELECT 1',
  'plan-v1:abc',
  'open to investigating',
  'it came closer',
]

/** What a reader of the Markdown sees. */
function unescaped(markdown: string): string {
  return markdown.replaceAll(/\\([\\`*_[\]<>&|~#$/.])/g, '$1')
}

describe('the report of an incident', () => {
  test.each(['markdown', 'text'] as const)('is complete on its own as %s', (format) => {
    const report = unescaped(incidentReport(input, format))
    for (const part of ALL) expect(report).toContain(part)
  })

  test('says so when nothing is known', () => {
    const bare = { ...incident, diagnosis: null, remediation: null, blastRadius: [], notes: [] }
    const report = incidentReport({ ...input, incident: bare, anomalies: [], history: [] }, 'text')
    for (const part of ['not diagnosed yet', 'no plan yet', 'Nothing known is downstream']) {
      expect(report).toContain(part)
    }
  })

  test('tells how it was closed', () => {
    const closed: Incident = {
      ...incident,
      status: 'dismissed',
      resolvedAt: at(8),
      resolvedBy: 'ada',
      dismissReason: 'it was meant so',
    }
    const report = incidentReport({ ...input, incident: closed }, 'text')
    expect(report).toContain('by ada')
    expect(report).toContain('it was meant so')
  })

  const hostile = [
    '<script>alert(1)</script>',
    '[click](javascript:alert(1))',
    '![x](http://evil/pixel.png)',
    '# heading',
    '`code` **bold** _it_ ~~gone~~',
    'https://evil.example/x www.evil.example',
    '@everyone',
    '| a | b |',
    '1. one',
    '- item',
    '&lt;b&gt;',
    '```\nfence\n```',
    'line\n\n## another\n\n> quote',
    'turn \u202e around \u0007 \u001b[31m',
  ]

  test.each(hostile)('takes nothing in a name or text for markup: %j', (text) => {
    const evil: Incident = {
      ...incident,
      table: text,
      blastRadius: [text],
      notes: [{ at: at(5), text }],
      remediation: {
        actions: [
          { type: 'revert_schema', description: text, sql: text, status: 'pending_approval', risk: 'safe' },
        ],
        summary: text,
        generatedAt: at(3),
      },
    }
    const report = incidentReport({ ...input, incident: evil })
    // Every line outside a fence is one of ours: a heading, a list, or escaped text.
    const outside = report.replaceAll(/^( *)(`{3,})sql\n[\s\S]*?\n\1\2$/gm, '')
    expect(outside).not.toMatch(
      /(?<!\\)[<`]|(?<!\\)\]\(|!\[|:\/\/|(?<!\\)\*\*(bold|gone)|(?<![\w\u200b])@(?!\u200b)\w/,
    )
    expect(outside.match(/^#+ .*$/gm)).toHaveLength(7)
    for (const hidden of ['\u202e', '\u0007', '\u001b']) expect(report).not.toContain(hidden)
  })

  test('no text can close a fence', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', '\n', ' ', '~') }), (sql) => {
        const plan = {
          actions: [{ ...(incident.remediation?.actions[1] ?? never()), sql }],
          summary: 's',
          generatedAt: at(3),
        }
        const lines = incidentReport({ ...input, incident: { ...incident, remediation: plan } }).split('\n')
        const opening = lines.findIndex((line) => /^ *`{3,}sql$/.test(line))
        const fence = lines[opening]?.trim().replace('sql', '') ?? ''
        const body = sql.split('\n').length
        expect(lines[opening + body + 1]?.trim()).toBe(fence)
        for (let index = 1; index <= body; index += 1) {
          expect(lines[opening + index]?.includes(fence)).toBe(false)
        }
      }),
    )
  })

  test('what is escaped is one line that reads the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '*', '_', '<', '[', ']', '`', '#', '\\', ' ') }),
        (text) => {
          const escaped = escapeMarkdown(text)
          expect(escaped).not.toContain('\n')
          expect(escaped.replaceAll(/\\(.)/g, '$1')).toBe(text.replaceAll(/\s+/g, ' ').trim())
        },
      ),
    )
  })
})

function never(): never {
  throw new Error('there is no such action')
}
