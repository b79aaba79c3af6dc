/** Numbers in 0..1 (1 excluded), the same sequence for the same seed. */
export type Random = () => number

/** A linear congruential generator with a mixed output: small, and good enough to choose words. */
export function seededRandom(seed: number): Random {
  let state = (seed ^ 0x5deece66) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32
  }
}

/** One of the items. */
export function pick<T>(items: readonly [T, ...T[]], random: Random): T {
  return items[Math.floor(random() * items.length)] ?? items[0]
}

/** The items in another order. */
export function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
