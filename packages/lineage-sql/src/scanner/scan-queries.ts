import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { CLOSE } from '../lexer/vocabulary.ts'
import type { WordSet } from '../lexer/word-set.ts'
import { declareCte, stepAfterCte, stepCtes } from './ctes.ts'
import { type Frame, type Phase, pushExpression, pushQuery, type Scan, startSelect } from './frame.ts'
import { EVERYTHING, IN_EXPRESSIONS, IN_QUERIES } from './keywords.ts'
import { newQuery, type Query, type Write } from './query-model.ts'
import { Scopes } from './scopes.ts'
import { noteAlias, readAlias, stepSource } from './step-source.ts'
import { isWindowed, stepExpression, stepItems, stepJoined, stepRest, stepStart } from './steps.ts'
import { startsQuery } from './write-heads.ts'

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

/** Leaves the innermost frame. Returns the index to go on from; `index` is just behind the ')'. */
function close(scan: Scan, index: number): number {
  const frame = scan.top
  const parent = frame?.outer ?? null
  if (frame === null || parent === null) return index
  scan.top = parent
  if (frame.ctes !== null) for (const key of frame.ctes) scan.scopes.dropCte(key)
  if (frame.kind === 'query' && frame.aliases !== null)
    for (const key of frame.aliases) scan.scopes.dropAlias(key)
  if (frame.cte !== null) {
    if (!frame.cte.isDeclared) declareCte(scan, parent, frame.cte.key, frame.query)
    return index
  }
  if (frame.isAggregate && !isWindowed(scan.cursor, index)) frame.owner.aggregates = true
  if (parent.phase === 'start') {
    // |> UNION ALL (a), (b)
    if (scan.lexis.pipes && scan.cursor.word(index) === ',' && startsQuery(scan.cursor, index + 1))
      return index + 1
    parent.phase = 'rest'
  }
  if (parent.phase !== 'source' && !frame.isCall) return index
  parent.phase = 'joined'
  const alias = readAlias(scan, index)
  noteAlias(scan, parent, alias.part)
  return alias.next
}

/** The tokens that mean something in each phase; all others are passed over. */
const STOPS: Readonly<Record<Phase, WordSet>> = {
  start: EVERYTHING,
  ctes: EVERYTHING,
  after_cte: EVERYTHING,
  source: EVERYTHING,
  items: IN_QUERIES,
  joined: IN_QUERIES,
  lateral_view: IN_QUERIES,
  rest: IN_QUERIES,
  expression: IN_EXPRESSIONS,
}

/** Reads all tokens from `begin` on. */
function stepThrough(scan: Scan, begin: number): void {
  const { cursor, top: bottom } = scan
  let index = begin
  while (index < cursor.length) {
    const frame = scan.top
    if (frame === null) return
    index = cursor.find(index, STOPS[frame.phase])
    if (cursor.code(index) !== CLOSE) index = step(scan, frame, index)
    else if (frame !== bottom) index = close(scan, index + 1)
    else index += 1
  }
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
    top: null,
    writes: write === null ? [] : [root],
    paths: null,
    isProcedural: mode !== 'statement',
    partial: cursor.unbalanced,
    gap: null,
    stoppedAt: null,
    stopReason: '',
  }
  const first = pushQuery(scan, null, root, begin)
  first.mayWrite = write === null && mode !== 'expression'
  if (mode === 'expression') {
    startSelect(scan, first, begin)
    pushExpression(scan, first, begin)
  }
  stepThrough(scan, begin)
  return { scan, root }
}
