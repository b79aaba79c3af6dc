import type { Cursor } from '../lexer/cursor.ts'
import { CLOSE } from '../lexer/vocabulary.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { appended } from './appended.ts'
import { declareCte, startCtes } from './ctes.ts'
import { becomeQuery, type Frame, pushExpression, pushQuery, type Scan, startSelect, stop } from './frame.ts'
import {
  AFTER_SET_OPERATOR,
  CLAUSES_AFTER_FROM,
  IN_EXPRESSIONS,
  isAggregateAt,
  SET_OPERATORS,
} from './keywords.ts'
import { startStep } from './pipe-steps.ts'
import { addQueryRead, addSelect, newQuery, newSelect } from './query-model.ts'
import { endItem, isFromOfExpression } from './select-items.ts'
import { readTableArgument } from './step-source.ts'
import { readDirectory } from './transfers.ts'
import { isNamedQuery, readSelectInto, readWriteHead, startsQuery } from './write-heads.ts'

/** A word next to a dot is part of a name, whatever it looks like. */
function isPartOfName(scan: Scan, index: number): boolean {
  return scan.cursor.word(index - 1) === '.' || scan.cursor.word(index + 1) === '.'
}

/** `* EXCEPT (a, b)` takes columns away and joins no second query. */
function isSetOperator(scan: Scan, index: number): boolean {
  const { cursor } = scan
  if (!cursor.isOneOf(index, SET_OPERATORS)) return false
  const word = cursor.word(index)
  const next = cursor.word(index + 1)
  const opensQuery =
    next === '(' || next === 'SELECT' || next === 'WITH' || cursor.isOneOf(index + 1, AFTER_SET_OPERATOR)
  if (word === 'MINUS') return opensQuery
  return !(word === 'EXCEPT' && next === '(' && cursor.word(index - 1) === '*')
}

/** `sum(x) OVER (...)` keeps every row: no aggregate. `index` is just behind the call. */
export function isWindowed(cursor: Cursor, index: number): boolean {
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

function openParenthesis(scan: Scan, frame: Frame, index: number): number {
  const { cursor } = scan
  const isAggregate = isAggregateAt(cursor, index - 1, scan.lexis)
  const next = cursor.find(index + 1, IN_EXPRESSIONS)
  if (cursor.code(next) === CLOSE) {
    // `sum(price)`: most parentheses hold nothing to be read.
    if (isAggregate && !isWindowed(cursor, next + 1)) frame.select.aggregates = true
    return next + 1
  }
  pushExpression(scan, frame, index + 1).isAggregate = isAggregate
  return next
}

function startOperand(scan: Scan, frame: Frame): void {
  frame.phase = frame.kind === 'group' ? 'source' : frame.kind === 'query' ? 'start' : 'expression'
  const { cte } = frame
  const parent = frame.outer
  if (cte === null || cte.isDeclared || parent === null || !scan.lexis.recursesFreely) return
  // The first operand is the anchor; from the second on the CTE may read itself.
  cte.isDeclared = true
  declareCte(scan, parent, cte.key, frame.query)
}

function startWrite(scan: Scan, frame: Frame, index: number): number {
  const head = readWriteHead(scan.cursor, index, scan.lexis)
  if (head === null) return index + 1
  if ('reason' in head) {
    stop(scan, head.at, head.reason)
    frame.phase = 'rest'
    return index + 1
  }
  frame.query.write = head.write
  scan.partial ||= head.hasGap === true
  scan.writes = appended(scan.writes, frame.query)
  frame.sourceWord = head.sourceWord
  if (head.follows === 'query') return head.next
  startSelect(scan, frame, index)
  frame.phase = head.follows === 'items' ? 'items' : 'joined'
  return head.next
}

/**
 * `FROM x INSERT INTO a SELECT ... INSERT INTO b SELECT ...`: the tables come first and feed each INSERT. null: this
 * INSERT is none of those.
 */
function startMultiInsert(scan: Scan, frame: Frame, index: number): number | null {
  const { cursor, lexis } = scan
  if (frame.fromFirst === null) return null
  const directory = readDirectory(cursor, index + 1, lexis)
  const head = directory ?? readWriteHead(cursor, index, lexis)
  if (head === null || !('write' in head) || !('next' in head)) {
    stop(scan, index, 'expected a target after INSERT')
    return index + 1
  }
  const query = newQuery()
  query.write = head.write
  scan.writes = appended(scan.writes, query)
  frame.query = query
  frame.select = addSelect(query)
  addQueryRead(frame.select, 'branch', frame.fromFirst)
  frame.phase = cursor.word(head.next) === 'SELECT' ? 'items' : 'rest'
  return cursor.word(head.next) === 'SELECT' ? head.next + 1 : head.next
}

export function stepStart(scan: Scan, frame: Frame, index: number): number {
  const { cursor } = scan
  const word = cursor.word(index)
  switch (word) {
    case '(': {
      // CORRESPONDING BY (a, b)
      if (frame.query.selects.length > 0 && !startsQuery(cursor, index)) return cursor.past(index)
      if (isNamedQuery(cursor, index + 1)) {
        startSelect(scan, frame, index)
        frame.phase = 'rest'
        return openParenthesis(scan, frame, index)
      }
      const query = newQuery()
      addQueryRead(startSelect(scan, frame, index), 'branch', query)
      pushQuery(scan, frame.select, query, index + 1)
      return index + 1
    }
    case 'WITH':
      return startCtes(scan, frame, index)
    case 'SELECT':
    case 'PERFORM':
      startSelect(scan, frame, index).items = [{ from: index + 1, to: index + 1 }]
      frame.phase = 'items'
      return index + 1
    case 'FROM':
      startSelect(scan, frame, index)
      frame.phase = 'source'
      if (frame.mayWrite && frame.query.write === null && frame.query.selects.length === 1)
        frame.fromFirst = frame.query
      return index + 1
    case 'TABLE':
      startSelect(scan, frame, index)
      frame.phase = 'source'
      return index + 1
    case 'UNPIVOT':
    case 'PIVOT':
      // Behind its one table come columns.
      startSelect(scan, frame, index).aggregates = word === 'PIVOT'
      frame.phase = 'source'
      return index + 1
    case '|>':
      // Behind the CTEs of a step.
      frame.phase = 'rest'
      return index
    case 'VALUES':
      startSelect(scan, frame, index)
      frame.phase = 'rest'
      return index + 1
    case 'INSERT':
    case 'UPDATE':
    case 'DELETE':
    case 'MERGE':
    case 'REPLACE':
    case 'UPSERT':
      if (frame.mayWrite && frame.query.write === null) return startWrite(scan, frame, index)
      break
  }
  if (cursor.isOneOf(index, AFTER_SET_OPERATOR) && frame.query.selects.length > 0) return index + 1
  stop(scan, index, 'not understood')
  startSelect(scan, frame, index)
  frame.phase = 'rest'
  return index + 1
}

/** What means the same in the select list, behind the tables and in the clauses after. */
function stepAnywhere(scan: Scan, frame: Frame, index: number): number | null {
  const { cursor } = scan
  switch (cursor.word(index)) {
    case '(':
      return openParenthesis(scan, frame, index)
    case 'JOIN':
      // FORCE INDEX FOR JOIN (i)
      if (cursor.word(index - 1) === 'FOR') return null
      // ARRAY JOIN takes columns.
      frame.phase = cursor.word(index - 1) === 'ARRAY' ? 'lateral_view' : 'source'
      return index + 1
    case '|>':
      return startStep(scan, frame, index)
    case 'GROUP':
      if (cursor.word(index + 1) !== 'BY') return null
      frame.select.aggregates = true
      frame.phase = 'rest'
      return index + 2
    case 'HAVING':
      frame.select.aggregates = true
      frame.phase = 'rest'
      return index + 1
    case 'INSERT':
      return startMultiInsert(scan, frame, index)
    case 'RETURNING':
      // What is returned goes to the client, not into the target.
      if (frame.query.write === null || frame.kind !== 'query') return null
      frame.select = newSelect()
      frame.phase = 'rest'
      return index + 1
  }
  if (!isSetOperator(scan, index)) return null
  startOperand(scan, frame)
  return index + 1
}

/** SELECT ... INTO names a table here, not a variable. */
function mayMakeTable({ isProcedural, lexis }: Scan): boolean {
  return lexis.selectsInto && !isProcedural
}

export function stepItems(scan: Scan, frame: Frame, index: number): number {
  const { cursor } = scan
  const word = cursor.word(index)
  if (isPartOfName(scan, index)) return word === '(' ? openParenthesis(scan, frame, index) : index + 1
  if (word === frame.sourceWord && !isFromOfExpression(scan, index)) {
    endItem(frame, index, true)
    frame.phase = 'source'
    return index + 1
  }
  if (word === ',') {
    endItem(frame, index, false)
    return index + 1
  }
  if (word === 'INTO' && frame.mayWrite && frame.query.write === null && mayMakeTable(scan)) {
    const into = readSelectInto(cursor, index, scan.lexis)
    // A list after INTO is one of variables.
    if (into === null || cursor.word(into.next) === ',') return index + 1
    endItem(frame, index, true)
    frame.query.write = into.write
    scan.writes = appended(scan.writes, frame.query)
    return into.next
  }
  if (word === 'WHERE' && frame.sourceWord === 'FROM') frame.phase = 'rest'
  return stepAnywhere(scan, frame, index) ?? index + 1
}

const PIVOTS: WordSet = wordSet('PIVOT UNPIVOT')

/** FOR UPDATE and ON CONFLICT end the tables; FOR SYSTEM_TIME and ON a = b do not, but for the ON of PIVOT. */
function endsTables(scan: Scan, frame: Frame, index: number): boolean {
  const word = scan.cursor.word(index)
  const next = scan.cursor.word(index + 1)
  if (word === 'FOR') return next === 'UPDATE' || next === 'SHARE' || next === 'NO' || next === 'KEY'
  if (word === 'ON')
    return next === 'CONFLICT' || next === 'DUPLICATE' || scan.cursor.isOneOf(frame.selectBegin, PIVOTS)
  return scan.cursor.isOneOf(index, CLAUSES_AFTER_FROM)
}

export function stepJoined(scan: Scan, frame: Frame, index: number): number {
  const { cursor } = scan
  const word = cursor.word(index)
  if (word !== ',' && isPartOfName(scan, index)) {
    return word === '(' ? openParenthesis(scan, frame, index) : index + 1
  }
  const next = stepAnywhere(scan, frame, index)
  if (next !== null) return next
  if (word === ',' && frame.phase === 'joined') frame.phase = 'source'
  else if (word === 'LATERAL') {
    frame.phase = cursor.word(index + 1) === 'VIEW' ? 'lateral_view' : 'joined'
  } else if (word === 'STRAIGHT_JOIN') frame.phase = 'source'
  else if (word === 'SELECT' && frame.kind === 'query') frame.phase = 'rest'
  else if (endsTables(scan, frame, index)) frame.phase = 'rest'
  return index + 1
}

export function stepRest(scan: Scan, frame: Frame, index: number): number {
  const word = scan.cursor.word(index)
  if (isPartOfName(scan, index)) return word === '(' ? openParenthesis(scan, frame, index) : index + 1
  return stepAnywhere(scan, frame, index) ?? index + 1
}

/** Words before a parenthesis that holds a query. */
const TAKES_QUERY: WordSet = wordSet('IN EXISTS ARRAY ANY ALL SOME NOT AS')

export function stepExpression(scan: Scan, frame: Frame, index: number): number {
  const { cursor } = scan
  const word = cursor.word(index)
  if (word === '(') return openParenthesis(scan, frame, index)
  // f(TABLE t), and TABLE(f(input => TABLE(t))).
  const isTable = word === 'TABLE' || word === 'MODEL'
  if (isTable && (frame.isCall || frame.outer?.isCall === true)) {
    const next = readTableArgument(scan, frame, index)
    if (next !== null) return next
  }
  const isFirst = index === frame.begin
  const before = frame.begin - 2
  const isCall = cursor.kind(before) === 'word' && !cursor.isOneOf(before, TAKES_QUERY)
  const opensQuery =
    word === 'SELECT' ||
    (isFirst && word === 'WITH') ||
    (isFirst && word === 'FROM' && scan.lexis.pipes && !isCall) ||
    (isFirst && word === 'TABLE' && cursor.word(index + 1) !== '(')
  if (!opensQuery || isPartOfName(scan, index)) return index + 1
  becomeQuery(scan, frame)
  return index
}
