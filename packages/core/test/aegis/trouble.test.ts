import { describe, expect, test } from 'vitest'
import {
  AdapterError,
  type AegisConfig,
  type Architect,
  createAegis,
  type Diagnosis,
  type Sentinel,
  schemaSentinel,
} from '../../src/index.ts'
import { fakeWarehouse, memoryStore } from '../../src/testing/index.ts'
import { openShop, SCHEMAS } from './shop.ts'

const TEXT = { id: 'bigint not null', price: 'character varying(255)' }

function down(): AdapterError {
  return new AdapterError('PostgreSQL: connection refused.', { adapter: 'postgresql', failure: 'network' })
}

describe('a warehouse in trouble', () => {
  test('a schema that is not there is not found; a warehouse that is not there has failed', async () => {
    const { aegis, warehouse } = await openShop()
    const message = 'PostgreSQL: there is no schema shp in database shop. Did you mean shop?'
    warehouse.failWith(new AdapterError(message, { adapter: 'postgresql', failure: 'not_found' }))
    await expect(aegis.monitor('shop', { schemas: ['shp'] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message,
    })
    warehouse.failWith(down())
    await expect(aegis.monitor('shop', { schemas: ['shop'] })).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
    })
  })

  test('three failed cycles in a row open one incident; an answer in between starts the count anew', async () => {
    const { aegis, warehouse } = await openShop()
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.scan()
    const counts: number[] = []
    for (const isDown of [true, true, false, true, true, true, true]) {
      if (isDown) warehouse.failWith(down())
      else warehouse.recover()
      const [report] = (await aegis.scan()).connections
      expect(report?.status).toBe(isDown ? 'failed' : 'ok')
      counts.push((await aegis.incidents()).length)
    }
    expect(counts).toEqual([0, 0, 0, 0, 0, 1, 1])
    expect((await aegis.incidents())[0]).toMatchObject({
      type: 'connection_error',
      severity: 'high',
      table: null,
      status: 'pending_review',
    })
    const health = async () => (await aegis.tableStatus({ connection: 'shop', table: 'raw.orders' })).health
    expect(await health()).toBe('warning')
    warehouse.recover()
    await aegis.scan()
    expect((await aegis.incidents())[0]?.notes).toHaveLength(1)
  })

  test('a warehouse that goes away in mid-scan loses nothing: what was read is judged, the rest waits', async () => {
    const { aegis, warehouse } = await openShop({ batchSize: 2, concurrency: 1 })
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.scan()
    warehouse.setColumns('raw.orders', TEXT)
    warehouse.setColumns('analytics.orders', TEXT)
    const describeTables = warehouse.describeTables
    let calls = 0
    warehouse.describeTables = async (...args) => {
      calls += 1
      if (calls > 1) throw down()
      return describeTables(...args)
    }
    const [report] = (await aegis.scan()).connections
    expect(report).toMatchObject({ status: 'failed' })
    const found = report?.anomalies.length ?? 0
    expect(found).toBe(1)
    warehouse.describeTables = describeTables
    expect((await aegis.scan()).anomaliesFound).toBe(2 - found)
  })

  test('one connection that is down does not keep the other from being scanned', async () => {
    const broken = fakeWarehouse({ tables: { 'a.t': { columns: { id: 'int' } } } })
    const fine = fakeWarehouse({ tables: { 'a.t': { columns: { id: 'int' } } } })
    const aegis = await createAegis({ store: memoryStore(), connections: { broken, fine } })
    await aegis.monitor('broken', { schemas: ['a'] })
    await aegis.monitor('fine', { schemas: ['a'] })
    await aegis.scan()
    broken.failWith(down())
    fine.setColumns('a.t', { id: 'bigint' })
    const report = await aegis.scan()
    expect(report.connections.map(({ status, anomalies }) => [status, anomalies.length])).toEqual([
      ['failed', 0],
      ['ok', 1],
    ])
  })

  test('a revoked grant is a problem with its GRANT, never a dropped table', async () => {
    const { aegis, warehouse } = await openShop()
    await aegis.monitor('shop', { schemas: ['analytics'] })
    await aegis.scan()
    warehouse.forbid('analytics.orders')
    const [report] = (await aegis.scan()).connections
    expect(report?.anomalies).toEqual([])
    expect(report?.problems).toEqual([
      {
        table: 'analytics.orders',
        problem: {
          check: 'schema',
          status: 'forbidden',
          detail: 'GRANT SELECT ON analytics.orders TO aegis;',
        },
      },
    ])
    expect((await aegis.tableStatus({ connection: 'shop', table: 'analytics.orders' })).health).toBe(
      'warning',
    )
    const lines = async () =>
      (await aegis.activity()).map(({ action }) => action).filter((action) => action.startsWith('table_'))
    await aegis.scan()
    expect(await lines()).toEqual(['table_unreadable'])
    warehouse.allow('analytics.orders')
    await aegis.scan()
    expect(await lines()).toEqual(['table_readable', 'table_unreadable'])
    expect((await aegis.tables('shop')).every(({ problem }) => problem === null)).toBe(true)
  })

  test('a dropped table is one critical incident', async () => {
    const { aegis, warehouse } = await openShop()
    await aegis.monitor('shop', { schemas: ['analytics'] })
    await aegis.scan()
    warehouse.drop('analytics.orders')
    expect((await aegis.scan()).anomaliesFound).toBe(1)
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    expect((await aegis.incidents())[0]).toMatchObject({ severity: 'critical', table: 'analytics.orders' })
  })

  test('lineage that cannot be read delays no detection', async () => {
    const { aegis, warehouse } = await openShop()
    warehouse.failWith(down(), ['readQueryLog', 'readViewDefinitions'])
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.scan()
    warehouse.setColumns('raw.orders', TEXT)
    expect((await aegis.scan()).anomaliesFound).toBe(1)
    expect((await aegis.incidents())[0]?.status).toBe('pending_review')
  })
})

describe('many at once', () => {
  test('a review in mid-scan outranks what the scan judged without it', async () => {
    const { aegis, warehouse, clock } = await openShop()
    await aegis.monitor('shop', { tables: ['raw.orders'], freshnessSlaMinutes: 60, watermarkColumn: 'id' })
    await clock.advance(61 * 60_000)
    await aegis.scan()
    const [incident] = await aegis.incidents()
    const describeTables = warehouse.describeTables
    warehouse.describeTables = async (...args) => {
      await aegis.dismiss(incident?.id ?? 0, { by: 'ada', reason: 'closed today' })
      return describeTables(...args)
    }
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    expect((await aegis.incidents()).map(({ status }) => status)).toEqual(['dismissed'])
  })

  test('two with other warehouses on one store leave each other\u2019s incidents alone', async () => {
    const mine = await openShop()
    const other = fakeWarehouse({ tables: { 'a.t': { columns: { id: 'int' } } } })
    const theirs = await createAegis({ store: mine.store, clock: mine.clock, connections: { other } })
    await theirs.monitor('other', { schemas: ['a'] })
    await theirs.scan()
    other.setColumns('a.t', { id: 'bigint' })
    const heard: unknown[] = []
    mine.aegis.on('incident.created', ({ incident }) => heard.push(incident.table))
    await theirs.scan({ investigate: false })
    expect(await mine.aegis.investigate()).toBe(0)
    expect(heard).toEqual([])
    expect(await theirs.investigate()).toBe(1)
  })

  test('what was committed and not told is told to the one who resumes from its last event', async () => {
    const { aegis, warehouse, store, clock } = await openShop()
    let last = 0
    aegis.on('scan.completed', ({ seq }) => {
      last = seq
    })
    await aegis.monitor('shop', { tables: ['raw.orders'] })
    await aegis.scan()
    warehouse.setColumns('raw.orders', TEXT)
    await createAegis({ store, clock, connections: { shop: warehouse } }).then((dying) => dying.scan())
    const next = await createAegis({ store, clock, connections: { shop: warehouse }, eventsAfter: last })
    const heard: unknown[] = []
    next.on('incident.created', ({ incident }) => heard.push(incident.table))
    await next.scan()
    expect(heard).toEqual(['raw.orders'])
  })

  test('one batch that times out, and a scan of nothing, say nothing about the connection', async () => {
    const { aegis, warehouse } = await openShop({ batchSize: 1 })
    warehouse.failWith(down())
    for (let cycle = 0; cycle < 4; cycle += 1) await aegis.scan()
    expect(await aegis.incidents()).toEqual([])
    warehouse.recover()
    await aegis.monitor('shop', { schemas: SCHEMAS })
    const describeTables = warehouse.describeTables
    warehouse.describeTables = async (refs, call) => {
      if (refs[0]?.schema === 'raw')
        throw new AdapterError('too slow', { adapter: 'postgresql', failure: 'timeout' })
      return describeTables(refs, call)
    }
    for (let cycle = 0; cycle < 4; cycle += 1)
      expect((await aegis.scan()).connections[0]?.status).toBe('failed')
    expect(await aegis.incidents()).toEqual([])
  })

  test('tables that changed together are explained, whichever batch they were read in', async () => {
    const { aegis, warehouse, clock } = await openShop({ batchSize: 1, concurrency: 1 })
    await aegis.monitor('shop', { schemas: ['analytics'] })
    await aegis.monitor('shop', { schemas: ['raw', 'staging'] })
    await aegis.scan()
    warehouse.setColumns('raw.orders', TEXT)
    warehouse.setColumns('analytics.orders', TEXT)
    const describeTables = warehouse.describeTables
    warehouse.describeTables = async (...args) => {
      await clock.advance(60_000)
      return describeTables(...args)
    }
    await aegis.scan()
    const found = (await aegis.incidents()).find(({ table }) => table === 'analytics.orders')
    expect(found?.diagnosis?.rootCauseTable).toBe('raw.orders')
  })

  test('of scans that race, exactly one alerts each change', async () => {
    const first = await openShop()
    await first.aegis.monitor('shop', { schemas: SCHEMAS })
    await first.aegis.scan()
    const { store, warehouse, clock } = first
    const others = await Promise.all(
      Array.from({ length: 4 }, () => createAegis({ store, clock, connections: { shop: warehouse } })),
    )
    warehouse.setColumns('raw.orders', TEXT)
    warehouse.setColumns('staging.orders', TEXT)
    const reports = await Promise.all([first.aegis, ...others].map((aegis) => aegis.scan()))
    expect(reports.reduce((sum, report) => sum + report.anomaliesFound, 0)).toBe(2)
    const incidents = await first.aegis.incidents()
    expect(incidents.map(({ table, status }) => [table, status]).sort()).toEqual([
      ['raw.orders', 'pending_review'],
      ['staging.orders', 'pending_review'],
    ])
  })
})

describe('your own parts', () => {
  const rowCount: Sentinel<number> = {
    name: 'row_count',
    anomalyType: 'row_count_drop',
    async read({ tables }) {
      return tables.map(({ table }) => ({
        ref: table.ref,
        status: 'ok',
        value: table.ref.name === 'orders' ? 0 : 10,
      }))
    },
    inspect(_memory, reading, now) {
      const empty = reading.status === 'ok' && reading.value === 0
      const detail = { type: 'custom', summary: 'the table is empty', data: null } as const
      return {
        anomaly: empty
          ? { type: 'row_count_drop', severity: 'high', detail, fingerprint: 'empty', detectedAt: now }
          : null,
        snapshot: null,
        problem: null,
        note: null,
      }
    },
  }

  test('a sentinel of one\u2019s own takes part in scans, incidents and events', async () => {
    const { aegis } = await openShop({ sentinels: [rowCount] })
    const heard: string[] = []
    aegis.on('incident.created', ({ incident }) => heard.push(`${incident.type} ${incident.table}`))
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.scan()
    expect(heard).toEqual([
      'row_count_drop raw.orders',
      'row_count_drop staging.orders',
      'row_count_drop analytics.orders',
    ])
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    expect((await aegis.incidents()).every(({ status }) => status === 'pending_review')).toBe(true)
  })

  test('a sentinel that throws spoils neither the others nor the other tables', async () => {
    const faulty: Sentinel<number> = {
      ...rowCount,
      inspect(memory, reading, now) {
        if (memory.table.ref.schema === 'raw') throw new Error('a bug')
        return rowCount.inspect(memory, reading, now)
      },
    }
    const { aegis } = await openShop({ sentinels: [faulty] })
    await aegis.monitor('shop', { schemas: SCHEMAS })
    const [report] = (await aegis.scan()).connections
    expect(report?.anomalies.map(({ table }) => table)).toEqual(['staging.orders', 'analytics.orders'])
    expect(report?.problems[0]).toMatchObject({
      table: 'raw.orders',
      problem: { detail: expect.stringContaining('a bug') },
    })
  })

  test('check types decide who looks', async () => {
    const { aegis, warehouse } = await openShop({ sentinels: [rowCount] })
    await aegis.monitor('shop', {
      tables: ['raw.orders'],
      checkTypes: ['freshness'],
      freshnessSlaMinutes: 60,
    })
    await aegis.scan()
    warehouse.setColumns('raw.orders', TEXT)
    expect((await aegis.scan()).anomaliesFound).toBe(0)
    await aegis.monitor('shop', { tables: ['raw.orders'], checkTypes: ['schema'] })
    await aegis.scan()
    warehouse.setColumns('raw.orders', { id: 'bigint not null' })
    expect((await aegis.scan()).anomaliesFound).toBe(1)
  })

  test.each<readonly [string, (diagnosis: Diagnosis) => Diagnosis | never, RegExp]>([
    [
      'fails',
      () => {
        throw new Error('rate limited')
      },
      /rate limited/,
    ],
    [
      'names a table out of thin air',
      (diagnosis) => ({ ...diagnosis, rootCauseTable: 'made.up' }),
      /made\.up is not in the evidence/,
    ],
    ['is surer than sure', (diagnosis) => ({ ...diagnosis, confidence: 1.5 }), /confidence/],
  ])('of an architect that %s the rules take over, and say so', async (_title, change, reason) => {
    const plain: Diagnosis = {
      rootCause: 'because',
      rootCauseTable: null,
      blastRadius: ['elsewhere'],
      severity: 'low',
      confidence: 0.5,
      recommendations: [],
      evidence: [],
      decidedBy: 'mine',
      diagnosedAt: new Date(0),
    }
    const architect: Architect = { name: 'mine', diagnose: async () => change(plain) }
    const { aegis, warehouse } = await openShop({ architect })
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.scan()
    warehouse.setColumns('raw.orders', TEXT)
    await aegis.scan()
    const [incident] = await aegis.incidents()
    expect(incident?.diagnosis?.decidedBy).toBe('rules')
    const line = (await aegis.activity()).find(({ action }) => action === 'diagnosis_made')
    expect(line?.text).toMatch(reason)
  })

  test('an answer of another form than a diagnosis is none, and every other incident is looked at too', async () => {
    const architect: Architect = {
      name: 'mine',
      diagnose: async () => JSON.parse('{"rootCause":"because","rootCauseTable":null,"confidence":0.5}'),
    }
    const { aegis, warehouse } = await openShop({ architect })
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.scan()
    warehouse.setColumns('raw.orders', TEXT)
    warehouse.setColumns('staging.orders', TEXT)
    await aegis.scan()
    const decided = (await aegis.incidents()).map(({ status, diagnosis }) => [status, diagnosis?.decidedBy])
    expect(decided).toEqual([
      ['pending_review', 'rules'],
      ['pending_review', 'rules'],
    ])
  })

  test('an interrupted investigation is given back, not left until its claim expires', async () => {
    const controller = new AbortController()
    const architect: Architect = {
      name: 'mine',
      diagnose() {
        controller.abort()
        throw new Error('interrupted')
      },
    }
    const { aegis, warehouse, store, clock } = await openShop({ architect })
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.scan()
    warehouse.setColumns('raw.orders', TEXT)
    warehouse.setColumns('staging.orders', TEXT)
    await expect(aegis.scan({ signal: controller.signal })).rejects.toThrow()
    const next = await createAegis({ store, clock, connections: { shop: warehouse } })
    expect(await next.investigate()).toBe(2)
  })

  test('a built-in sentinel can be replaced by one of its name', async () => {
    const { aegis, warehouse } = await openShop({ sentinels: [schemaSentinel({ reportReplaced: false })] })
    await aegis.monitor('shop', { tables: ['raw.orders'] })
    await aegis.scan()
    warehouse.create('raw.orders', { columns: { id: 'bigint not null', price: 'double precision' } })
    expect((await aegis.scan()).anomaliesFound).toBe(0)
  })

  test('a table that became a view of the same columns is a replaced one, not a silent warning', async () => {
    const { aegis, warehouse } = await openShop()
    await aegis.monitor('shop', { tables: ['raw.orders'] })
    await aegis.scan()
    warehouse.create('raw.orders', {
      kind: 'view',
      columns: { id: 'bigint', price: 'double precision' },
      sql: '',
    })
    expect((await aegis.scan()).anomaliesFound).toBe(1)
    expect((await aegis.incidents())[0]?.remediation?.actions.every(({ sql }) => sql === null)).toBe(true)
  })

  test('whatever an architect says, the blast radius is the graph\u2019s', async () => {
    const architect: Architect = {
      name: 'mine',
      async diagnose({ now }) {
        return {
          rootCause: 'because',
          rootCauseTable: null,
          blastRadius: ['elsewhere'],
          severity: 'low',
          confidence: 0.5,
          recommendations: [],
          evidence: [],
          decidedBy: 'mine',
          diagnosedAt: now,
        }
      },
    }
    const { aegis, warehouse } = await openShop({ architect })
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.scan()
    warehouse.setColumns('staging.orders', TEXT)
    await aegis.scan()
    expect((await aegis.incidents())[0]).toMatchObject({
      diagnosis: { decidedBy: 'mine' },
      blastRadius: ['analytics.orders', 'analytics.customer_ltv', 'analytics.daily_revenue'],
    })
  })
})

describe('bad input', () => {
  const shop = fakeWarehouse({
    tables: { 'a.t': { columns: { at: 'date' } }, 'b.t': { columns: {} }, 'a.single': { columns: {} } },
  })
  const open = () => createAegis({ store: memoryStore(), connections: { shop } })

  test.each<readonly [string, unknown, RegExp]>([
    ['no store', { connections: { shop } }, /expected a store, such as sqliteStore/],
    ['no connections', { store: memoryStore(), connections: {} }, /name at least one warehouse/],
    [
      'a connection that is none',
      { store: memoryStore(), connections: { shop: 'postgres://me:hunter2@db' } },
      /expected a warehouse adapter/,
    ],
    [
      'a misspelt field',
      { store: memoryStore(), connections: { shop }, scanIntervalSecond: 5 },
      /scanIntervalSecond/,
    ],
    ['a number out of range', { store: memoryStore(), connections: { shop }, batchSize: 0 }, /batchSize/],
  ])('%s is refused by name', async (_title, config, reason) => {
    const error = await createAegis(config as AegisConfig).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(reason) })
    expect(String(error)).not.toContain('hunter2')
  })

  test('monitoring a table again changes only what is given', async () => {
    const aegis = await open()
    const only = async () => (await aegis.tables('shop'))[0]
    await aegis.monitor('shop', {
      tables: ['a.t'],
      freshnessSlaMinutes: 60,
      watermarkColumn: 'at',
      checkTypes: ['freshness'],
    })
    await aegis.monitor('shop', { tables: ['a.t'], freshnessSlaMinutes: 90 })
    expect(await only()).toMatchObject({
      freshnessSlaMinutes: 90,
      watermarkColumn: 'at',
      checkTypes: ['freshness'],
    })
    await aegis.monitor('shop', { schemas: ['a'], watermarkColumn: null })
    expect(await only()).toMatchObject({
      freshnessSlaMinutes: 90,
      watermarkColumn: null,
      checkTypes: ['freshness'],
    })
  })

  test('names that lead nowhere, or to several tables', async () => {
    const aegis = await open()
    await aegis.monitor('shop', { schemas: ['a', 'b'] })
    await expect(aegis.monitor('shp', { schemas: ['a'] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: /Known: shop/,
    })
    await expect(aegis.monitor('shop', { tables: ['a.none'] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: /a\.none/,
    })
    await expect(aegis.monitor('shop', { tables: ['t'] })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: /schema\.table/,
    })
    await expect(aegis.monitor('shop', {})).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(aegis.monitor('shop', { schemas: ['a'], freshnessSlaMinutes: 1.5 })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    })
    await expect(aegis.monitor('shop', { schemas: ['a'], checkTypes: ['volume'] })).rejects.toMatchObject({
      message: /no sentinel `volume`/,
    })
    await expect(aegis.tableStatus({ connection: 'shop', table: 't' })).rejects.toMatchObject({
      code: 'AMBIGUOUS',
      message: /a\.t, b\.t/,
    })
    await expect(aegis.tableStatus({ connection: 'shop', table: 'c.t' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(
      aegis.monitor('shop', { tables: ['a.t'], freshnessSlaMinutes: 60, watermarkColumn: 'att' }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/no column `att`.*It has: at/),
    })
    expect((await aegis.tableStatus({ connection: 'shop', table: 'single' })).table.qualifiedName).toBe(
      'a.single',
    )
    expect(await aegis.unmonitor({ connection: 'shop', table: 'single' })).toBe(true)
  })
})

describe('start and stop', () => {
  test('scans at its pace, investigates apart, and stops whole', async () => {
    const { aegis, warehouse, clock } = await openShop({ scanIntervalSeconds: 300 })
    await aegis.monitor('shop', { schemas: SCHEMAS })
    await aegis.start()
    await aegis.start()
    await clock.advance(1000)
    warehouse.setColumns('raw.orders', TEXT)
    await clock.advance(200_000)
    expect(await aegis.incidents()).toEqual([])
    await clock.advance(105_000)
    expect(await aegis.incidents()).toMatchObject([{ table: 'raw.orders', status: 'pending_review' }])
    await aegis.stop()
    await aegis.stop()
    const calls = warehouse.calls.length
    await clock.advance(900_000)
    expect(warehouse.calls.length).toBe(calls)
    await aegis.close()
  })
})
