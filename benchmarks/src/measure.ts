/** Milliseconds that `run` takes until what it returns has settled. */
export async function timed(run: () => unknown): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

function timedNow(run: () => unknown): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

/** The value that `share` (0..1) of the samples do not exceed. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export interface Pair<Input> {
  readonly inputs: readonly Input[]
  readonly rounds: number
  readonly ours: (input: Input) => unknown
  readonly other: (input: Input) => unknown
}

/**
 * Times two ways of doing the same, turn by turn on the same inputs, so that a busy machine slows both. The first
 * round warms up and is not counted; every call of the other rounds is a sample.
 */
export function sideBySide<Input>({ inputs, rounds, ours, other }: Pair<Input>): {
  readonly ours: readonly number[]
  readonly other: readonly number[]
} {
  const samples: { readonly ours: number[]; readonly other: number[] } = { ours: [], other: [] }
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, input] of inputs.entries()) {
      const oursFirst = (round + index) % 2 === 0
      const first = timedNow(() => (oursFirst ? ours : other)(input))
      const second = timedNow(() => (oursFirst ? other : ours)(input))
      if (round === 0) continue
      samples.ours.push(oursFirst ? first : second)
      samples.other.push(oursFirst ? second : first)
    }
  }
  return samples
}
