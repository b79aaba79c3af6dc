/**
 * Something that happened to a table, with what brought it about. `shape`: its columns changed. `data`: no new data came.
 * `broken`: it cannot be read, though nothing of it changed. The truth that diagnoses are measured by.
 */
export interface Effect {
  readonly id: number
  readonly table: number
  readonly aspect: 'shape' | 'data' | 'broken'
  /** Hours since the start. */
  readonly at: number
  /** What it came of, in the tables it reads; empty: it began here. */
  readonly from: readonly Effect[]
  /** Where it began here: the fault. */
  readonly fault: string | null
  /** It puts back what was changed. */
  readonly isMend: boolean
}

/** Where it began; one that began here is its own root. */
export function rootsOf(effect: Effect): readonly Effect[] {
  const seen = new Set<Effect>()
  const look = (item: Effect): void => {
    if (seen.has(item)) return
    seen.add(item)
    for (const source of item.from) look(source)
  }
  look(effect)
  return [...seen].filter(({ from }) => from.length === 0)
}
