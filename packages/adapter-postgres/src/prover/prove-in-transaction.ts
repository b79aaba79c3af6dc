import { identifierRules, type PlanToProve } from '@aegis/core'
import { type ClientLike, run, type TextRow } from '../client.ts'
import type { Connections } from '../connections.ts'
import { takeConnection, watchOver } from '../interruption.ts'
import type { CheckedOptions } from '../options.ts'
import { differenceFrom, readColumns } from './judge-shape.ts'
import { type Finding, list, said } from './proof-text.ts'

const rules = identifierRules('postgresql')

type Run = (text: string, values?: readonly unknown[]) => Promise<readonly TextRow[]>

interface ServerError {
  readonly code: string
  readonly message: string
  readonly detail: string | null
}

/** What the server says of a statement; null: the failure is another. */
function serverError(error: unknown): ServerError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if (!/^[0-9A-Z]{5}$/.test(error.code) || !('severity' in error)) return null
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : null
  return { code: error.code, message: error.message, detail }
}

/** Waits, limits, rights and what the server goes through: they say nothing of the plan. */
const NO_VERDICT = /^(?:55P03|57014|25P0[234]|42501|40...|53...|57P..|58...|XX...)$/

/** Messages and details on rows repeat their values, and a proof is kept. */
function withoutValues({ code, message, detail }: ServerError): Pick<ServerError, 'message' | 'detail'> {
  if (code.startsWith('22')) {
    return { message: message.replace(/(: |value )".*"/s, '$1(a value of the table)'), detail: null }
  }
  return { message, detail: code.startsWith('23') ? null : detail }
}

function opening({ statementTimeoutMs, lockTimeoutMs }: CheckedOptions): string {
  const settings = [
    ['search_path', 'pg_catalog'],
    ['standard_conforming_strings', 'on'],
    ['statement_timeout', statementTimeoutMs],
    ['lock_timeout', lockTimeoutMs],
    ['idle_in_transaction_session_timeout', statementTimeoutMs],
  ]
  return [
    'BEGIN READ WRITE',
    ...settings.map(([name, value]) => `SET LOCAL ${name} = ${value}`),
    `SELECT pg_backend_pid() AS pid, current_database() AS database,
  split_part(current_setting('server_version'), ' ', 1) AS version`,
  ].join('; ')
}

async function judge(runText: Run, plan: PlanToProve, where: string): Promise<Finding> {
  const columns = (): ReturnType<typeof readColumns> =>
    readColumns(({ text, values }) => runText(text, values), plan.table)
  const moved = differenceFrom(plan.latest, await columns())
  if (moved !== null) {
    return { outcome: 'not_run', text: `Not tried ${where}: the table is not the recorded one: ${moved}.` }
  }
  for (const [index, statement] of plan.statements.entries()) {
    try {
      await runText(statement)
    } catch (error) {
      const told = serverError(error)
      if (told === null) throw error
      const what = `statement ${index + 1} of ${plan.statements.length}: ${said(withoutValues(told))}`
      return NO_VERDICT.test(told.code)
        ? { outcome: 'not_run', text: `Not proved ${where}, and nothing was changed: ${what}.` }
        : { outcome: 'refused', text: `Refused ${where}: ${what}.` }
    }
  }
  const difference = differenceFrom(plan.accepted, await columns())
  if (difference !== null) {
    return {
      outcome: 'refused',
      text: `Refused ${where}: the statements ran, but the columns are not the wanted ones: ${difference}.`,
    }
  }
  // What a view reads cannot be changed under it: those that are there still work.
  const names = plan.dependents.map(({ ref }) => rules.sql(ref))
  const views = names.length === 0 ? '' : ` Views that read it are in place: ${list(names)}.`
  return {
    outcome: 'proved',
    text: `Proved ${where}, with the rows, keys and triggers that are there, in a transaction that was rolled back.${views}`,
  }
}

/** Runs the statements in a transaction and rolls it back, whatever comes. Rejects when there is no connection, or none in time. */
export async function proveInTransaction(
  connections: Connections,
  plan: PlanToProve,
  options: CheckedOptions,
  signal: AbortSignal,
): Promise<Finding> {
  const client: ClientLike = await takeConnection(connections.connect(), signal)
  const watch = watchOver(connections, 'the proof of a plan', signal)
  const onError = (): void => undefined
  client.on('error', onError)
  const runText: Run = async (text, values) => {
    signal.throwIfAborted()
    return watch.guard(run(client, { text, values }), options.statementTimeoutMs)
  }
  let isOver = false
  try {
    const [facts] = await runText(opening(options))
    watch.setPid(Number(facts?.pid))
    const where = `on PostgreSQL ${String(facts?.version)}, database ${String(facts?.database)}`
    return await judge(runText, plan, where)
  } finally {
    if (!watch.isBroken) {
      isOver = await watch.guard(run(client, { text: 'ROLLBACK' }), options.statementTimeoutMs).then(
        () => true,
        () => false,
      )
    }
    await watch.finish()
    client.off('error', onError)
    // A connection that is closed rolls back by itself.
    client.release(!isOver || watch.wasCancelled)
  }
}
