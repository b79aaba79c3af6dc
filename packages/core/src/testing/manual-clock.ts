import type { Clock } from '../ports/clock.ts'
import { systemClock } from '../system-clock.ts'

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /**
   * Moves `ms` milliseconds on (0 or more) and wakes those whose time has come, each at its own moment, earliest first. One that
   * falls asleep again on the way is woken again when that falls due too. Resolves when the woken have gone on as
   * far as they can without real I/O. Of two calls at once the second begins when the first is done.
   */
  advance(ms: number): Promise<void>
  /** How many are asleep. */
  sleeperCount(): number
}

interface Sleeper {
  readonly dueAt: number
  readonly wake: () => void
}

/** Lets every chain of promises run out: a timer's turn comes after all of them. */
const settle = (): Promise<void> => systemClock.sleep(0)

function earliestUntil(sleepers: ReadonlySet<Sleeper>, until: number): Sleeper | undefined {
  let earliest: Sleeper | undefined
  // A set keeps the order of falling asleep, so of two with the same due time the first is woken first.
  for (const sleeper of sleepers) {
    if (sleeper.dueAt <= until && (earliest === undefined || sleeper.dueAt < earliest.dueAt))
      earliest = sleeper
  }
  return earliest
}

/** A clock for tests. `start` is a Date, or ISO-8601 text with a time zone. */
export function manualClock(start: Date | string): ManualClock {
  let time = new Date(start).getTime()
  if (Number.isNaN(time)) throw new RangeError(`The clock cannot start at "${String(start)}": not a time.`)
  const sleepers = new Set<Sleeper>()
  let moving: Promise<void> = Promise.resolve()

  async function move(ms: number): Promise<void> {
    const target = time + ms
    await settle()
    for (;;) {
      const sleeper = earliestUntil(sleepers, target)
      if (sleeper === undefined) break
      time = Math.max(time, sleeper.dueAt)
      sleeper.wake()
      await settle()
    }
    time = target
  }

  return {
    now: () => new Date(time),
    sleep: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason)
          return
        }
        const onAbort = (): void => {
          sleepers.delete(sleeper)
          reject(signal?.reason)
        }
        const sleeper: Sleeper = {
          dueAt: time + ms,
          wake: () => {
            sleepers.delete(sleeper)
            signal?.removeEventListener('abort', onAbort)
            resolve()
          },
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        sleepers.add(sleeper)
      }),
    advance(ms): Promise<void> {
      if (!(ms >= 0)) throw new RangeError(`A clock only goes forward; ${ms} ms was asked.`)
      moving = moving.then(() => move(ms))
      return moving
    },
    sleeperCount: () => sleepers.size,
  }
}
