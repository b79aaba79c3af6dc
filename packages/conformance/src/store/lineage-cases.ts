import assert from 'node:assert/strict'
import type { LineageBatch, LineageEdge, LineageEdgeDraft, Store } from '@aegis/core'
import { COVERAGE, edge, minute, refuses, seed } from './fixtures.ts'
import { type StoreCase, storeCase } from './subject.ts'

async function save(
  store: Store,
  connectionId: number,
  edges: readonly LineageEdgeDraft[],
  more: Partial<LineageBatch> = {},
): Promise<void> {
  await store.saveLineage({
    connectionId,
    edges,
    closures: [],
    cursors: {},
    coverage: COVERAGE,
    at: minute(11),
    ...more,
  })
}

async function onlyEdge(store: Store, connectionId: number): Promise<LineageEdge> {
  const [found, ...others] = await store.listEdges(connectionId)
  assert.ok(found !== undefined)
  assert.deepEqual(others, [], 'there is one edge')
  return found
}

export const lineageCases: readonly StoreCase[] = [
  storeCase('S-LIN-01', 'edges belong to their connection and come back exactly', async (store) => {
    const shop = await seed(store, 'shop')
    const crm = await seed(store, 'crm')
    const strange = edge({
      source: 'lake."Größe".表',
      sourceRef: { catalog: 'lake', schema: 'Größe', name: '表' },
      relationship: 'aggregated',
      origin: 'view_definition',
      confidence: 0.6400000000000001,
      columns: [],
      sourceKind: 'stage',
      targetKind: 'path',
      usedColumns: [],
      columnsComplete: false,
      observations: 7,
    })
    await save(store, shop.connection.id, [edge(), strange])
    await save(store, crm.connection.id, [edge({ confidence: 1 })])
    const expected = [edge(), strange].map(({ seenAt, ...rest }) => ({
      ...rest,
      connectionId: shop.connection.id,
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
      closedAt: null,
    }))
    const found = await store.listEdges(shop.connection.id)
    assert.deepEqual(
      found.map(({ id: _id, ...rest }) => rest),
      expected,
    )
    assert.equal((await onlyEdge(store, crm.connection.id)).confidence, 1)
  }),

  storeCase('S-LIN-02', 'lastSeenAt only moves forward and firstSeenAt only back', async (store) => {
    const { connection } = await seed(store)
    for (const at of [10, 5, 30, 20]) await save(store, connection.id, [edge({ seenAt: minute(at) })])
    const found = await onlyEdge(store, connection.id)
    assert.deepEqual([found.firstSeenAt, found.lastSeenAt], [minute(5), minute(30)])
  }),

  storeCase('S-LIN-03', 'the higher confidence stays and columns are united', async (store) => {
    const { connection } = await seed(store)
    await save(store, connection.id, [edge({ confidence: 0.8 })])
    const id = { source: 'id', target: 'id' }
    const price = { source: 'price', target: 'price' }
    await save(store, connection.id, [edge({ confidence: 0.6, columns: [id, price], seenAt: minute(20) })])
    const found = await onlyEdge(store, connection.id)
    assert.equal(found.confidence, 0.8)
    assert.deepEqual(
      [...found.columns].sort((a, b) => (a.source < b.source ? -1 : 1)),
      [id, price],
    )
    await save(store, connection.id, [edge({ confidence: 1, columns: [], seenAt: minute(1) })])
    const after = await onlyEdge(store, connection.id)
    assert.equal(after.confidence, 1)
    assert.equal(after.columns.length, 2)
    assert.equal(after.id, found.id)
  }),

  storeCase('S-LIN-04', 'the newer sighting gives the rest', async (store) => {
    const { connection } = await seed(store)
    await save(store, connection.id, [edge({ queryHash: 'first', seenAt: minute(10) })])
    const older = {
      queryHash: 'older',
      relationship: 'derived',
      origin: 'native',
      seenAt: minute(5),
    } as const
    await save(store, connection.id, [edge(older)])
    const kept = await onlyEdge(store, connection.id)
    assert.deepEqual([kept.queryHash, kept.relationship, kept.origin], ['first', 'direct', 'query_log'])
    await save(store, connection.id, [edge({ ...older, queryHash: 'newer', seenAt: minute(15) })])
    const found = await onlyEdge(store, connection.id)
    assert.deepEqual([found.queryHash, found.relationship, found.origin], ['newer', 'derived', 'native'])
  }),

  storeCase('S-LIN-05', 'an edge seen twice in one batch is one edge', async (store) => {
    const { connection } = await seed(store)
    const first = edge({ queryHash: 'newer', confidence: 0.6, seenAt: minute(20) })
    const second = edge({ queryHash: 'older', confidence: 1, seenAt: minute(5) })
    await save(store, connection.id, [first, second])
    const found = await onlyEdge(store, connection.id)
    assert.deepEqual(
      [found.queryHash, found.confidence, found.firstSeenAt, found.lastSeenAt],
      ['newer', 1, minute(5), minute(20)],
    )
  }),

  storeCase('S-LIN-06', 'cursors are kept by source, coverage is the last one', async (store) => {
    const shop = await seed(store, 'shop')
    const crm = await seed(store, 'crm')
    const empty = { refreshedAt: null, cursors: {}, coverage: null }
    assert.deepEqual(await store.getLineageStatus(shop.connection.id), empty)
    await save(store, shop.connection.id, [], { cursors: { query_log: 'a', native: 'b' } })
    const comparedWithNative = { native: 3, parsed: 4, both: 2 }
    const coverage = { ...COVERAGE, statements: 99, reasons: [], comparedWithNative }
    await save(store, shop.connection.id, [], { cursors: { query_log: '🦆' }, coverage, at: minute(20) })
    assert.deepEqual(await store.getLineageStatus(shop.connection.id), {
      refreshedAt: minute(20),
      cursors: { query_log: '🦆', native: 'b' },
      coverage,
    })
    assert.deepEqual(await store.getLineageStatus(crm.connection.id), empty)
  }),

  storeCase('S-LIN-07', 'a batch that is refused keeps neither edges nor cursors', async (store) => {
    const { connection } = await seed(store)
    const cursors = { query_log: 'a' }
    const edges = [edge(), edge({ source: 'raw.other', seenAt: new Date(Number.NaN) })]
    await refuses(store, () => save(store, connection.id, edges, { cursors }), 'an invalid date')
    await refuses(store, () => save(store, connection.id + 1000, [edge()]), 'an unknown connection')
  }),

  storeCase(
    'S-LIN-08',
    'observations add up, used columns are united, completeness must hold always',
    async (store) => {
      const { connection } = await seed(store)
      await save(store, connection.id, [edge({ observations: 3 })])
      await save(store, connection.id, [
        edge({ observations: 4, usedColumns: ['city'], columnsComplete: false }),
      ])
      await save(store, connection.id, [edge({ observations: 1 })])
      const found = await onlyEdge(store, connection.id)
      assert.equal(found.observations, 8)
      assert.deepEqual([...found.usedColumns].sort(), ['city', 'id'])
      assert.equal(found.columnsComplete, false)
    },
  ),

  storeCase(
    'S-LIN-09',
    'a closure ends the edges of its sides, and a later sighting makes them stand again',
    async (store) => {
      const { connection } = await seed(store)
      const into = edge({ seenAt: minute(10) })
      const out = edge({ source: 'staging.orders', target: 'mart.orders', seenAt: minute(10) })
      const later = edge({ source: 'raw.late', seenAt: minute(30) })
      const closedAt = async (): Promise<readonly (Date | null)[]> =>
        [...(await store.listEdges(connection.id))]
          .sort((a, b) => (a.source < b.source ? -1 : 1))
          .map((item) => item.closedAt)
      await save(store, connection.id, [into, out, later])
      const inbound = { table: 'staging.orders', sides: 'inbound', at: minute(20) } as const
      await save(store, connection.id, [], { closures: [inbound] })
      assert.deepEqual(
        await closedAt(),
        [null, minute(20), null],
        'raw.late was seen after, mart.orders is fed still',
      )
      await save(store, connection.id, [edge({ seenAt: minute(15) })])
      assert.deepEqual(await closedAt(), [null, minute(20), null], 'a late row opens nothing')
      await save(store, connection.id, [edge({ seenAt: minute(25) })])
      assert.deepEqual(await closedAt(), [null, null, null])
      await save(store, connection.id, [], { closures: [{ ...inbound, sides: 'both', at: minute(40) }] })
      assert.deepEqual(await closedAt(), [minute(40), minute(40), minute(40)])
    },
  ),
]
