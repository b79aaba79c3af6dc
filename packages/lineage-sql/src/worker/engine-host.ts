import { Worker } from 'node:worker_threads'
import type { Dialect } from '@aegis/core/ports'
import type { EngineReading, Purpose } from '../engines/engine.ts'
import type { ThreadedEngine } from '../engines/engine-name.ts'
import type { Batch, BatchDone, EngineJob, Reply, WorkerStart } from './protocol.ts'

export interface EngineHostOptions {
  /** For one statement, in milliseconds. */
  readonly timeLimitMs?: number | undefined
  /** Characters read by one worker before the next takes over, since memory of WASM never shrinks. */
  readonly recycleAfter?: number | undefined
}

/** Runs SQL engines in a thread of their own. It starts on demand, keeps no process alive, and may be stopped at any time. */
export interface EngineHost {
  /** When aborted, what no thread has yet been given is read no more. Never rejects. `ok: false` for whatever the engine could not read, and for what took too long. */
  read(
    engine: ThreadedEngine,
    sql: string,
    dialect: Dialect,
    purpose: Purpose,
    signal?: AbortSignal,
  ): Promise<EngineReading>
  /** Ends the thread. What is still asked for starts another. */
  stop(): Promise<void>
  /** Threads started so far. */
  readonly started: () => number
}

interface Pending extends EngineJob {
  readonly answer: (reading: EngineReading) => void
  readonly signal: AbortSignal | undefined
  /** Times it was on the bench when a worker died without being the cause. */
  retries: number
}

interface Running {
  readonly worker: Worker
  readonly progress: Int32Array
  readonly inFlight: Map<number, Pending>
  /** Job last seen in progress, and since when. */
  watched: { readonly id: number; readonly since: number }
  batches: number
  readCharacters: number
}

const BATCH_SIZE = 16
/** Some are read while the next wait, so that the worker never idles. */
const MOST_BATCHES = 4
const MOST_RETRIES = 3
const LOAD_LIMIT_MS = 60_000
/** `dist` holds JavaScript, the sources TypeScript; Node runs both. */
const ENTRY = import.meta.url.endsWith('.ts') ? './engine-worker.ts' : './engine-worker.js'

function failed(reason: string): EngineReading {
  return { ok: false, reason, trapped: false }
}

export function engineHost(options: EngineHostOptions = {}): EngineHost {
  const { timeLimitMs = 2_000, recycleAfter = 64_000_000 } = options
  const queue: Pending[] = []
  let running: Running | null = null
  let nextId = 1
  let startedCount = 0
  let startFailures = 0
  let flushing = false
  let ending: Promise<void> | null = null
  let watch: NodeJS.Timeout | null = null

  function start(): Running {
    startedCount += 1
    const progress = new SharedArrayBuffer(4)
    const workerData: WorkerStart = { progress }
    const worker = new Worker(new URL(ENTRY, import.meta.url), {
      workerData,
      execArgv: [],
      name: 'aegis-sql-engines',
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    const state: Running = {
      worker,
      progress: new Int32Array(progress),
      inFlight: new Map(),
      watched: { id: 0, since: performance.now() },
      batches: 0,
      readCharacters: 0,
    }
    worker.on('message', (done: BatchDone) => onDone(state, done))
    worker.on('error', (error) => onDeath(state, error.message))
    worker.on('exit', () => onDeath(state, 'it ended by itself'))
    return state
  }

  /** Takes a worker out of use; what it did not answer is asked again. */
  function retire(state: Running): void {
    if (running === state) running = null
    const left = [...state.inFlight.values()]
    state.inFlight.clear()
    queue.unshift(...left)
    // One at a time: threads that are still ending hold their memory.
    const ended = state.worker.terminate().then(() => {
      if (ending === ended) ending = null
      flushSoon()
    })
    ending = ended
  }

  function onDone(state: Running, done: BatchDone): void {
    startFailures = 0
    state.batches -= 1
    let trapped = false
    // Our own worker wrote it.
    const replies: readonly Reply[] = JSON.parse(done.replies)
    for (const { id, reading } of replies) {
      const job = state.inFlight.get(id)
      state.inFlight.delete(id)
      if (!reading.ok && reading.trapped) trapped = true
      job?.answer(reading)
    }
    if (running !== state) return
    if (trapped) retire(state)
    else if (state.readCharacters > recycleAfter && state.inFlight.size === 0) retire(state)
    else flush()
  }

  /** The job being read is the cause; without one the others are asked again a few times. */
  function onDeath(state: Running, reason: string): void {
    if (running !== state) return
    const culprit = state.inFlight.get(Atomics.load(state.progress, 0))
    if (culprit !== undefined) {
      state.inFlight.delete(culprit.id)
      culprit.answer(failed(`the engine gave up: ${reason}`))
    } else {
      startFailures += 1
    }
    for (const job of state.inFlight.values()) {
      job.retries += 1
      if (job.retries <= MOST_RETRIES && startFailures <= MOST_RETRIES) continue
      state.inFlight.delete(job.id)
      job.answer(failed(`SQL engines cannot be run here: ${reason}`))
    }
    retire(state)
  }

  /** Ends a worker whose statement takes too long. */
  function look(): void {
    const state = running
    if (state === null || state.inFlight.size === 0) {
      if (watch !== null) clearInterval(watch)
      watch = null
      return
    }
    const id = Atomics.load(state.progress, 0)
    const now = performance.now()
    if (id !== state.watched.id) {
      state.watched = { id, since: now }
      return
    }
    const limit = id === 0 ? LOAD_LIMIT_MS : timeLimitMs
    if (now - state.watched.since <= limit) return
    const culprit = state.inFlight.get(id)
    if (culprit === undefined) {
      onDeath(state, 'it did not start in time')
      return
    }
    state.inFlight.delete(id)
    culprit.answer(failed(`took longer than ${timeLimitMs} ms`))
    retire(state)
  }

  function flush(): void {
    flushing = false
    if (ending !== null) return
    if (queue.length > 0) running ??= start()
    const state = running
    if (state === null) return
    if (state.inFlight.size === 0) state.watched = { id: 0, since: performance.now() }
    while (queue.length > 0 && state.batches < MOST_BATCHES && state.readCharacters <= recycleAfter) {
      const jobs = queue.splice(0, BATCH_SIZE).filter((job) => {
        if (job.signal?.aborted !== true) return true
        job.answer(failed('aborted'))
        return false
      })
      if (jobs.length === 0) continue
      for (const job of jobs) {
        state.inFlight.set(job.id, job)
        state.readCharacters += job.sql.length
      }
      const batch: Batch = {
        jobs: jobs.map(({ answer: _answer, signal: _signal, retries: _retries, ...job }) => job),
      }
      state.batches += 1
      state.worker.postMessage(batch)
    }
    if (state.inFlight.size > 0) {
      state.worker.ref()
      watch ??= setInterval(look, Math.max(5, Math.min(100, timeLimitMs / 4))).unref()
    } else state.worker.unref()
  }

  /** Requests of one turn go out together. */
  function flushSoon(): void {
    if (flushing) return
    flushing = true
    queueMicrotask(flush)
  }

  return {
    read(engine, sql, dialect, purpose, signal) {
      return new Promise((answer) => {
        queue.push({ id: nextId, engine, sql, dialect, purpose, answer, signal, retries: 0 })
        nextId = nextId >= 0x7fff_ffff ? 1 : nextId + 1
        // A full batch need not wait for the rest of this turn.
        if (queue.length >= BATCH_SIZE) flush()
        else flushSoon()
      })
    },
    async stop() {
      if (running !== null) retire(running)
      await ending
    },
    started: () => startedCount,
  }
}

let shared: EngineHost | null = null

/** One thread for all parsers and inspectors of this process. */
export function sharedEngineHost(): EngineHost {
  shared ??= engineHost()
  return shared
}
