import pg from 'pg'
import type { ClientLike, PoolLike, StatementConfig, StatementResult } from '../src/index.ts'

/** Settings that would change the meaning or the text of our statements, were they in force. */
export const HOSTILE: readonly string[] = [
  `search_path = decoy`,
  `timezone = 'Asia/Kathmandu'`,
  `datestyle = 'SQL, DMY'`,
  `extra_float_digits = 0`,
  `default_transaction_isolation = 'serializable'`,
  `default_transaction_deferrable = on`,
  `statement_timeout = '20ms'`,
  `lock_timeout = '1ms'`,
  `idle_in_transaction_session_timeout = '1ms'`,
  `synchronous_commit = off`,
]

/** Tables of our names in another schema, which must stay empty. */
export const DECOY = `create schema decoy; create table decoy.connections (id int, name text);
  create table decoy.monitored_tables (id int); create table decoy.event_counter (id int, last_seq int)`

export interface TransactionPool extends PoolLike {
  /** How many sessions were used. */
  used(): number
  end(): Promise<void>
}

/**
 * Like PgBouncer in transaction mode: each transaction goes to the session that has been free for longest, whoever began it, and
 * each session has settings of somebody else. It refuses statements that need a session of their own.
 */
export async function transactionPool(url: string, size: number): Promise<TransactionPool> {
  const sessions = Array.from({ length: size }, () => new pg.Client({ connectionString: url }))
  for (const session of sessions) {
    await session.connect()
    for (const setting of HOSTILE) await session.query(`set ${setting}`)
  }
  const used = new Set<pg.Client>()
  const free = [...sessions]
  const waiting: ((session: pg.Client) => void)[] = []

  async function take(): Promise<pg.Client> {
    const session = free.shift() ?? (await new Promise<pg.Client>((resolve) => waiting.push(resolve)))
    used.add(session)
    return session
  }
  function give(session: pg.Client): void {
    const next = waiting.shift()
    if (next === undefined) free.push(session)
    else next(session)
  }

  function client(): ClientLike {
    let held: pg.Client | null = null
    return {
      async query(config: StatementConfig): Promise<StatementResult | readonly StatementResult[]> {
        if ('name' in config) throw new Error('a named statement needs a session of its own')
        const session = held ?? (await take())
        held = /^begin\b/.test(config.text) || held !== null ? session : null
        try {
          return await session.query(config)
        } finally {
          if (/^(commit|rollback)$/.test(config.text)) held = null
          if (held === null) give(session)
        }
      },
      release(): void {
        const session = held
        held = null
        if (session !== null) void session.query('rollback').then(() => give(session))
      },
      on: () => undefined,
      off: () => undefined,
    }
  }

  return {
    connect: async () => client(),
    on: () => undefined,
    off: () => undefined,
    used: () => used.size,
    async end(): Promise<void> {
      await Promise.all(sessions.map((session) => session.end()))
    },
  }
}
