import { createAegis } from '@aegis/core'
import { fakeWarehouse, manualClock, memoryStore } from '@aegis/core/testing'
import { expect, it } from 'vitest'
import { sqlLineage } from '../src/index.ts'

const NOW = new Date('2026-03-01T12:00:00.000Z')

it('feeds the lineage of a connection from its query log and views', async () => {
  const clock = manualClock(NOW)
  const columns = { id: 'bigint', price: 'numeric' }
  const shop = fakeWarehouse({
    clock,
    tables: {
      'raw.orders': { columns },
      'staging.orders': { columns },
      'analytics.orders': { columns },
      'analytics.daily': { columns },
      'reporting.dash': {
        kind: 'view',
        columns,
        sql: ' SELECT daily.id,\n    daily.price\n   FROM analytics.daily',
      },
    },
  })
  shop.logStatement('insert into staging.orders select * from raw.orders where id > $1', NOW)
  shop.logStatement(
    '/* job 7 */ WITH s AS (SELECT * FROM staging.orders) INSERT INTO analytics.orders SELECT * FROM s',
    NOW,
  )
  shop.logStatement(
    'insert into daily (id, price) select o.id, sum(o.price) from analytics.orders o group by o.id',
    NOW,
  )
  shop.logStatement('insert into daily select * from orders', NOW)
  shop.logStatement('CALL refresh_all()', NOW)
  await using aegis = await createAegis({
    store: memoryStore(),
    connections: { shop },
    lineageParser: sqlLineage(),
    clock,
  })

  const [report] = await aegis.refreshLineage('shop')
  expect(report).toMatchObject({
    edges: 4,
    statements: 6,
    parsed: 5,
    irrelevant: 0,
    unparsed: 1,
    ambiguous: 1,
  })

  const graph = await aegis.lineage('shop')
  expect(graph.getPath('raw.orders', 'reporting.dash')).toEqual([
    'raw.orders',
    'staging.orders',
    'analytics.orders',
    'analytics.daily',
    'reporting.dash',
  ])
  expect(graph.getBlastRadius('staging.orders').affectedTables).toEqual([
    { name: 'analytics.orders', depth: 1, confidence: 0.8, isTerminal: false },
    { name: 'analytics.daily', depth: 2, confidence: 0.8, isTerminal: false },
    { name: 'reporting.dash', depth: 3, confidence: 0.8, isTerminal: true },
  ])
  const daily = graph.getFullGraph().edges.find(({ target }) => target === 'analytics.daily')
  expect(daily).toMatchObject({
    source: 'analytics.orders',
    relationship: 'aggregated',
    columns: [
      { source: 'id', target: 'id' },
      { source: 'price', target: 'price' },
    ],
  })
})
