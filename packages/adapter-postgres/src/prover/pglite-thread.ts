import { Worker } from 'node:worker_threads'
import type { ShadowExtension, ShadowReply, ShadowRequest } from './pglite-protocol.ts'
import { type Shadow, SqlRefusal } from './shadow.ts'

export interface ShadowUse {
  readonly extensions: readonly ShadowExtension[]
  /** From the moment that the shadow is asked for, waiting for its turn left out. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** Why there is no shadow, in words for a person. */
export class NoShadow extends Error {
  override readonly name = 'NoShadow'
}

/**
 * A thread with one PGlite after the other in it. In a thread, because PostgreSQL in WASM blocks the thread that it runs in, and
 * no time limit of its own works there: what hangs is ended with the thread.
 */
export interface ShadowThread {
  /** Lends an empty shadow, thrown away afterwards. One at a time; others wait. Rejects with `NoShadow` when there is none in time. */
  use<T>(use: ShadowUse, work: (shadow: Shadow) => Promise<T>): Promise<T>
  /** Ends the thread; the next use starts another. */
  stop(): Promise<void>
  /** Threads started so far. */
  readonly started: () => number
}

interface Running {
  readonly worker: Worker
  /** Of the request that is under way. */
  pending: { resolve(reply: ShadowReply): void; reject(error: Error): void } | null
}

/** `dist` holds JavaScript, the sources TypeScript; Node runs both. */
const ENTRY = import.meta.url.endsWith('.ts') ? './pglite-worker.ts' : './pglite-worker.js'

const HOW_TO_INSTALL =
  '@electric-sql/pglite is not installed: add it to the project, e.g. npm install @electric-sql/pglite'

function whyFailed(message: string, code: string | null): NoShadow {
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' && message.includes('@electric-sql/pglite')
  return new NoShadow(isMissing ? HOW_TO_INSTALL : `the shadow gave up: ${message}`)
}

/** Also a caller who waits for a turn is not kept waiting. */
function untilAborted<T>(turn: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return turn
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
  })
}

export function shadowThread({ idleMs }: { readonly idleMs: number }): ShadowThread {
  let running: Running | null = null
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  let startedCount = 0

  function start(): Running {
    startedCount += 1
    const worker = new Worker(new URL(ENTRY, import.meta.url), {
      name: 'aegis-plan-prover',
      execArgv: [],
      env: {},
      // What the server in there might say is not for the user's terminal. Not read: reading would keep the process alive.
      stdout: true,
      stderr: true,
    })
    const state: Running = { worker, pending: null }
    const die = (error: Error): void => {
      if (running === state) running = null
      state.pending?.reject(error)
    }
    worker.on('message', (reply: ShadowReply) => state.pending?.resolve(reply))
    worker.on('error', (error) => die(whyFailed(error.message, null)))
    worker.on('exit', () => die(new NoShadow('the shadow ended by itself')))
    return state
  }

  async function end(): Promise<void> {
    const state = running
    running = null
    await state?.worker.terminate()
  }

  async function ask(state: Running, request: ShadowRequest): Promise<ShadowReply> {
    if (running !== state) throw new NoShadow('the shadow was ended')
    const reply = await new Promise<ShadowReply>((resolve, reject) => {
      state.pending = { resolve, reject }
      state.worker.postMessage(request)
    }).finally(() => {
      state.pending = null
    })
    if (reply.kind === 'refused') throw new SqlRefusal(reply.refusal)
    if (reply.kind === 'failed') throw whyFailed(reply.message, reply.code)
    return reply
  }

  async function workOn<T>(
    state: Running,
    extensions: readonly ShadowExtension[],
    work: (shadow: Shadow) => Promise<T>,
  ): Promise<T> {
    const opened = await ask(state, { kind: 'open', extensions })
    const shadow: Shadow = {
      version: opened.kind === 'opened' ? opened.version : 'unknown',
      async run(query) {
        const reply = await ask(state, { kind: 'run', query })
        return reply.kind === 'ran' ? reply.rows : []
      },
    }
    try {
      return await work(shadow)
    } finally {
      await ask(state, { kind: 'close' })
    }
  }

  async function takeTurn<T>(use: ShadowUse, work: (shadow: Shadow) => Promise<T>): Promise<T> {
    const { extensions, timeoutMs, signal } = use
    signal?.throwIfAborted()
    clearTimeout(idle)
    running ??= start()
    const state = running
    state.worker.ref()
    let isGivenUp = false
    let giveUp: (reason: unknown) => void = () => undefined
    const givenUp = new Promise<never>((_resolve, reject) => {
      giveUp = (reason) => {
        isGivenUp = true
        reject(reason)
      }
    })
    const timer = setTimeout(
      () => giveUp(new NoShadow(`it took longer than ${timeoutMs} ms, and was ended`)),
      timeoutMs,
    )
    const onAbort = (): void => giveUp(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([workOn(state, extensions, work), givenUp])
    } catch (error) {
      // Something still runs in there, or nothing does any more: the next one begins anew.
      if (isGivenUp || error instanceof NoShadow) await end()
      throw error
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      if (running !== null) {
        running.worker.unref()
        idle = setTimeout(() => void end(), idleMs).unref()
      }
    }
  }

  return {
    use(use, work) {
      const turn = last.then(() => takeTurn(use, work))
      last = turn.catch(() => undefined)
      return untilAborted(turn, use.signal)
    },
    async stop() {
      clearTimeout(idle)
      await end()
    },
    started: () => startedCount,
  }
}

/** The memory of a PostgreSQL is given back this long after its last use. */
const IDLE_MS = 10_000

let shared: ShadowThread | null = null

/** One for all provers of this process. */
export function sharedShadowThread(): ShadowThread {
  shared ??= shadowThread({ idleMs: IDLE_MS })
  return shared
}
