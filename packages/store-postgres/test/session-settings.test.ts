import type { LineageEdgeDraft, Store } from '@aegis/core'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { postgresStore } from '../src/index.ts'
import { describeOnPostgres } from './database.ts'
import { DECOY, HOSTILE, transactionPool } from './hostile-sessions.ts'
import { AT, monitor, recordOne } from './one-table.ts'

const CONFIDENCE = 0.1 + 0.2

const EDGE: LineageEdgeDraft = {
  source: 'analytics.raw',
  target: 'analytics.orders',
  sourceRef: { catalog: '', schema: 'analytics', name: 'raw' },
  targetRef: { catalog: '', schema: 'analytics', name: 'orders' },
  sourceKind: 'table',
  targetKind: 'table',
  relationship: 'direct',
  confidence: CONFIDENCE,
  queryHash: 'hash',
  origin: 'query_log',
  columns: [],
  usedColumns: [],
  columnsComplete: true,
  observations: 1,
  seenAt: AT,
}

const COVERAGE = {
  statements: 1,
  parsed: 1,
  irrelevant: 0,
  unparsed: 0,
  partial: 0,
  ambiguous: 0,
  problems: [],
  reasons: [],
}

/** Times, fractions, numbers and flags come back as they went, and everything lies in the one schema. */
async function expectToWork(store: Store): Promise<void> {
  onTestFinished(() => store.close())
  const [table] = await monitor(store)
  const { id = 0, connectionId = 0 } = table ?? {}
  expect(table?.createdAt).toEqual(AT)
  expect((await recordOne(store, id, 'first'))?.outcome).toBe('opened')
  const batch = { connectionId, edges: [EDGE], closures: [], cursors: {}, coverage: COVERAGE, at: AT }
  await store.saveLineage(batch)
  const [edge] = await store.listEdges(connectionId)
  expect([edge?.confidence, edge?.columnsComplete, edge?.lastSeenAt]).toEqual([CONFIDENCE, true, AT])
  const [claim] = await store.claimInvestigations('worker', 1, 60_000)
  expect(claim?.incident).toMatchObject({ status: 'investigating', createdAt: AT })
  expect((await store.readEvents(0, 10)).events.map(({ seq }) => seq)).toEqual([1, 2, 3])
}

describeOnPostgres('what others have set', (database) => {
  test('matters nothing where a role has settings of its own', async () => {
    const { sql, url, freshSchema } = database()
    await sql(`create role hostile superuser login password 'secret'; ${DECOY}`)
    for (const setting of HOSTILE) await sql(`alter role hostile set ${setting}`)
    const ofRole = new URL(url)
    ofRole.username = 'hostile'
    ofRole.password = 'secret'
    const client = new pg.Client({ connectionString: ofRole.href })
    await client.connect()
    expect((await client.query('show timezone')).rows).toEqual([{ TimeZone: 'Asia/Kathmandu' }])
    await client.end()
    await expectToWork(postgresStore({ connectionString: ofRole.href, schema: freshSchema() }))
    expect(await sql('select count(*)::int as n from decoy.connections')).toEqual([{ n: 0 }])
  })

  test('matters nothing behind a pooler that gives each transaction another session', async () => {
    const { url, freshSchema } = database()
    const pool = await transactionPool(url, 3)
    onTestFinished(() => pool.end())
    await expectToWork(postgresStore({ pool, schema: freshSchema() }))
    expect(pool.used()).toBe(3)
  })

  test('matters nothing where the process reads values of pg in its own way', async () => {
    const types = { getTypeParser: () => () => 'not for Aegis' }
    const pool = new pg.Pool({ connectionString: database().url, types })
    onTestFinished(() => pool.end())
    await expectToWork(postgresStore({ pool, schema: database().freshSchema() }))
  })

  test('is left as it was: a session of the pool has our settings no longer than our transactions', async () => {
    const pool = new pg.Pool({ connectionString: database().url, max: 1 })
    onTestFinished(() => pool.end())
    await expectToWork(postgresStore({ pool, schema: database().freshSchema() }))
    expect((await pool.query('show search_path')).rows).toEqual([{ search_path: '"$user", public' }])
    expect((await pool.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '0' }])
  })
})
