import type { ConnectionOptions } from 'node:tls'
import { AegisError } from '@aegis/core'
import * as z from 'zod'
import type { PoolLike } from './client.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; parts it lacks come from `PG*` variables. Not together with the four below. */
  readonly connectionString?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly database?: string | undefined
  readonly user?: string | undefined
  /** Wins over that of the URL. A function is asked for each new connection: for short-lived tokens. */
  readonly password?: string | (() => string | Promise<string>) | undefined
  /** true: with certificate check. An object as of `tls.connect`, e.g. `{ ca }`. Default: as the connection string says. */
  readonly ssl?: boolean | ConnectionOptions | undefined
  /** An open pool of `pg`, instead of all of the above. It is never closed, and its sessions keep their settings. */
  readonly pool?: PoolLike | undefined
  /** Milliseconds a statement may take. Default 60000. */
  readonly statementTimeoutMs?: number | undefined
  /** Milliseconds to wait for a lock. Default 5000. */
  readonly lockTimeoutMs?: number | undefined
  /** Milliseconds to wait for a connection. Default 10000. */
  readonly connectTimeoutMs?: number | undefined
  /** Default `aegis`. */
  readonly applicationName?: string | undefined
  /** Connections open at once. 2..50, default 4. */
  readonly maxConnections?: number | undefined
  /**
   * Time zone in which watermarks of type `timestamp` and `date` are meant, such as `UTC` or `Europe/Berlin`. Absent: not
   * known, and the reading is an interval that covers every zone.
   */
  readonly watermarkTimeZone?: string | undefined
  /**
   * The newest watermark of a table with more rows than this, by the server's estimate, is asked for only where an index
   * begins with the column. The same limit holds for counting rows and for `commitTimestamps`. Default 1000000.
   */
  readonly watermarkScanRows?: number | undefined
  /**
   * Tables without a watermark column are read as a whole for the newest time of commit, each time their counters move. Takes
   * `track_commit_timestamp = on` in the server and SELECT on the tables. Default false.
   */
  readonly commitTimestamps?: boolean | undefined
  /** Roles whose statements are left out of the query log. */
  readonly excludeRoles?: readonly string[] | undefined
}

const milliseconds = z.int().min(1).max(86_400_000)

const optionsSchema = z.strictObject({
  connectionString: z.string().optional(),
  host: z.string().min(1).optional(),
  port: z.int().min(1).max(65_535).optional(),
  database: z.string().min(1).optional(),
  user: z.string().min(1).optional(),
  password: z
    .union([z.string(), z.custom<() => string | Promise<string>>((value) => typeof value === 'function')])
    .optional(),
  ssl: z
    .union([z.boolean(), z.custom<ConnectionOptions>((value) => typeof value === 'object' && value !== null)])
    .optional(),
  pool: z
    .custom<PoolLike>(
      (value) => typeof value === 'object' && value !== null && 'connect' in value,
      'expected a pool of pg',
    )
    .optional(),
  statementTimeoutMs: milliseconds.default(60_000),
  lockTimeoutMs: milliseconds.default(5000),
  connectTimeoutMs: milliseconds.default(10_000),
  applicationName: z.string().min(1).max(63).default('aegis'),
  maxConnections: z.int().min(2).max(50).default(4),
  watermarkTimeZone: z
    .string()
    .refine(isTimeZone, 'is not an IANA time zone, such as UTC or Europe/Berlin')
    .optional(),
  watermarkScanRows: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1_000_000),
  commitTimestamps: z.boolean().default(false),
  excludeRoles: z.array(z.string().min(1)).default([]),
})

/** The options with their defaults in place. */
export interface CheckedOptions extends PostgresOptions {
  readonly statementTimeoutMs: number
  readonly lockTimeoutMs: number
  readonly connectTimeoutMs: number
  readonly applicationName: string
  readonly maxConnections: number
  readonly watermarkScanRows: number
  readonly commitTimestamps: boolean
  readonly excludeRoles: readonly string[]
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** A pool or a URL says where to connect, or the parts do; never two of them. */
function sourcesOf(options: PostgresOptions): readonly string[] {
  const parts = ['host', 'port', 'database', 'user'] as const
  const named = [
    ...(['pool', 'connectionString'] as const),
    // The parts count only beside one of the two: among themselves they belong together.
    ...(options.pool === undefined && options.connectionString === undefined ? [] : parts),
  ]
  return named.filter((name) => options[name] !== undefined)
}

/** Throws `CONFIG_INVALID`; the message repeats no value, for one of them may be a password. */
export function checkOptions(options: PostgresOptions): CheckedOptions {
  const parsed = optionsSchema.safeParse(options)
  if (!parsed.success) {
    throw new AegisError(
      'CONFIG_INVALID',
      `The options of postgres() are not right.\n${z.prettifyError(parsed.error)}`,
    )
  }
  const { connectionString } = parsed.data
  // A malformed URL is reported here, without its text: URL errors of the runtime carry the whole input.
  if (connectionString !== undefined && !/^postgres(ql)?:\/\//.test(connectionString)) {
    throw new AegisError(
      'CONFIG_INVALID',
      'The connectionString of postgres() is not a URL like postgres://user:password@host:5432/database.',
    )
  }
  if (connectionString !== undefined && !URL.canParse(connectionString)) {
    throw new AegisError(
      'CONFIG_INVALID',
      'The connectionString of postgres() is not a valid URL. Characters such as @ / : # in the password must be percent-encoded.',
    )
  }
  const [source, ...beside] = sourcesOf(parsed.data)
  if (source !== undefined && beside.length > 0) {
    throw new AegisError(
      'CONFIG_INVALID',
      `postgres() got ${beside.join(', ')} beside ${source}. Give the one or the other.`,
    )
  }
  return parsed.data
}
