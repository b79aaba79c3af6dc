import { parentPort, workerData } from 'node:worker_threads'
import type { EngineReading, SqlEngine } from '../engines/engine.ts'
import type { ThreadedEngine } from '../engines/engine-name.ts'
import { libpgEngine } from '../engines/libpg.ts'
import { nodeSqlParserEngine } from '../engines/node-sql-parser.ts'
import { polyglotEngine } from '../engines/polyglot.ts'
import type { Batch, BatchDone, EngineJob, Reply, WorkerStart } from './protocol.ts'

const LOAD: Readonly<Record<ThreadedEngine, () => Promise<SqlEngine>>> = {
  libpg: libpgEngine,
  polyglot: polyglotEngine,
  'node-sql-parser': nodeSqlParserEngine,
}

const loaded = new Map<ThreadedEngine, Promise<SqlEngine>>()

function engineOf(name: ThreadedEngine): Promise<SqlEngine> {
  const known = loaded.get(name)
  if (known !== undefined) return known
  const loading = LOAD[name]()
  loaded.set(name, loading)
  return loading
}

async function read(
  { id, engine, sql, dialect, purpose }: EngineJob,
  progress: Int32Array,
): Promise<EngineReading> {
  try {
    const parser = await engineOf(engine)
    Atomics.store(progress, 0, id)
    return parser.read(sql, dialect, purpose)
  } catch (error) {
    const reason = `${engine} could not be loaded: ${error instanceof Error ? error.message : String(error)}`
    return { ok: false, reason, trapped: false }
  } finally {
    Atomics.store(progress, 0, 0)
  }
}

/** A reading too deep for JSON is no reading. */
function asJson(replies: readonly Reply[]): string {
  try {
    return JSON.stringify(replies)
  } catch {
    const failed: EngineReading = { ok: false, reason: 'its tree is too deep', trapped: false }
    return JSON.stringify(replies.map(({ id }) => ({ id, reading: failed })))
  }
}

const { progress }: WorkerStart = workerData
const port = parentPort
const current = new Int32Array(progress)
port?.on('message', async ({ jobs }: Batch) => {
  const replies: Reply[] = []
  for (const job of jobs) {
    const reading = await read(job, current)
    replies.push({ id: job.id, reading })
    // The module under a trap must not be used again: the rest goes to the next worker.
    if (!reading.ok && reading.trapped) break
  }
  const done: BatchDone = { replies: asJson(replies) }
  port.postMessage(done)
})
