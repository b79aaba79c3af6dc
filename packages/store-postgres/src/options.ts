import type { ConnectionOptions } from 'node:tls'
import { AegisError } from '@aegis/core'
import * as z from 'zod'
import type { PoolLike } from './client.ts'

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`; parts it lacks come from `PG*` variables. Not together with the five below. */
  readonly connectionString?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly database?: string | undefined
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** true: with certificate check. An object as of `tls.connect`, e.g. `{ ca }`. Default: as the connection string says. */
  readonly ssl?: boolean | ConnectionOptions | undefined
  /** An open pool of `pg`, instead of all of the above; also of use for passwords that change. It is never closed. */
  readonly pool?: PoolLike | undefined
  /** Holds the tables; made by the first migration. a-z, 0-9 and _, at most 63 characters. Default `aegis`. */
  readonly schema?: string | undefined
  /** Connections open at once. 1..100, default 4. Not with `pool`. */
  readonly maxConnections?: number | undefined
  /** Milliseconds to wait for a connection. Default 10000. Not with `pool`. */
  readonly connectTimeoutMs?: number | undefined
  /** Milliseconds a statement may take on the server; after a quarter more without an answer the connection is given up. Default 30000. */
  readonly statementTimeoutMs?: number | undefined
  /** Milliseconds to wait while others write. Default 20000. */
  readonly lockTimeoutMs?: number | undefined
  /** Milliseconds after which the server ends a transaction whose process is silent, and frees its locks. Default 10000. */
  readonly idleTimeoutMs?: number | undefined
  /** Default `aegis`. Not with `pool`. */
  readonly applicationName?: string | undefined
  /**
   * Base64 of 32 random bytes, or several of them separated by commas, as in `AEGIS_ENCRYPTION_KEY`: the first seals connection strings,
   * any opens them. Absent or empty: none can be kept or read.
   */
  readonly encryptionKey?: string | undefined
  /** Judges whether a claim expired; the server's clock when absent. */
  readonly now?: (() => Date) | undefined
}

const milliseconds = z.int().min(1).max(86_400_000)

const optionsSchema = z.strictObject({
  connectionString: z.string().optional(),
  host: z.string().min(1).optional(),
  port: z.int().min(1).max(65_535).optional(),
  database: z.string().min(1).optional(),
  user: z.string().min(1).optional(),
  password: z.string().optional(),
  ssl: z
    .union([z.boolean(), z.custom<ConnectionOptions>((value) => typeof value === 'object' && value !== null)])
    .optional(),
  pool: z
    .custom<PoolLike>(
      (value) => typeof value === 'object' && value !== null && 'connect' in value && 'on' in value,
      'expected a pool of pg',
    )
    .optional(),
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'is not a name of a-z, 0-9 and _ with at most 63 characters')
    .refine((name) => !name.startsWith('pg_'), 'begins with pg_, which PostgreSQL keeps for itself')
    .default('aegis'),
  maxConnections: z.int().min(1).max(100).default(4),
  connectTimeoutMs: milliseconds.default(10_000),
  statementTimeoutMs: milliseconds.default(30_000),
  lockTimeoutMs: milliseconds.default(20_000),
  idleTimeoutMs: milliseconds.default(10_000),
  applicationName: z.string().min(1).max(63).default('aegis'),
  encryptionKey: z.string().optional(),
  now: z.custom<() => Date>((value) => typeof value === 'function', 'expected a function').optional(),
})

/** The options with their defaults in place. */
export interface CheckedOptions extends PostgresStoreOptions {
  readonly schema: string
  readonly maxConnections: number
  readonly connectTimeoutMs: number
  readonly statementTimeoutMs: number
  readonly lockTimeoutMs: number
  readonly idleTimeoutMs: number
  readonly applicationName: string
}

/** A pool or a URL says where to connect, or the parts do; never two of them. */
function sourcesOf(options: PostgresStoreOptions): readonly string[] {
  const sources = ['pool', 'connectionString'] as const
  const parts = ['host', 'port', 'database', 'user', 'password'] as const
  const given = sources.filter((name) => options[name] !== undefined)
  // The parts count only beside one of the two: among themselves they belong together.
  return given.length === 0 ? [] : [...given, ...parts.filter((name) => options[name] !== undefined)]
}

function invalid(problem: string): AegisError {
  return new AegisError('CONFIG_INVALID', problem)
}

/** Throws `CONFIG_INVALID`; the message repeats no value, for one of them may be a password. */
export function checkOptions(options: PostgresStoreOptions): CheckedOptions {
  const parsed = optionsSchema.safeParse(options)
  if (!parsed.success) {
    throw invalid(`The options of postgresStore() are not right.\n${z.prettifyError(parsed.error)}`)
  }
  const { connectionString } = parsed.data
  // A malformed URL is reported here, without its text: URL errors of the runtime carry the whole input.
  if (connectionString !== undefined && !/^postgres(ql)?:\/\//.test(connectionString)) {
    throw invalid(
      'The connectionString of postgresStore() is not a URL like postgres://user:password@host:5432/database.',
    )
  }
  if (connectionString !== undefined && !URL.canParse(connectionString)) {
    throw invalid(
      'The connectionString of postgresStore() is not a valid URL. Characters such as @ / : # in the password must be percent-encoded.',
    )
  }
  const [source, ...beside] = sourcesOf(options)
  if (source !== undefined && beside.length > 0) {
    throw invalid(`postgresStore() got ${beside.join(', ')} beside ${source}. Give the one or the other.`)
  }
  return parsed.data
}
