import { type Aegis, createAegis, type SchemaChange } from '@aegis/core'
import { type FakeWarehouse, fakeWarehouse, manualClock, memoryStore } from '@aegis/core/testing'
import { describe, expect, test } from 'vitest'
import { sqlLineage } from '../src/index.ts'

const START = new Date('2026-03-01T12:00:00.000Z')
const MINUTE = 60_000

interface World {
  readonly aegis: Aegis
  readonly shop: FakeWarehouse
  /** The changes that the next scan tells, after `run` changed the warehouse a minute later. */
  changesAfter(run: (at: Date) => void): Promise<readonly SchemaChange[]>
}

const BEFORE = { ID: 'NUMBER(38,0)', FAX: 'VARCHAR(40)', NOTE: 'VARCHAR(40)' }
const AFTER = { ID: 'NUMBER(38,0)', NOTE: 'VARCHAR(40)', CHANNEL: 'VARCHAR(40)' }

async function withShop(run: (world: World) => Promise<void>): Promise<void> {
  const clock = manualClock(START)
  const tables = {
    'SHOP.CONTACTS': { columns: BEFORE },
    'MART.REACH': { columns: { ID: 'NUMBER(38,0)', WAY: 'VARCHAR(40)' } },
  }
  const shop = fakeWarehouse({ dialect: 'snowflake', clock, tables })
  shop.logStatement('INSERT INTO mart.reach (id, way) SELECT id, fax FROM shop.contacts', START)
  await using aegis = await createAegis({
    store: memoryStore(),
    connections: { shop },
    lineageParser: sqlLineage(),
    clock,
  })
  await aegis.monitor('shop', { schemas: ['SHOP', 'MART'] })
  await aegis.scan()
  await run({
    aegis,
    shop,
    async changesAfter(change) {
      clock.advance(MINUTE)
      change(clock.now())
      clock.advance(MINUTE)
      const { connections } = await aegis.scan()
      return connections.flatMap(({ anomalies }) =>
        anomalies.flatMap(({ detail }) => (detail.type === 'schema_drift' ? detail.changes : [])),
      )
    },
  })
}

describe('evidence of renames from the query log', () => {
  test('without any, two columns of unlike names are a deletion and an addition', () =>
    withShop(async ({ shop, changesAfter }) => {
      const changes = await changesAfter(() => shop.setColumns('SHOP.CONTACTS', AFTER))
      expect(changes.map(({ kind }) => kind)).toEqual(['column_deleted', 'column_added'])
    }))

  test.each([
    'ALTER TABLE shop.contacts RENAME COLUMN fax TO channel',
    'ALTER TABLE IF EXISTS "SHOP"."CONTACTS" RENAME COLUMN "FAX" TO "CHANNEL" -- by hand',
  ])('%s decides', (statement) =>
    withShop(async ({ shop, changesAfter }) => {
      const changes = await changesAfter((at) => {
        shop.setColumns('SHOP.CONTACTS', AFTER)
        shop.logStatement(statement, at)
      })
      expect(changes).toMatchObject([
        { kind: 'column_renamed', previousName: 'FAX', column: 'CHANNEL', confidence: 0.99 },
      ])
      expect(changes[0]?.evidence[0]).toMatch(/query log has: ALTER TABLE .*CONTACTS"? RENAME COLUMN/i)
    }),
  )

  test('a bare name counts in the schema of its session, and nowhere without one', async () => {
    const renamed = (defaultSchema: string | null): Promise<readonly string[]> => {
      let kinds: readonly string[] = []
      return withShop(async ({ shop, changesAfter }) => {
        const changes = await changesAfter((at) => {
          shop.setColumns('SHOP.CONTACTS', AFTER)
          shop.logStatement('alter table contacts rename column fax to channel', at, { defaultSchema })
        })
        kinds = changes.map(({ kind }) => kind)
      }).then(() => kinds)
    }
    expect(await renamed('SHOP')).toEqual(['column_renamed'])
    expect(await renamed('CRM')).toEqual(['column_deleted', 'column_added'])
    expect(await renamed(null)).toEqual(['column_deleted', 'column_added'])
  })

  test('the query that filled a column from the old one and fills it from the new one now counts', () =>
    withShop(async ({ shop, changesAfter }) => {
      const changes = await changesAfter((at) => {
        shop.setColumns('SHOP.CONTACTS', AFTER)
        shop.logStatement('INSERT INTO mart.reach (id, way) SELECT id, channel FROM shop.contacts', at)
      })
      expect(changes).toMatchObject([{ kind: 'column_renamed', previousName: 'FAX', column: 'CHANNEL' }])
      expect(changes[0]?.evidence[0]).toMatch(
        /fills `way` of MART\.REACH read `FAX` and reads `CHANNEL` now/i,
      )
    }))

  test('a rename of another table, or of other columns, is none of this one', () =>
    withShop(async ({ shop, changesAfter }) => {
      const changes = await changesAfter((at) => {
        shop.setColumns('SHOP.CONTACTS', AFTER)
        shop.logStatement('ALTER TABLE crm.contacts RENAME COLUMN fax TO channel', at)
        shop.logStatement('ALTER TABLE shop.contacts RENAME COLUMN note TO channel', at)
      })
      expect(changes.map(({ kind }) => kind)).toEqual(['column_deleted', 'column_added'])
    }))

  test('a log that cannot be read costs the evidence, not the alert', () =>
    withShop(async ({ shop, changesAfter }) => {
      const changes = await changesAfter(() => {
        shop.setColumns('SHOP.CONTACTS', AFTER)
        shop.failWith(new Error('no access to the log'), ['readQueryLog'])
      })
      expect(changes.map(({ kind }) => kind)).toEqual(['column_deleted', 'column_added'])
    }))

  test('what was looked at is read again by the next refresh', () =>
    withShop(async ({ aegis, shop, changesAfter }) => {
      await changesAfter((at) => {
        shop.setColumns('SHOP.CONTACTS', AFTER)
        shop.logStatement('INSERT INTO mart.reach (id, way) SELECT id, channel FROM shop.contacts', at)
      })
      const [report] = await aegis.refreshLineage('shop')
      expect(report?.parsed).toBeGreaterThan(0)
      const edges = (await aegis.lineage('shop')).getFullGraph().edges
      expect(edges[0]?.columns).toContainEqual({ source: 'CHANNEL', target: 'WAY' })
    }))
})
