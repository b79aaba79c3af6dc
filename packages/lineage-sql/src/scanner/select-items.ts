import type { Frame, Scan } from './frame.ts'

/** `a IS DISTINCT FROM b` */
function isDistinctFrom(scan: Scan, index: number): boolean {
  const { cursor } = scan
  const before = cursor.word(index - 2)
  return cursor.word(index - 1) === 'DISTINCT' && (before === 'IS' || before === 'NOT')
}

/** `nth_value(x, 2) FROM LAST OVER w` */
function isFromFirst(scan: Scan, index: number): boolean {
  const { cursor } = scan
  const next = cursor.word(index + 1)
  const after = cursor.word(index + 2)
  if (cursor.word(index - 1) !== ')' || (next !== 'FIRST' && next !== 'LAST')) return false
  return (
    after === 'OVER' || ((after === 'IGNORE' || after === 'RESPECT') && cursor.word(index + 3) === 'NULLS')
  )
}

/** A FROM that stands in an expression and begins no list of tables. */
export function isFromOfExpression(scan: Scan, index: number): boolean {
  return isDistinctFrom(scan, index) || isFromFirst(scan, index)
}

/** Notes where a select item ends; `index` is the comma or the word behind the list. */
export function endItem(frame: Frame, index: number, isLast: boolean): void {
  const { items } = frame.select
  const item = items[items.length - 1]
  // INTO already ended the last item before FROM comes.
  if (item === undefined || item.to > item.from) return
  // A comma behind the last item.
  if (isLast && item.from === index && items.length > 1) items.pop()
  else item.to = index
  if (!isLast) items.push({ from: index + 1, to: index + 1 })
}
