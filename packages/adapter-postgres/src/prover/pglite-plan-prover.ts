import { AegisError, type PlanProof, type PlanProver, type PlanToProve } from '@aegis/core'
import * as z from 'zod'
import { CannotBuild } from './build-table.ts'
import { NoShadow, type ShadowThread, sharedShadowThread } from './pglite-thread.ts'
import { whyNotTried } from './plan-limits.ts'
import type { Finding } from './proof-text.ts'
import { proveOnShadow } from './prove-on-shadow.ts'
import { type Shadow, SqlRefusal } from './shadow.ts'
import { extensionsIn } from './stand-in-types.ts'

export interface PglitePlanProverOptions {
  /**
   * Milliseconds for one plan, with the start of the shadow, which takes seconds the first time; waiting for other plans left
   * out. 100..600000, default 30000.
   */
  readonly timeoutMs?: number | undefined
}

const NAME = 'pglite'

const optionsSchema = z.strictObject({ timeoutMs: z.int().min(100).max(600_000).default(30_000) })

const HOW = 'in-process shadow of the recorded columns'
const NOT_IN_IT = 'Keys, constraints, indexes and triggers are not recorded.'

function sentence({ outcome, text }: Finding, version: string): string {
  switch (outcome) {
    case 'proved': {
      const rest = text === '' ? '' : ` ${text.charAt(0).toUpperCase()}${text.slice(1)}.`
      return `Schema proved on PostgreSQL ${version} (${HOW}), data not checked.${rest} ${NOT_IN_IT}`
    }
    case 'refused':
      return `Refused on PostgreSQL ${version} (${HOW}): ${text}.`
    case 'not_run':
      return `Not proved on PostgreSQL ${version} (${HOW}): ${text}.`
  }
}

function cannotTell(error: unknown): string {
  if (error instanceof NoShadow || error instanceof CannotBuild) return `Not proved: ${error.message}.`
  if (error instanceof SqlRefusal) return `Not proved: it cannot be built here: ${error.message}.`
  throw error
}

/** Exported for tests: on a thread of one's own. */
export function planProverOn(thread: ShadowThread, options: PglitePlanProverOptions = {}): PlanProver {
  const parsed = optionsSchema.safeParse(options)
  if (!parsed.success) {
    const message = `The options of pglitePlanProver() are not right.\n${z.prettifyError(parsed.error)}`
    throw new AegisError('CONFIG_INVALID', message)
  }
  const { timeoutMs } = parsed.data

  async function textOf(
    plan: PlanToProve,
    signal: AbortSignal | undefined,
  ): Promise<Pick<PlanProof, 'outcome' | 'text'>> {
    const notTried = whyNotTried(plan)
    if (notTried !== null) return { outcome: 'not_run', text: `Not proved: ${notTried}.` }
    const extensions = extensionsIn([...plan.latest, ...plan.accepted].map(({ type }) => type))
    let version = ''
    const work = (shadow: Shadow): Promise<Finding> => {
      version = shadow.version
      return proveOnShadow(shadow, plan, extensions)
    }
    try {
      const finding = await thread.use({ extensions, timeoutMs, signal }, work)
      return { outcome: finding.outcome, text: sentence(finding, version) }
    } catch (error) {
      return { outcome: 'not_run', text: cannotTell(error) }
    }
  }

  return {
    name: NAME,
    proves: (dialect) => dialect === 'postgresql',
    async prove(plan, { signal } = {}) {
      const found = await textOf(plan, signal)
      return { ...found, at: new Date(), by: NAME }
    },
  }
}

/**
 * Proves plans for PostgreSQL on a PGlite in a thread of this process: built from the recorded columns, thrown away afterwards. It
 * never reaches the warehouse. It proves the schema; data, keys, constraints, indexes and triggers are not in it. Needs the package
 * `@electric-sql/pglite`. Throws `CONFIG_INVALID` for wrong options.
 */
export function pglitePlanProver(options: PglitePlanProverOptions = {}): PlanProver {
  return planProverOn(sharedShadowThread(), options)
}
