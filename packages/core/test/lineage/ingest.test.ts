import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { identifierRules } from '../../src/identity/index.ts'
import { createLineageIngest, type IngestResult } from '../../src/lineage/index.ts'
import type { LineageEdgeDraft, QueryLogEntry, TableRef, ViewDefinition } from '../../src/model/index.ts'
import { NOW } from './edges.ts'
import { tinyParser } from './tiny-parser.ts'

let ids = 0
function entry(text: string | null, more: Partial<QueryLogEntry> = {}): QueryLogEntry {
  ids += 1
  return {
    id: `e${ids}`,
    text,
    textState: 'full',
    notBefore: null,
    notAfter: null,
    executions: 1n,
    defaultCatalog: null,
    defaultSchema: null,
    sessionId: null,
    user: null,
    ...more,
  }
}

const ref = (name: string): TableRef => {
  const [schema = '', table = ''] = name.split('.')
  return { catalog: '', schema, name: table }
}

function ingest(
  entries: readonly QueryLogEntry[],
  known: readonly string[] = [],
  views: readonly ViewDefinition[] = [],
  parser = tinyParser(),
): Promise<IngestResult> {
  const lineage = createLineageIngest({
    parser,
    dialect: 'postgresql',
    identifiers: identifierRules('postgresql'),
    knownTables: known.map(ref),
    now: NOW,
  })
  lineage.addEntries(entries)
  lineage.addViews(views)
  return lineage.finish()
}

const show = ({ edges }: { readonly edges: readonly LineageEdgeDraft[] }): readonly string[] =>
  edges.map(({ source, target }) => `${source} > ${target}`)

describe('names', () => {
  it.each([
    ['qualified names stand for themselves, known or not', 'app.t <- raw.a', [], ['raw.a > app.t'], 0],
    ['names fold', 'App.T <- RAW.a', [], ['raw.a > app.t'], 0],
    ['three parts name the same table as two', 'db.app.t <- db.raw.a', [], ['raw.a > app.t'], 0],
    [
      'an unqualified name is the one known table of that name',
      't <- a',
      ['app.t', 'raw.a', 'raw.b'],
      ['raw.a > app.t'],
      0,
    ],
    ['an unqualified name that fits two is not guessed', 'app.t <- a', ['raw.a', 'old.a'], [], 1],
    ['nor one that fits none', 'app.t <- a, raw.b', ['raw.b'], ['raw.b > app.t'], 1],
    ['an unknown target leaves its sources out too', 't <- raw.a, raw.b', [], [], 1],
    [
      'system and session tables are left out',
      'pg_temp_3.x <- raw.a; app.t <- pg_catalog.pg_class, information_schema.tables',
      [],
      [],
      0,
    ],
    ['a table is no source of itself', 'app.t <- t, raw.a', ['app.t'], ['raw.a > app.t'], 0],
  ])('%s', async (_name, text, known, expected, ambiguous) => {
    const result = await ingest([entry(text)], known)
    expect(show(result)).toEqual(expected)
    expect(result.edgeCount).toBe(expected.length)
    expect(result.coverage.ambiguous).toBe(ambiguous)
  })

  it('the schema of the session decides where it is known', async () => {
    const result = await ingest([entry('t <- a', { defaultSchema: 'app' })], ['raw.a', 'raw.t'])
    expect(show(result)).toEqual(['app.a > app.t'])
  })

  it('a temporary table is never taken for a real one of the same name', async () => {
    const entries = [entry('CREATE TEMP TABLE orders <- raw.a'), entry('app.t <- orders')]
    const result = await ingest(entries, ['shop.orders'])
    expect(show(result)).toEqual([])
    expect(result.coverage.ambiguous).toBe(1)
    expect(show(await ingest([entry('app.t <- orders')], ['shop.orders']))).toEqual(['shop.orders > app.t'])
  })
})

describe('edges', () => {
  it('carry where, when and by which statement they were seen', async () => {
    const at = new Date('2026-02-01T00:00:00.000Z')
    const { edges } = await ingest([entry('app.t <- raw.7', { notAfter: at })])
    expect(edges).toEqual([
      {
        source: 'raw."7"',
        target: 'app.t',
        sourceRef: ref('raw.7'),
        targetRef: ref('app.t'),
        relationship: 'direct',
        confidence: 1,
        queryHash: createHash('sha256').update('app.t <- raw.?').digest('hex'),
        origin: 'query_log',
        sourceKind: 'table',
        targetKind: 'table',
        columns: [],
        usedColumns: [],
        columnsComplete: false,
        observations: 1,
        seenAt: at,
      },
    ])
  })

  it('without a time were seen now', async () => {
    expect((await ingest([entry('app.t <- raw.a')])).edges.map(({ seenAt }) => seenAt)).toEqual([NOW])
  })

  it('of many runs are given as the oldest and the newest sighting', async () => {
    const days = [3, 1, 2, 4, 2].map((day) => new Date(Date.UTC(2026, 1, day)))
    const result = await ingest(days.map((notAfter) => entry('app.t <- raw.a', { notAfter })))
    expect(result.edgeCount).toBe(1)
    expect(result.edges.map(({ seenAt }) => seenAt.getUTCDate())).toEqual([1, 4])
  })

  it('of views have the view as target, in every spelling', async () => {
    const view: ViewDefinition = { ref: ref('rep.Odd View'), kind: 'view', sql: 'raw.a, b' }
    const result = await ingest([], ['raw.b'], [view])
    expect(result.edges.map(({ source, target, origin }) => [source, target, origin])).toEqual([
      ['raw.a', 'rep."Odd View"', 'view_definition'],
      ['raw.b', 'rep."Odd View"', 'view_definition'],
    ])
  })
})

describe('coverage', () => {
  it('parses and counts each distinct text once', async () => {
    const parser = tinyParser()
    const result = await ingest(
      [entry('app.t <- raw.1'), entry('app.t <- raw.2'), entry('skip'), entry('skip')],
      [],
      [],
      parser,
    )
    expect(parser.parsed).toEqual(['app.t <- raw.1', 'skip'])
    expect(result.coverage).toEqual({
      statements: 2,
      parsed: 1,
      irrelevant: 1,
      unparsed: 0,
      partial: 0,
      ambiguous: 0,
      problems: [],
      reasons: [],
    })
  })

  it('tells what was not understood, most frequent first, without literals', async () => {
    const { coverage } = await ingest([
      entry('app.t <- raw.a', { textState: 'truncated' }),
      entry('hm 1'),
      entry('hmmm 22'),
      entry(null, { textState: 'no_privilege' }),
      entry('skip; app.t <- x'),
    ])
    expect(coverage).toEqual({
      statements: 6,
      parsed: 2,
      irrelevant: 1,
      unparsed: 3,
      partial: 1,
      ambiguous: 1,
      problems: [],
      reasons: [
        { reason: 'not understood', count: 2, example: 'hm ?' },
        { reason: 'the text of other users is hidden from this role', count: 1, example: '' },
        { reason: 'understood in part; may lack tables', count: 1, example: 'app.t <- raw.a' },
        { reason: 'a table name without a schema fits no table or several', count: 1, example: 'x' },
      ],
    })
  })

  it('keeps examples short', async () => {
    const { coverage } = await ingest([entry(`hm ${'x'.repeat(500)}`)])
    expect(coverage.reasons[0]?.example).toBe(`hm ${'x'.repeat(197)}...`)
  })
})
