import type { Column } from '../../../model/table.ts'

/** Where two columns stood, one before and one after. */
export interface PlaceMatch {
  /**
   * - `same`: between the same neighbours, in the same turn among those that changed there.
   * - `near`: between the same neighbours, in another turn.
   * - `apart`: elsewhere.
   */
  readonly place: 'same' | 'near' | 'apart'
  /** The new one stands behind every column that was kept, where most warehouses put an added column. */
  readonly isLast: boolean
  readonly sameOrdinal: boolean
}

interface Place {
  /** Name of the kept column in front; '' the first place. */
  readonly behind: string
  /** Turn among the changed columns there, and how many these are. */
  readonly turn: number
  readonly of: number
  readonly isLast: boolean
}

function placesOf(columns: readonly Column[], kept: ReadonlySet<string>): ReadonlyMap<Column, Place> {
  const ordered = columns.toSorted((a, b) => a.ordinal - b.ordinal)
  const places = new Map<Column, Place>()
  let behind = ''
  let run: Column[] = []
  const close = (isLast: boolean): void => {
    run.forEach((column, turn) => {
      places.set(column, { behind, turn, of: run.length, isLast })
    })
    run = []
  }
  for (const column of ordered) {
    if (!kept.has(column.name)) {
      run.push(column)
      continue
    }
    close(false)
    behind = column.name
  }
  close(true)
  return places
}

/** Compares places by the columns that kept their names: ordinals alone move when an earlier column goes. */
export function placeMatcher(
  before: readonly Column[],
  after: readonly Column[],
): (old: Column, now: Column) => PlaceMatch {
  const names = new Set(before.map(({ name }) => name))
  const kept = new Set(after.map(({ name }) => name).filter((name) => names.has(name)))
  const were = placesOf(before, kept)
  const are = placesOf(after, kept)
  return (old, now) => {
    const was = were.get(old)
    const is = are.get(now)
    const sameOrdinal = old.ordinal === now.ordinal
    if (was === undefined || is === undefined) return { place: 'apart', isLast: false, sameOrdinal }
    if (was.behind !== is.behind) return { place: 'apart', isLast: is.isLast, sameOrdinal }
    const place = was.turn === is.turn && was.of === is.of ? 'same' : 'near'
    return { place, isLast: is.isLast, sameOrdinal }
  }
}
