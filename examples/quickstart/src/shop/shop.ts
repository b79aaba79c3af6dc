import { randomBytes } from 'node:crypto'
import { Client, type ClientConfig } from 'pg'
import type { ShopNames } from './names.ts'
import { type ShopSql, shopSql } from './shop-sql.ts'

/** Where the server is and who owns it. */
export interface ShopServer {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

/** The shop's database as the people who run it see it. */
export interface Shop {
  readonly sql: ShopSql
  /** What Aegis signs in with: a role of its own that may read statistics and one column. */
  readonly aegisLogin: ClientConfig
  /** Runs statements as the owner of the tables, one by one. Throws what the server says. */
  run(statements: readonly string[]): Promise<void>
  close(): Promise<void>
}

const DATABASE = 'shop'
const OWNER = 'loader'
const MONITOR = 'aegis'

async function connect(config: ClientConfig): Promise<Client> {
  const client = new Client(config)
  // A server that stops while a connection is idle is reported here; the next statement fails by itself.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function withClient(config: ClientConfig, statements: readonly string[]): Promise<void> {
  const client = await connect(config)
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The roles, and the extension that makes the server remember its statements. Needs a superuser. */
async function prepareServer(
  { host, port, user, password }: ShopServer,
  passwords: { owner: string; monitor: string },
): Promise<void> {
  const login = { host, port, user, password }
  await withClient({ ...login, database: 'postgres' }, [
    `CREATE ROLE ${OWNER} LOGIN PASSWORD '${passwords.owner}'`,
    `CREATE ROLE ${MONITOR} LOGIN PASSWORD '${passwords.monitor}' IN ROLE pg_monitor`,
    `CREATE DATABASE ${DATABASE} OWNER ${OWNER}`,
  ])
  await withClient({ ...login, database: DATABASE }, ['CREATE EXTENSION pg_stat_statements'])
}

/** Builds the shop by running its SQL: structure first, then every load of the pipeline once. */
export async function buildShop(server: ShopServer, names: ShopNames, signal: AbortSignal): Promise<Shop> {
  const sql = shopSql(names)
  const passwords = { owner: randomBytes(16).toString('hex'), monitor: randomBytes(16).toString('hex') }
  await prepareServer(server, passwords)
  const { host, port } = server
  const owner = await connect({ host, port, database: DATABASE, user: OWNER, password: passwords.owner })
  const shop: Shop = {
    sql,
    aegisLogin: { host, port, database: DATABASE, user: MONITOR, password: passwords.monitor },
    async run(statements) {
      for (const statement of statements) {
        signal.throwIfAborted()
        await owner.query(statement)
      }
      // The server counts changes up to ten seconds late; a demo does not wait for that.
      await owner.query('SELECT pg_stat_force_next_flush()')
    },
    close: () => owner.end(),
  }
  try {
    await shop.run([...sql.structure, ...sql.loads, ...sql.grants(MONITOR)])
  } catch (error) {
    await shop.close()
    throw error
  }
  return shop
}
