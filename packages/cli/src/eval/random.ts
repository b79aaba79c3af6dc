/** Random choices that a seed fixes for ever, so that a world can be built again exactly. */
export interface Random {
  /** 0 or more, less than 1. */
  next(): number
  /** A whole number, both ends included. */
  int(least: number, most: number): number
  chance(share: number): boolean
  /** One of a list that is not empty. */
  pick<T>(items: readonly T[]): T
  /** One of a list that is not empty, as often as its weight says. */
  weighted<T>(items: readonly (readonly [T, number])[]): T
  shuffled<T>(items: readonly T[]): readonly T[]
  /** Its own choices, whatever was drawn here before. */
  fork(name: string): Random
}

function hash(text: string): number {
  let value = 2_166_136_261
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619)
  }
  // FNV alone leaves names that differ in their last letter close together.
  value = Math.imul(value ^ (value >>> 16), 2_246_822_507)
  value = Math.imul(value ^ (value >>> 13), 3_266_489_909)
  return (value ^ (value >>> 16)) >>> 0
}

function picked<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError('There is nothing to choose from.')
  return item
}

export function seededRandom(seed: string): Random {
  let state = hash(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (items) => picked(items, int(0, items.length - 1)),
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return picked(items, items.length - 1)[0]
    },
    shuffled(items) {
      const rest = [...items]
      return items.map(() => picked(rest.splice(int(0, rest.length - 1), 1), 0))
    },
    fork: (name) => seededRandom(`${seed}/${name}`),
  }
}
