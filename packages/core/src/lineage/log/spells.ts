/** Runs from `first` to `last` between which nothing happened that would tell them apart. */
export interface Spell {
  readonly first: number
  readonly last: number
  /** Runs that are counted: those that no earlier reading had met. */
  readonly executions: number
}

/** Runs of one thing, folded into spells: a log says the same a million times. */
export interface Spells {
  add(at: number, executions: number): void
  /** In the order of time. */
  all(): readonly Spell[]
}

/** Runs kept as they are before they are folded, so that a break which comes a little late still finds them. */
const LATEST = 32

/** Times of what may tell one run from the next: several lists, each rising. */
export type Breaks = readonly (readonly number[])[]

/** The first of the rising times that is `at` or later. */
function nextOf(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return times[low] ?? Number.POSITIVE_INFINITY
}

/** Whether something happened from `a` on and before `b`: at one time data moves first. */
function isBroken(a: number, b: number, breaks: Breaks): boolean {
  return breaks.some((times) => nextOf(times, a) < b)
}

/** A break that came too late to find what lies around it keeps the two ends apart. */
function split(spells: readonly Spell[], breaks: Breaks): readonly Spell[] {
  if (breaks.length === 0) return spells
  return spells.flatMap((spell) => {
    const { first, last } = spell
    if (!isBroken(first, last, breaks)) return [spell]
    return [
      { first, last: first, executions: 0 },
      { ...spell, first: last },
    ]
  })
}

function joined(a: Spell | undefined, b: Spell): Spell {
  if (a === undefined) return b
  return {
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    executions: a.executions + b.executions,
  }
}

function united(spells: readonly Spell[], breaks: Breaks): readonly Spell[] {
  const result: Spell[] = []
  for (const spell of [...spells].sort((a, b) => a.first - b.first || a.last - b.last)) {
    const before = result.at(-1)
    if (before === undefined || isBroken(before.last, spell.first, breaks)) result.push(spell)
    else result[result.length - 1] = joined(before, spell)
  }
  return result
}

/** `breaksOf`: what is known of the breaks by now. */
export function createSpells(breaksOf: () => Breaks): Spells {
  let folded: readonly Spell[] = []
  /** Time and executions of each run, in turn. */
  let latest = new Float64Array(2 * LATEST)
  let length = 0

  function fold(end: number): readonly Spell[] {
    const breaks = breaksOf()
    // Mostly nothing happens, and it goes on as before.
    if (folded.length < 2 && end > 0) {
      const all = joined(folded[0], spellOf(latest, end))
      if (!isBroken(all.first, all.last, breaks)) return [all]
    }
    const single: Spell[] = []
    for (let index = 0; index < end; index += 2) single.push(spellOf(latest.subarray(index), 2))
    return united([...split(folded, breaks), ...single], breaks)
  }
  function foldOldest(): void {
    const half = 2 * Math.ceil(length / 4)
    folded = fold(half)
    // Never fewer than the spells: what is folded again and again is then only ever half of all.
    const size = 2 * Math.max(LATEST, folded.length)
    const rest = latest.subarray(half, length)
    if (size !== latest.length) latest = new Float64Array(size)
    latest.set(rest)
    length -= half
  }
  return {
    add(at, runs) {
      if (length === latest.length) foldOldest()
      latest[length] = at
      latest[length + 1] = runs
      length += 2
    },
    all: () => fold(length),
  }
}

/** All of the runs as one spell, whatever lies in between. */
function spellOf(runs: Float64Array, end: number): Spell {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  let executions = 0
  for (let index = 0; index < end; index += 2) {
    const at = runs[index] ?? 0
    if (at < first) first = at
    if (at > last) last = at
    executions += runs[index + 1] ?? 0
  }
  return { first, last, executions }
}
