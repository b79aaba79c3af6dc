import { AdapterError, type CallOptions } from '@aegis/core'
import { type Probe, probesOf } from './freshness-queries.ts'
import { type ProbeRow, probeRow } from './freshness-rows.ts'
import { parseRows } from './rows.ts'
import type { Sessions } from './session.ts'

/** Maxima per statement: each holds a lock on its table until the end, and the server's table of locks is finite. */
const WATERMARKS_AT_ONCE = 200

/** Failures that may concern one table, and not the whole warehouse. */
const OF_ONE_TABLE: ReadonlySet<string> = new Set(['not_found', 'timeout', 'forbidden', 'other'])

function isOfOneTable(error: unknown): error is AdapterError {
  // Without a code of the server it was not the server that refused: the connection is gone.
  return AdapterError.isInstance(error) && OF_ONE_TABLE.has(error.failure) && error.driverCode !== null
}

/** Not read within the milliseconds that the tables read one by one have in all. */
interface OutOfTime {
  readonly budgetMs: number
}

export type Maximum = ProbeRow | AdapterError | OutOfTime

type Found = Map<number, Maximum>

/** Reads some columns in one statement, within the milliseconds given or, undefined, those of every statement. */
type Read = (columns: readonly Probe[], timeoutMs: number | undefined) => Promise<void>

/**
 * One by one, within a budget for all. First everyone has a fair part of half of it, so that slow ones hold up no quick
 * ones; then who was too slow for that has, in turn, half of what is left.
 */
async function readAlone(
  read: Read,
  columns: readonly Probe[],
  budgetMs: number,
  found: Found,
): Promise<void> {
  const end = performance.now() + budgetMs
  /** Whether it is decided what becomes of the column: too slow for its part is not. */
  const isDone = async (column: Probe, partMs: number): Promise<boolean> => {
    const timeoutMs = Math.floor(partMs)
    if (timeoutMs < 1) return false
    try {
      await read([column], timeoutMs)
      return true
    } catch (error) {
      if (!isOfOneTable(error)) throw error
      if (error.failure === 'timeout' && error.driverCode === '57014') return false
      found.set(column.index, error)
      return true
    }
  }
  const slow: Probe[] = []
  for (const [at, column] of columns.entries()) {
    const leftMs = end - budgetMs / 2 - performance.now()
    if (!(await isDone(column, leftMs / (columns.length - at)))) slow.push(column)
  }
  for (const [at, column] of slow.entries()) {
    const leftMs = end - performance.now()
    const isLast = at === slow.length - 1
    if (!(await isDone(column, isLast ? leftMs : leftMs / 2))) found.set(column.index, { budgetMs })
  }
}

/**
 * In bulk; where one table spoils a statement (dropped meanwhile, locked, too slow), its tables are read one by one. All
 * these together may take as long as one statement, and who is not read by then is out of time.
 */
export async function readMaxima(
  sessions: Sessions,
  columns: readonly Probe[],
  call: CallOptions | undefined,
): Promise<ReadonlyMap<number, Maximum>> {
  const found: Found = new Map()
  const read: Read = async (some, timeoutMs) => {
    const within = timeoutMs === undefined ? call : { ...call, timeoutMs }
    const rows = await sessions.use('reading watermarks', within, (session) => session.run(probesOf(some)))
    for (const row of parseRows(probeRow, rows, 'watermarks')) found.set(row.index, row)
  }
  const spoiled: Probe[] = []
  for (let at = 0; at < columns.length; at += WATERMARKS_AT_ONCE) {
    const chunk = columns.slice(at, at + WATERMARKS_AT_ONCE)
    try {
      await read(chunk, undefined)
    } catch (error) {
      if (!isOfOneTable(error)) throw error
      const [only] = chunk
      if (chunk.length === 1 && only !== undefined) found.set(only.index, error)
      else spoiled.push(...chunk)
    }
  }
  await readAlone(read, spoiled, call?.timeoutMs ?? sessions.statementTimeoutMs, found)
  return found
}
