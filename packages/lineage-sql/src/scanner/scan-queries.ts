import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { declareCte, stepAfterCte, stepCtes } from './ctes.ts'
import { type Frame, pushExpression, pushQuery, type Scan, startSelect, topOf } from './frame.ts'
import { newQuery, type Query, type Write } from './query-model.ts'
import { Scopes } from './scopes.ts'
import { noteAlias, readAlias, stepSource } from './step-source.ts'
import { stepExpression, stepItems, stepJoined, stepRest, stepStart } from './steps.ts'

function step(scan: Scan, frame: Frame, index: number): number {
  switch (frame.phase) {
    case 'start':
      return stepStart(scan, frame, index)
    case 'ctes':
      return stepCtes(scan, frame, index)
    case 'after_cte':
      return stepAfterCte(scan, frame, index)
    case 'items':
      return stepItems(scan, frame, index)
    case 'source':
      return stepSource(scan, frame, index)
    case 'joined':
    case 'lateral_view':
      return stepJoined(scan, frame, index)
    case 'rest':
      return stepRest(scan, frame, index)
    case 'expression':
      return stepExpression(scan, frame, index)
  }
}

/** `sum(x) OVER (...)` keeps every row: no aggregate. `index` is just behind the call. */
function isWindowed(cursor: Cursor, index: number): boolean {
  let next = index
  for (;;) {
    const word = cursor.word(next)
    const follows = cursor.word(next + 1)
    if (word === 'FILTER' && follows === '(') next = cursor.past(next + 1)
    else if (word === 'WITHIN' && follows === 'GROUP') next = cursor.past(next + 2)
    else if ((word === 'IGNORE' || word === 'RESPECT') && follows === 'NULLS') next += 2
    else return word === 'OVER'
  }
}

/** Leaves the innermost frame. Returns the index to go on from; `index` is just behind the ')'. */
function close(scan: Scan, index: number): number {
  const frame = scan.stack.pop()
  const parent = topOf(scan)
  if (frame === undefined || parent === undefined) return index
  if (frame.ctes !== null) for (const key of frame.ctes) scan.scopes.dropCte(key)
  if (frame.kind === 'query' && frame.aliases !== null)
    for (const key of frame.aliases) scan.scopes.dropAlias(key)
  if (frame.cte !== null) {
    if (!frame.cte.isDeclared) declareCte(scan, parent, frame.cte.key, frame.query)
    return index
  }
  if (frame.isAggregate && !isWindowed(scan.cursor, index)) frame.owner.aggregates = true
  if (parent.phase === 'start') parent.phase = 'rest'
  if (parent.phase !== 'source' && !frame.isCall) return index
  parent.phase = 'joined'
  const alias = readAlias(scan, index)
  noteAlias(scan, parent, alias.part)
  return alias.next
}

/**
 * Reads the queries of one statement from token `begin` on. `write` is the target that the head of the statement
 * already named, if it did. One pass, no recursion.
 */
export function scanQueries(
  cursor: Cursor,
  lexis: Lexis,
  begin: number,
  write: Write | null,
  mode: 'statement' | 'procedural' | 'expression',
): { readonly scan: Scan; readonly root: Query } {
  const root = newQuery()
  root.write = write
  const scan: Scan = {
    cursor,
    lexis,
    scopes: new Scopes(),
    stack: [],
    writes: write === null ? [] : [root],
    paths: null,
    isProcedural: mode !== 'statement',
    partial: cursor.unbalanced,
    stoppedAt: null,
    stopReason: '',
  }
  pushQuery(scan, null, { begin, query: root, mayWrite: write === null && mode !== 'expression' })
  const first = topOf(scan)
  if (mode === 'expression' && first !== undefined) {
    startSelect(scan, first, begin)
    pushExpression(scan, first, begin, {})
  }
  const bottom = scan.stack.length
  let index = begin
  while (index < cursor.length) {
    const frame = topOf(scan)
    if (frame === undefined) break
    if (cursor.word(index) !== ')') index = step(scan, frame, index)
    else if (scan.stack.length > bottom) index = close(scan, index + 1)
    else index += 1
  }
  return { scan, root }
}
