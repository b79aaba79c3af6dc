import type { Clock } from '../../ports/clock.ts'

/** Runs `work` for at most `ms` milliseconds; then its signal aborts and `late()` is thrown, whether or not it ends. */
export async function withTimeLimit<T>(
  clock: Clock,
  ms: number,
  outer: AbortSignal | undefined,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted()
  const call = new AbortController()
  const timer = new AbortController()
  const onOuter = (): void => call.abort(outer?.reason)
  outer?.addEventListener('abort', onOuter, { once: true })
  try {
    const ended = new Promise<never>((_resolve, reject) => {
      call.signal.addEventListener('abort', () => reject(call.signal.reason), { once: true })
    })
    ended.catch(() => {})
    clock.sleep(ms, { signal: timer.signal }).then(
      () => call.abort(late()),
      () => {},
    )
    const working = work(call.signal)
    // One that ends after its time has nobody to tell.
    working.catch(() => {})
    return await Promise.race([working, ended])
  } finally {
    timer.abort()
    outer?.removeEventListener('abort', onOuter)
  }
}
