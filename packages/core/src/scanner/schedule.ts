import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'

export interface RepeatedWork {
  readonly name: string
  /** Pause between the end of one run and the start of the next, in milliseconds. */
  readonly everyMs: number
  readonly run: (signal: AbortSignal) => Promise<unknown>
}

export interface Schedule {
  /** Aborts what runs, and resolves when nothing does any more. Safe to call twice. */
  stop(): Promise<void>
}

async function repeat(work: RepeatedWork, clock: Clock, logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await work.run(signal)
    } catch (error) {
      // The next round tries again; a failing round must not end the watch.
      if (!signal.aborted)
        logger.error(`${work.name} failed: ${error instanceof Error ? error.message : String(error)}`)
    }
    await clock.sleep(work.everyMs, { signal }).catch(() => undefined)
  }
}

/** Runs each work again and again, each at its own pace, none overlapping itself. */
export function startSchedule(works: readonly RepeatedWork[], clock: Clock, logger: Logger): Schedule {
  const controller = new AbortController()
  const running = Promise.all(works.map((work) => repeat(work, clock, logger, controller.signal)))
  return {
    async stop(): Promise<void> {
      controller.abort(new Error('Aegis was stopped'))
      await running
    },
  }
}
