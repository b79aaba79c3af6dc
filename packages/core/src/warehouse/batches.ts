import PQueue from 'p-queue'

export interface BatchLimits {
  readonly maxBatch: number
  readonly maxConcurrentBatches: number
}

/**
 * Asks in batches of at most `maxBatch` and joins the answers in order. One batch goes out as it is, without a copy.
 * When one fails, the others are aborted and the first failure is thrown once none is under way any more.
 */
export async function askInBatches<Item, Answer>(
  items: readonly Item[],
  { maxBatch, maxConcurrentBatches }: BatchLimits,
  signal: AbortSignal | undefined,
  ask: (batch: readonly Item[], signal: AbortSignal | undefined) => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  if (items.length === 0) return []
  if (items.length <= maxBatch) return ask(items, signal)
  const queue = new PQueue({ concurrency: maxConcurrentBatches })
  const stop = new AbortController()
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
  const failures: unknown[] = []

  async function askOne(batch: readonly Item[]): Promise<readonly Answer[]> {
    try {
      return await ask(batch, either)
    } catch (error) {
      // Here and not at the end: the queue would start the next batch first, and an aborted one could end before this one.
      failures.push(error)
      queue.clear()
      stop.abort(error)
      throw error
    }
  }

  const batches = Array.from({ length: Math.ceil(items.length / maxBatch) }, (_, index) =>
    items.slice(index * maxBatch, (index + 1) * maxBatch),
  )
  try {
    return (await Promise.all(batches.map((batch) => queue.add(() => askOne(batch))))).flat()
  } catch {
    await queue.onIdle()
    throw failures[0]
  }
}
