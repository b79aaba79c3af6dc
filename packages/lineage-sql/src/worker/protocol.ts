import type { Dialect } from '@aegis/core/ports'
import type { EngineReading, Purpose } from '../engines/engine.ts'
import type { ThreadedEngine } from '../engines/engine-name.ts'

export interface EngineJob {
  /** Positive, unique in its worker's life. */
  readonly id: number
  readonly engine: ThreadedEngine
  readonly sql: string
  readonly dialect: Dialect
  readonly purpose: Purpose
}

/** To the worker. */
export interface Batch {
  readonly jobs: readonly EngineJob[]
}

export interface Reply {
  readonly id: number
  readonly reading: EngineReading
}

/** From the worker: replies as JSON, which crosses threads faster than the objects. */
export interface BatchDone {
  readonly replies: string
}

/** What the worker is started with. */
export interface WorkerStart {
  /** One integer: the id of the job that is being read, 0 between jobs and while an engine loads. */
  readonly progress: SharedArrayBuffer
}
