import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClientLike, type PoolLike, postgres } from '@aegis/adapter-postgres'
import { type Aegis, createAegis, type TableRef, type WarehouseAdapter } from '@aegis/core'
import { sqliteStore } from '@aegis/store-sqlite'
import pg from 'pg'
import { percentile } from './measure.ts'
import type { Bench, Report } from './report.ts'
import { SCHEMA, type WideWarehouse, wideWarehouse } from './wide-warehouse.ts'

const TABLES = 10_000
const COLUMNS = 20
const ROUNDS = 9

interface Statement {
  readonly text: string
  readonly values: unknown[]
}

const median = (samples: readonly number[]): number => percentile(samples, 0.5)

async function timedAsync(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** Each way in turn, so that a busy machine slows all of them. The first round warms up and is not counted. */
async function inTurn(ways: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  const samples: number[][] = ways.map(() => [])
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, way] of ways.entries()) {
      const taken = await timedAsync(way)
      if (round > 0) samples[index]?.push(taken)
    }
  }
  return samples.map(median)
}

/** A pool that keeps what it is asked, so that the very same statements can be sent bare. */
function recordingPool(pool: pg.Pool, statements: Statement[]): PoolLike {
  return {
    async connect(): Promise<ClientLike> {
      const client = await pool.connect()
      return {
        query(config) {
          if (config.text.startsWith('SELECT'))
            statements.push({ text: config.text, values: config.values ?? [] })
          return client.query(config)
        },
        release: (destroy) => client.release(destroy),
        on: (event, listener) => client.on(event, listener),
        off: (event, listener) => client.off(event, listener),
      }
    },
    end: () => pool.end(),
  }
}

async function statementsOf(
  warehouse: WideWarehouse,
  read: (adapter: WarehouseAdapter) => Promise<unknown>,
): Promise<readonly Statement[]> {
  const statements: Statement[] = []
  const pool = new pg.Pool({ connectionString: warehouse.connectionString(), max: 2 })
  await read(postgres({ pool: recordingPool(pool, statements) }))
  await pool.end()
  return statements
}

/** What the specification describes: INFORMATION_SCHEMA, one query a table. */
async function onePerTable(client: pg.Client, refs: readonly TableRef[]): Promise<number> {
  let columns = 0
  for (const { schema, name } of refs) {
    const { rows } = await client.query(
      `SELECT column_name, data_type, is_nullable, ordinal_position FROM information_schema.columns
       WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position`,
      [schema, name],
    )
    columns += rows.length
  }
  return columns
}

async function openAegis(
  adapter: WarehouseAdapter,
  folder: string,
  name: string,
  sla: number | null,
): Promise<Aegis> {
  const aegis = await createAegis({
    store: sqliteStore({ path: join(folder, `${name}.db`) }),
    connections: { wide: adapter },
  })
  const checkTypes = sla === null ? ['schema'] : ['schema', 'freshness']
  await aegis.monitor('wide', { schemas: [SCHEMA], checkTypes, freshnessSlaMinutes: sla })
  await aegis.scan()
  return aegis
}

async function countStatements(
  report: Report,
  warehouse: WideWarehouse,
  what: string,
  run: () => Promise<unknown>,
): Promise<void> {
  const before = await warehouse.statementsSent()
  await run()
  const ours = (await warehouse.statementsSent()) - before
  report.add({
    bench: 'scan',
    case: `${what}: statements`,
    unit: 'statements',
    ours,
    other: TABLES,
    otherName: 'one query per table',
    goal: '1 a read',
  })
}

async function measure(report: Report, warehouse: WideWarehouse, folder: string): Promise<void> {
  const adapter = postgres({ connectionString: warehouse.connectionString() })
  const client = new pg.Client({ connectionString: warehouse.connectionString() })
  await client.connect()
  const refs: TableRef[] = []
  for await (const page of adapter.listTables({ schemas: [SCHEMA] })) refs.push(...page)
  const unread = refs.map((ref) => ({ ref, watermarkColumn: null, previous: null }))
  const first = (await adapter.readFreshness?.(unread)) ?? []
  // Every scan but the first has a reading to compare with.
  const requests = first.map((reading) => {
    if (reading.status !== 'ok') throw new Error(`${reading.ref.name} has no freshness: ${reading.status}`)
    return { ref: reading.ref, watermarkColumn: null, previous: reading.value }
  })
  const describe = (): Promise<unknown> => adapter.describeTables(refs)
  const schemaStatements = await statementsOf(warehouse, (other) => other.describeTables(refs))
  const freshnessStatements = await statementsOf(warehouse, async (other) => other.readFreshness?.(requests))
  const bare = (statements: readonly Statement[]) => async (): Promise<void> => {
    for (const statement of statements) await client.query(statement)
  }

  await countStatements(report, warehouse, 'read columns', describe)
  await countStatements(report, warehouse, 'read freshness', async () => adapter.readFreshness?.(requests))

  const schemaOnly = await openAegis(adapter, folder, 'schema', null)
  const both = await openAegis(adapter, folder, 'both', 1440)
  report.note('Measuring reads and whole cycles, each in turn with the bare statements ...')
  const [raw = 0, read = 0, cycle = 0, rawBoth = 0, cycleBoth = 0] = await inTurn([
    bare(schemaStatements),
    describe,
    () => schemaOnly.scan(),
    bare([...schemaStatements, ...freshnessStatements]),
    () => both.scan(),
  ])
  const otherName = 'the same statement through bare pg'
  report.add({
    bench: 'scan',
    case: 'read and decode columns',
    unit: 'ms',
    ours: read,
    other: raw,
    otherName,
    goal: '<= 1.2x',
  })
  report.add({
    bench: 'scan',
    case: 'whole unchanged cycle',
    unit: 'ms',
    ours: cycle,
    other: raw,
    otherName,
    goal: '<= 2x',
  })
  report.add({
    bench: 'scan',
    case: 'cycle with freshness',
    unit: 'ms',
    ours: cycleBoth,
    other: rawBoth,
    otherName: 'the same two statements through bare pg',
    goal: '<= 2x',
  })

  report.note('Measuring one query per table, the way the specification describes ...')
  const perTable = await timedAsync(() => onePerTable(client, refs))
  report.add({
    bench: 'scan',
    case: 'read columns',
    unit: 'ms',
    ours: read,
    other: perTable,
    otherName: 'one query per table',
  })
  report.add({
    bench: 'scan',
    case: 'whole cycle',
    unit: 'ms',
    ours: cycle,
    other: perTable,
    otherName: 'one query per table, reads alone',
  })
  await client.end()
  await both.close()
  await schemaOnly.close()
}

export const bench: Bench = async (report) => {
  report.note('Starting PostgreSQL and creating the tables ...')
  const warehouse = await wideWarehouse(TABLES, COLUMNS, report.note)
  const folder = mkdtempSync(join(tmpdir(), 'aegis-bench-'))
  try {
    await measure(report, warehouse, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await warehouse.stop()
  }
}
