export interface Rename {
  readonly from: string
  readonly to: string
  /** Back to an accepted name; otherwise only out of the way of another. */
  readonly isBack: boolean
}

function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  for (let index = 1; ; index += 1) {
    const name = index === 1 ? wanted : `${wanted}_${index}`
    if (!isTaken(name)) return name
  }
}

/**
 * Renames in an order in which no name is taken when it is given: names that were swapped go through a third one, a new column
 * that has taken an old name makes way first.
 */
export function orderRenames(
  renames: readonly { readonly now: string; readonly before: string }[],
  present: readonly string[],
  foldCase: boolean,
): readonly Rename[] {
  const key = (name: string): string => (foldCase ? name.toLowerCase() : name)
  const taken = new Set(present.map(key))
  const isTaken = (name: string): boolean => taken.has(key(name))
  const ordered: Rename[] = []
  let pending = renames.map(({ now, before }) => ({ from: now, to: before }))
  const give = (from: string, to: string, isBack: boolean): void => {
    taken.delete(key(from))
    taken.add(key(to))
    ordered.push({ from, to, isBack })
  }
  for (;;) {
    const [first] = pending
    if (first === undefined) return ordered
    const free = pending.find(({ from, to }) => key(from) === key(to) || !isTaken(to))
    if (free !== undefined) {
      give(free.from, free.to, true)
      pending = pending.filter((item) => item !== free)
      continue
    }
    const taker = present.find((name) => key(name) === key(first.to)) ?? first.to
    const swapped = pending.find(({ from }) => key(from) === key(taker))
    const aside = freeName(`${taker}_${swapped === undefined ? 'new' : 'moved'}`, isTaken)
    give(taker, aside, false)
    pending = pending.map((item) => (item === swapped ? { ...item, from: aside } : item))
  }
}

/** What a column is called once these renames are done. */
export function nameAfter(name: string, renames: readonly Rename[]): string {
  return renames.reduce((at, { from, to }) => (at === from ? to : at), name)
}
