import { AegisError, type PlanProver, type SqlInspector } from '@aegis/core'
import * as z from 'zod'
import { createConnections } from '../connections.ts'
import { toAdapterError } from '../errors.ts'
import { checkOptions } from '../options.ts'
import { whyNotAllowed } from './allowed-alter.ts'
import { whyNotTried } from './plan-limits.ts'
import type { Finding } from './proof-text.ts'
import { proveInTransaction } from './prove-in-transaction.ts'

export interface TransactionPlanProverOptions {
  /** `postgres://user:password@host:port/database`, with the database: that of the tables, or a copy of it. The role must own the tables. */
  readonly connectionString: string
  /** Milliseconds to wait for the lock on the table. 1..60000, default 500: whoever comes after it waits as long. */
  readonly lockTimeoutMs?: number | undefined
  /** Milliseconds for one statement; a rewrite takes the table's lock for all of them. 1..600000, default 5000. */
  readonly statementTimeoutMs?: number | undefined
  /** Milliseconds for a whole plan, with signing in. 100..600000, default 30000. */
  readonly timeoutMs?: number | undefined
  /** Looks at each statement too, such as `sqlInspector()` of `@aegis/lineage-sql`. */
  readonly inspector?: SqlInspector | undefined
}

const NAME = 'transaction'

const optionsSchema = z.strictObject({
  connectionString: z
    .string()
    .refine(
      (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) && new URL(text).pathname.length > 1,
      'expected postgres://user:password@host:port/database, with the name of the database',
    ),
  lockTimeoutMs: z.int().min(1).max(60_000).default(500),
  statementTimeoutMs: z.int().min(1).max(600_000).default(5000),
  timeoutMs: z.int().min(100).max(600_000).default(30_000),
  inspector: z
    .custom<SqlInspector>(
      (value) => typeof value === 'object' && value !== null && 'inspect' in value,
      'expected inspect(), such as sqlInspector() of @aegis/lineage-sql',
    )
    .optional(),
})

/**
 * Proves plans for PostgreSQL in the named database, in a transaction that is always rolled back: with the rows, views, keys and
 * triggers that are there. It takes the locks of the statements for as long as they run; only changes of the plan's table of the
 * kinds that Aegis writes itself are let through. Never use it where nobody asked for it. Throws `CONFIG_INVALID` for wrong options.
 */
export function transactionPlanProver(options: TransactionPlanProverOptions): PlanProver {
  const parsed = optionsSchema.safeParse(options)
  if (!parsed.success) {
    const message = `The options of transactionPlanProver() are not right.\n${z.prettifyError(parsed.error)}`
    throw new AegisError('CONFIG_INVALID', message)
  }
  const { connectionString, lockTimeoutMs, statementTimeoutMs, timeoutMs, inspector } = parsed.data
  const checked = checkOptions({
    connectionString,
    lockTimeoutMs,
    statementTimeoutMs,
    connectTimeoutMs: Math.min(timeoutMs, 10_000),
    applicationName: 'aegis-plan-prover',
    maxConnections: 2,
  })

  return {
    name: NAME,
    proves: (dialect) => dialect === 'postgresql',
    async prove(plan, { signal } = {}) {
      const proof = (finding: Finding): Finding & { at: Date; by: string } => ({
        ...finding,
        at: new Date(),
        by: NAME,
      })
      const notRun = (why: string): Finding => ({ outcome: 'not_run', text: `Not tried: ${why}.` })
      const notTried = whyNotTried(plan)
      if (notTried !== null) return proof(notRun(notTried))
      for (const [index, statement] of plan.statements.entries()) {
        const why = await whyNotAllowed(statement, plan.table, inspector)
        if (why !== null) return proof(notRun(`statement ${index + 1} of ${plan.statements.length}: ${why}`))
      }
      signal?.throwIfAborted()
      const limit = AbortSignal.timeout(timeoutMs)
      const ended = signal === undefined ? limit : AbortSignal.any([signal, limit])
      // Of each plan its own: nothing stays open between them.
      const connections = createConnections(checked)
      try {
        const finding = await proveInTransaction(connections, plan, checked, ended)
        ended.throwIfAborted()
        return proof(finding)
      } catch (error) {
        signal?.throwIfAborted()
        if (limit.aborted) return proof(notRun(`it took longer than ${timeoutMs} ms, and was ended`))
        const { message } = toAdapterError(error, 'the proof of a plan')
        return proof(notRun(message.replace(/\.$/, '')))
      } finally {
        await connections.close()
      }
    },
  }
}
