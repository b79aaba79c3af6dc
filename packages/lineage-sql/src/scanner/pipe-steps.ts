import { startCtes } from './ctes.ts'
import type { Frame, Scan } from './frame.ts'
import { addQueryRead, addSelect, newQuery } from './query-model.ts'
import { endItem } from './select-items.ts'

/**
 * A step of a pipe at `index`. What it reads is neither aggregated nor united by the steps before it, so these
 * become a query that it reads; the columns that a SELECT names before are not those at the end.
 */
export function startStep(scan: Scan, frame: Frame, index: number): number | null {
  const { cursor } = scan
  if (frame.kind !== 'query') return null
  endItem(frame, index, true)
  frame.select.items = []
  if (frame.query.selects.length > 1 || frame.select.aggregates) {
    const before = newQuery()
    before.selects = frame.query.selects
    frame.query.selects = []
    frame.select = addSelect(frame.query)
    addQueryRead(frame.select, 'branch', before)
  }
  frame.phase = 'rest'
  return cursor.word(index + 1) === 'WITH' ? startCtes(scan, frame, index + 1) : index + 1
}
