/** Keys met lately with the time of each, in memory that stops growing at two generations. */
export interface RecentKeys {
  /** Whether the key is new; it is met now. `key`: a whole number from 0 to 2^53. */
  add(key: number, at: number): boolean
  /** The keys of the newest times, at most `most` of those at or after `since`; newest first. */
  newest(since: number, most: number): readonly number[]
}

/** Keys of one generation: the two together hold what a repetition is looked for in. */
const GENERATION = 2 ** 17
const SMALLEST = 2 ** 10

/** An open hash table of plain numbers: a million of them make no work for the garbage collector. */
interface Generation {
  readonly size: () => number
  has(key: number): boolean
  add(key: number, at: number): void
  keyAt(index: number): number
  timeAt(index: number): number
}

function createGeneration(): Generation {
  let capacity = SMALLEST
  let keys = new Float64Array(capacity)
  let times = new Float64Array(capacity)
  /** Index of a key, 1-based; 0: none. */
  let slots = new Int32Array(capacity * 2)
  let size = 0

  /** Where the key is, or would be put. */
  function slotOf(key: number): number {
    const mask = slots.length - 1
    let slot = (key | 0) & mask
    for (let index = slots[slot] ?? 0; index !== 0; index = slots[slot] ?? 0) {
      if (keys[index - 1] === key) break
      slot = (slot + 1) & mask
    }
    return slot
  }
  function grow(): void {
    capacity *= 2
    const [oldKeys, oldTimes] = [keys, times]
    keys = new Float64Array(capacity)
    times = new Float64Array(capacity)
    keys.set(oldKeys)
    times.set(oldTimes)
    slots = new Int32Array(capacity * 2)
    for (let index = 0; index < size; index += 1) slots[slotOf(keys[index] ?? 0)] = index + 1
  }

  return {
    size: () => size,
    has: (key) => slots[slotOf(key)] !== 0,
    add(key, at) {
      if (size === capacity) grow()
      keys[size] = key
      times[size] = at
      size += 1
      slots[slotOf(key)] = size
    },
    keyAt: (index) => keys[index] ?? 0,
    timeAt: (index) => times[index] ?? 0,
  }
}

export function recentKeys(): RecentKeys {
  let older = createGeneration()
  let newer = createGeneration()

  return {
    add(key, at) {
      if (newer.has(key) || older.has(key)) return false
      if (newer.size() === GENERATION) {
        older = newer
        newer = createGeneration()
      }
      newer.add(key, at)
      return true
    },
    newest(since, most) {
      const found: { readonly key: number; readonly at: number }[] = []
      const cut = cutOf([older, newer], since, most)
      for (const generation of [older, newer]) {
        for (let index = 0; index < generation.size(); index += 1) {
          const at = generation.timeAt(index)
          if (at >= cut) found.push({ key: generation.keyAt(index), at })
        }
      }
      return found
        .sort((a, b) => b.at - a.at)
        .slice(0, most)
        .map(({ key }) => key)
    },
  }
}

/** The earliest time that `most` of the keys since `since` go back to. Numbers sort many times faster than objects. */
function cutOf(generations: readonly Generation[], since: number, most: number): number {
  const times = new Float64Array(generations.reduce((sum, { size }) => sum + size(), 0))
  let count = 0
  for (const { size, timeAt } of generations) {
    for (let index = 0; index < size(); index += 1) {
      const at = timeAt(index)
      if (at < since) continue
      times[count] = at
      count += 1
    }
  }
  return count <= most ? since : (times.subarray(0, count).sort()[count - most] ?? since)
}
