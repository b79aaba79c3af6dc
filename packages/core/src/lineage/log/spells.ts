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

/** Whether something happened from `a` on and before `b`: at one time data moves first. `breaks` rise. */
function isBroken(a: number, b: number, breaks: readonly number[]): boolean {
  let low = 0
  let high = breaks.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((breaks[middle] ?? 0) < a) low = middle + 1
    else high = middle
  }
  const next = breaks[low]
  return next !== undefined && next < b
}

/** A break that came too late to find what lies around it keeps the two ends apart. */
function split(spells: readonly Spell[], breaks: readonly number[]): readonly Spell[] {
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

function united(spells: readonly Spell[], breaks: readonly number[]): readonly Spell[] {
  const result: Spell[] = []
  for (const spell of [...spells].sort((a, b) => a.first - b.first || a.last - b.last)) {
    const before = result.at(-1)
    if (before === undefined || isBroken(before.last, spell.first, breaks)) {
      result.push(spell)
      continue
    }
    const last = Math.max(before.last, spell.last)
    const executions = before.executions + spell.executions
    result[result.length - 1] = { first: before.first, last, executions }
  }
  return result
}

/** `breaksOf`: rising times of what may make a difference, as far as they are known by now. */
export function createSpells(breaksOf: () => readonly number[]): Spells {
  let folded: readonly Spell[] = []
  let times: number[] = []
  let executions: number[] = []

  function fold(count: number): readonly Spell[] {
    const breaks = breaksOf()
    const single = times
      .slice(0, count)
      .map((at, index): Spell => ({ first: at, last: at, executions: executions[index] ?? 0 }))
    return united([...split(folded, breaks), ...single], breaks)
  }
  return {
    add(at, runs) {
      times.push(at)
      executions.push(runs)
      if (times.length < LATEST || times.length < folded.length) return
      const half = times.length >>> 1
      folded = fold(half)
      times = times.slice(half)
      executions = executions.slice(half)
    },
    all: () => fold(times.length),
  }
}
