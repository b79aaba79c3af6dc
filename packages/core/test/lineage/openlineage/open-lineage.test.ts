import { describe, expect, it } from 'vitest'
import { identifierRules } from '../../../src/identity/index.ts'
import { fromOpenLineage, toOpenLineage } from '../../../src/lineage/index.ts'
import type { LineageEdge, TableRef } from '../../../src/model/index.ts'
import { NOW } from '../edges.ts'
import { openLineageSchemas, requireSchemas } from './schemas.ts'

const rules = identifierRules('postgresql')
const SEEN = new Date('2026-02-01T10:00:00.000Z')
const options = { namespace: 'postgres://shop:5432', producer: 'https://example.com/aegis', now: NOW }

function edge(source: TableRef, target: TableRef, more: Partial<LineageEdge> = {}): LineageEdge {
  return {
    id: 1,
    connectionId: 1,
    source: rules.key(source),
    target: rules.key(target),
    sourceRef: source,
    targetRef: target,
    sourceKind: 'table',
    targetKind: 'table',
    relationship: 'direct',
    confidence: 1,
    queryHash: 'ab'.repeat(32),
    origin: 'query_log',
    columns: [{ source: 'price', target: 'amount' }],
    usedColumns: ['status'],
    columnsComplete: true,
    observations: 3,
    firstSeenAt: SEEN,
    lastSeenAt: SEEN,
    closedAt: null,
    ...more,
  }
}

const table = (schema: string, name: string): TableRef => ({ catalog: '', schema, name })
const path = { catalog: '', schema: '', name: 's3://lake/orders/2026' }

const EDGES: readonly LineageEdge[] = [
  edge(table('raw', 'orders'), table('staging', 'orders')),
  edge(table('raw', 'Odd.Name'), table('staging', 'orders'), { columns: [], usedColumns: [] }),
  edge(table('staging', 'orders'), table('reporting', 'dash'), {
    origin: 'view_definition',
    queryHash: 'cd'.repeat(32),
    relationship: 'aggregated',
  }),
  edge(path, table('raw', 'orders'), { source: path.name, sourceKind: 'path', columns: [], usedColumns: [] }),
  edge(table('old', 'orders'), table('staging', 'orders'), { closedAt: NOW }),
]

describe('OpenLineage out', () => {
  const events = toOpenLineage(EDGES, {
    ...options,
    columnsOf: (name) =>
      name === 'raw.orders' ? [{ name: 'price', type: 'numeric', nullable: true, ordinal: 1 }] : null,
  })

  it('is one event for each statement and target: a run of what ran, a job of what stands', () => {
    expect(
      events.map((event) => [
        'run' in event ? event.eventType : 'job',
        event.eventTime,
        event.inputs.map(({ namespace, name }) => `${namespace} ${name}`),
        event.outputs.map(({ name }) => name),
      ]),
    ).toEqual([
      [
        'COMPLETE',
        SEEN.toISOString(),
        ['postgres://shop:5432 raw.orders', 'postgres://shop:5432 raw.Odd.Name'],
        ['staging.orders'],
      ],
      ['job', NOW.toISOString(), ['postgres://shop:5432 staging.orders'], ['reporting.dash']],
      ['COMPLETE', SEEN.toISOString(), ['s3://lake orders/2026'], ['raw.orders']],
    ])
  })

  it('says which column feeds which, which decide about rows, and the columns of a table where known', () => {
    expect(events[0]?.outputs[0]?.facets.columnLineage).toMatchObject({
      fields: { amount: { inputFields: [{ name: 'raw.orders', field: 'price' }] } },
      dataset: [{ name: 'raw.orders', field: 'status', transformations: [{ type: 'INDIRECT' }] }],
    })
    expect(events[0]?.inputs[0]?.facets.schema?.fields).toEqual([
      { name: 'price', type: 'numeric', ordinal_position: 1 },
    ])
    expect(events[0]?.inputs[1]?.facets.symlinks?.identifiers).toEqual([
      { namespace: options.namespace, name: 'raw."Odd.Name"', type: 'TABLE' },
    ])
  })

  it('gives the same run the same id', () => {
    expect(toOpenLineage(EDGES, options).map((event) => 'run' in event && event.run.runId)).toEqual(
      events.map((event) => 'run' in event && event.run.runId),
    )
  })

  it.runIf(requireSchemas())('validates against the published schemas, facet by facet', () => {
    const validate = openLineageSchemas()
    let facets = 0
    for (const event of events) {
      expect(validate(event.schemaURL, event)).toEqual([])
      const owners = [event.job, ...event.inputs, ...event.outputs]
      for (const owner of owners) {
        for (const facet of Object.values(owner.facets)) {
          if (facet === undefined) continue
          expect(validate(facet._schemaURL, facet)).toEqual([])
          facets += 1
        }
      }
    }
    expect(facets).toBeGreaterThan(8)
    expect(validate(events[0]?.schemaURL ?? '', { ...events[0], eventTime: 'noon' })).not.toEqual([])
  })
})

describe('OpenLineage in', () => {
  const read = (events: readonly unknown[]) =>
    fromOpenLineage(events, { identifiers: rules, namespace: options.namespace })

  it('reads back what was written', () => {
    const { edges, rejected } = read(JSON.parse(JSON.stringify(toOpenLineage(EDGES, options))))
    expect(rejected).toEqual([])
    const shown = edges.map(({ source, target, sourceRef, sourceKind, columns, usedColumns }) => ({
      source,
      target,
      sourceRef,
      sourceKind,
      columns,
      usedColumns,
    }))
    expect(shown).toEqual(
      EDGES.filter(({ closedAt }) => closedAt === null)
        .toSorted((a, b) => EDGES.indexOf(a) - EDGES.indexOf(b))
        .map(({ source, target, sourceRef, sourceKind, columns, usedColumns }) => ({
          source,
          target,
          sourceRef,
          sourceKind,
          columns,
          usedColumns,
        })),
    )
    expect(edges[0]).toMatchObject({ seenAt: SEEN, origin: 'native', confidence: 1 })
  })

  it('tells what it cannot use and goes on', () => {
    const job = { namespace: 'x', name: 'y' }
    const dataset = (name: string) => ({ namespace: options.namespace, name })
    const good = {
      eventTime: '2026-02-01T10:00:00Z',
      job,
      inputs: [dataset('a.b')],
      outputs: [dataset('c.d')],
    }
    const { edges, rejected } = read([
      null,
      { ...good, eventTime: 'noon' },
      { ...good, eventType: 'FAIL' },
      { ...good, inputs: [dataset('orders')] },
      { ...good, eventType: 'COMPLETE', unknown: [1] },
      { ...good, outputs: [dataset('a.b')] },
    ])
    expect(edges.map(({ source, target }) => `${source} > ${target}`)).toEqual(['a.b > c.d'])
    expect(rejected).toEqual([
      { index: 0, reason: expect.stringContaining('not an OpenLineage event') },
      { index: 1, reason: expect.stringContaining('eventTime') },
      { index: 2, reason: 'a run that is not complete: eventType FAIL' },
      { index: 3, reason: 'the dataset name "orders" is not a table\'s name with its schema' },
    ])
  })
})
