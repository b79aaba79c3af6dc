import type { Clock } from './ports/clock.ts'

/** Timers count in 32 bits; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason)
      return
    }
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(ms, { signal } = {}): Promise<void> {
    let left = ms
    while (left > LONGEST_TIMER_MS) {
      await wait(LONGEST_TIMER_MS, signal)
      left -= LONGEST_TIMER_MS
    }
    await wait(left, signal)
  },
}
