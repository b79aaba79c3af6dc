import type { ClientLike, PoolLike, StatementConfig, StatementResult } from '../client.ts'

/** What PGlite answers. */
interface PGliteResult {
  readonly rows: unknown[]
  readonly affectedRows?: number | undefined
}

/** The part of a PGlite database that is used. */
export interface PGliteLike {
  query(
    text: string,
    values: unknown[],
    options: { parsers: Record<number, (text: string) => unknown> },
  ): Promise<PGliteResult>
  exec(text: string, options: { parsers: Record<number, (text: string) => unknown> }): Promise<PGliteResult[]>
}

const OWN_TYPES = [16, 20, 21, 23, 25, 700, 701, 1043, 1184]

function parsersOf({ types }: StatementConfig): Record<number, (text: string) => unknown> {
  const asText = (text: string): unknown => text
  return Object.fromEntries(OWN_TYPES.map((oid) => [oid, types?.getTypeParser(oid) ?? asText]))
}

/** PGlite does not tell the command; only whether it changed rows. */
function toResult(text: string, { rows, affectedRows = 0 }: PGliteResult): StatementResult {
  const command = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? ''
  return { command, rowCount: affectedRows, rows }
}

function clientOf(database: PGliteLike, release: () => void): ClientLike {
  return {
    async query(config: StatementConfig): Promise<StatementResult> {
      const { text, values } = config
      const options = { parsers: parsersOf(config) }
      if (values !== undefined && values.length > 0) {
        return toResult(text, await database.query(text, values, options))
      }
      return toResult(text, (await database.exec(text, options)).at(-1) ?? { rows: [] })
    },
    release,
    on: () => undefined,
    off: () => undefined,
  }
}

/**
 * A PGlite database as a pool of one connection: transactions take turns. For tests and for embedding; PGlite is one process, and
 * its database must be Aegis's own while a transaction runs. Closing the store leaves it open.
 */
export function pglitePool(database: PGliteLike): PoolLike {
  let last: Promise<void> = Promise.resolve()
  return {
    connect(): Promise<ClientLike> {
      const before = last
      let release = (): void => undefined
      last = new Promise((resolve) => {
        release = resolve
      })
      return before.then(() => clientOf(database, release))
    },
    on: () => undefined,
    off: () => undefined,
  }
}
