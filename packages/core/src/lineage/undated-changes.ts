import type { LineageClosure } from '../ports/store.ts'
import type { LineageTable } from './resolve-name.ts'
import type { TableChange } from './session/entry.ts'

/** A change of which only the time span is known, in milliseconds since the epoch. */
export interface UndatedChange {
  readonly change: TableChange
  /** null: no earliest time is known. */
  readonly notBefore: number | null
  readonly notAfter: number
}

export interface UndatedOutcome {
  /** The name under which a table that is gone lives on; the table itself where it does not. */
  readonly nowCalled: (table: LineageTable) => LineageTable
  /** Tables that live on under another name, by their old key. */
  readonly renamed: ReadonlyMap<string, LineageTable>
  readonly closures: readonly LineageClosure[]
}

/**
 * A log that counts runs does not say what came first, so the catalog decides what a change left behind.
 *
 * - A table that the catalog no longer lists, with one rename away from it, lives on under that name.
 * - A dropped table that the catalog no longer lists ends its edges. One that it lists was made anew: what fed it before
 *   the span ends, what was seen within it stands.
 * - An emptied table ends what fed it before the span.
 * - Of a swap nothing can be told.
 */
export function settleUndated(
  changes: readonly UndatedChange[],
  isKnown: (key: string) => boolean,
): UndatedOutcome {
  const renames = new Map<string, Map<string, LineageTable>>()
  for (const { change } of changes) {
    if (change.change !== 'rename') continue
    const targets = renames.get(change.table.key) ?? new Map<string, LineageTable>()
    renames.set(change.table.key, targets.set(change.other.key, change.other))
  }
  const nextName = (key: string): LineageTable | null => {
    const targets = [...(renames.get(key)?.values() ?? [])]
    return isKnown(key) || targets.length !== 1 ? null : (targets[0] ?? null)
  }
  const renamed = new Map<string, LineageTable>()
  for (const key of renames.keys()) {
    const visited = new Set([key])
    let last: LineageTable | null = null
    for (let next = nextName(key); next !== null && !visited.has(next.key); next = nextName(next.key)) {
      visited.add(next.key)
      last = next
    }
    if (last !== null) renamed.set(key, last)
  }

  const closures = changes.flatMap(({ change, notBefore, notAfter }): readonly LineageClosure[] => {
    const { key } = change.table
    if (change.change === 'swap') return []
    if (change.change === 'rename') {
      return renamed.has(key) ? [{ table: key, sides: 'both', at: new Date(notAfter) }] : []
    }
    if (change.change === 'drop' && !isKnown(key)) {
      return [{ table: key, sides: 'both', at: new Date(notAfter) }]
    }
    return notBefore === null ? [] : [{ table: key, sides: 'inbound', at: new Date(notBefore) }]
  })
  return { nowCalled: (table) => renamed.get(table.key) ?? table, renamed, closures }
}
