import { setTimeout as pause } from 'node:timers/promises'
import type { ClientLike } from './client.ts'
import { answered } from './lost-connection.ts'

/** A transaction by its number, which means something until the server is started anew. */
export interface TransactionIdentity {
  readonly xid: string
  readonly started: string
}

export type CommitFate = 'committed' | 'aborted' | 'unknown'

const QUESTION = `select pg_catalog.pg_xact_status($1::text::xid8) as status,
  extract(epoch from pg_catalog.pg_postmaster_start_time())::text as started`

function textIn(row: unknown, column: string): string | null {
  if (typeof row !== 'object' || row === null) return null
  const value: unknown = Reflect.get(row, column)
  return typeof value === 'string' ? value : null
}

async function ask(
  connect: () => Promise<ClientLike>,
  { xid, started }: TransactionIdentity,
  answerMs: number,
): Promise<CommitFate | 'in progress'> {
  const client = await connect()
  const ignore = (): void => undefined
  client.on('error', ignore)
  let isDone = false
  try {
    const types = { getTypeParser: () => (text: string) => text }
    const result = await answered(client.query({ text: QUESTION, values: [xid], types }), answerMs)
    isDone = true
    const [row] = 'rows' in result ? result.rows : []
    // Another server, or the same one after a crash, may have given the number to somebody else.
    if (textIn(row, 'started') !== started) return 'unknown'
    const status = textIn(row, 'status')
    return status === 'committed' || status === 'aborted' || status === 'in progress' ? status : 'unknown'
  } finally {
    client.release(!isDone)
    client.off('error', ignore)
  }
}

/** Asks the server on other connections what became of a transaction whose COMMIT got no answer. */
export async function settleCommit(
  connect: () => Promise<ClientLike>,
  identity: TransactionIdentity,
  limits: { readonly patienceMs: number; readonly answerMs: number },
): Promise<CommitFate> {
  const deadline = Date.now() + limits.patienceMs
  for (let waitMs = 20; ; waitMs = Math.min(waitMs * 2, 500)) {
    const fate = await ask(connect, identity, limits.answerMs).catch(() => 'in progress' as const)
    if (fate !== 'in progress') return fate
    if (Date.now() >= deadline) return 'unknown'
    await pause(waitMs)
  }
}
