import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Choices that a seed fixes. */
export interface Random {
  /** A whole number, both ends included. */
  int(least: number, most: number): number
  chance(share: number): boolean
  /** One of a list; undefined when it is empty. */
  pick<T>(items: readonly T[]): T | undefined
}

/** `stream` tells apart what must not draw from the same choices. */
export function randomOf(seed: number, stream: number): Random {
  // Neighbouring seeds give neighbouring states: far apart they share nothing.
  const generator = xoroshiro128plus(Math.imul(seed ^ Math.imul(stream + 1, 0x9e3779b1), 0x85ebca6b))
  const int = (least: number, most: number): number => uniformInt(generator, least, most)
  return {
    int,
    chance: (share) => uniformFloat64(generator) < share,
    pick: (items) => (items.length === 0 ? undefined : items[int(0, items.length - 1)]),
  }
}
