/** Keys met lately with the time of each, in memory that stops growing at two generations. */
export interface RecentKeys {
  /** Whether the key is new; it is met now. `key`: a whole number from 0, less than 2^53. */
  add(key: number, at: number): boolean
  /** The keys of the newest times, at most `most` of those at or after `since`; newest first. */
  newest(since: number, most: number): readonly number[]
}

/** Keys of one generation: the newest one and what is left of the one before are what a key is looked for in. */
const GENERATION = 2 ** 16
const SMALLEST = 2 ** 10

/** An open hash table of plain numbers: a million of them make no work for the garbage collector. */
interface Generation {
  size(): number
  has(key: number): boolean
  /** A key that it has not. */
  add(key: number, at: number): void
  /** In the order in which they came. */
  keys(): Float64Array
  times(): Float64Array
}

function createGeneration(): Generation {
  let capacity = SMALLEST
  let keys = new Float64Array(capacity)
  let times = new Float64Array(capacity)
  /** Each key plus one; 0: none. */
  let slots = new Float64Array(capacity * 2)
  let size = 0

  /** Where the key is, or would be put. */
  function slotOf(key: number): number {
    const mask = slots.length - 1
    let slot = (key | 0) & mask
    for (let kept = slots[slot]; kept !== 0 && kept !== key + 1; kept = slots[slot]) slot = (slot + 1) & mask
    return slot
  }
  function grow(): void {
    capacity *= 2
    const [oldKeys, oldTimes] = [keys, times]
    keys = new Float64Array(capacity)
    times = new Float64Array(capacity)
    keys.set(oldKeys)
    times.set(oldTimes)
    slots = new Float64Array(capacity * 2)
    for (const key of oldKeys) slots[slotOf(key)] = key + 1
  }

  return {
    size: () => size,
    has: (key) => slots[slotOf(key)] !== 0,
    add(key, at) {
      if (size === capacity) grow()
      slots[slotOf(key)] = key + 1
      keys[size] = key
      times[size] = at
      size += 1
    },
    keys: () => keys.subarray(0, size),
    times: () => times.subarray(0, size),
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
      const cut = cutOf([older.times(), newer.times()], since, most)
      for (const generation of [older, newer]) {
        const keys = generation.keys()
        for (const [index, at] of generation.times().entries())
          if (at >= cut) found.push({ key: keys[index] ?? 0, at })
      }
      return found
        .sort((a, b) => b.at - a.at)
        .slice(0, most)
        .map(({ key }) => key)
    },
  }
}

/** The earliest time that `most` of those since `since` go back to. Numbers sort many times faster than objects. */
function cutOf(lists: readonly Float64Array[], since: number, most: number): number {
  const times = Float64Array.from(lists.flatMap((list) => [...list.filter((at) => at >= since)])).sort()
  return times.length <= most ? since : (times[times.length - most] ?? since)
}
