import type { Cursor } from '../lexer/cursor.ts'
import { foldPart } from '../lexer/lexis.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { type Frame, pushQuery, type Scan, stop } from './frame.ts'
import { QUERY_STARTS } from './keywords.ts'
import { newQuery, type Query } from './query-model.ts'

const WRITES: WordSet = wordSet('INSERT UPDATE DELETE MERGE')

/** Index of the '(' that opens the body of the CTE named at `index`; -1: there is none. */
function bodyOf(cursor: Cursor, index: number): number {
  let at = index + 1
  if (cursor.word(at) === '(' && cursor.word(at + 1) !== '(' && !cursor.isOneOf(at + 1, QUERY_STARTS))
    at = cursor.past(at)
  if (cursor.word(at) === 'MAX' && cursor.word(at + 1) === 'RECURSION') at += 4
  if (cursor.word(at) === 'AS') at += 1
  if (cursor.word(at) === 'NOT') at += 1
  if (cursor.word(at) === 'MATERIALIZED') at += 1
  return cursor.isName(index) && cursor.word(at) === '(' ? at : -1
}

/** From behind a body, past SEARCH and CYCLE, to the next CTE's name or to where the list ends. */
function afterBody(cursor: Cursor, index: number): { readonly at: number; readonly isCte: boolean } {
  let at = index
  for (; at < cursor.length; at += 1) {
    const word = cursor.word(at)
    if (word === ',' && bodyOf(cursor, at + 1) !== -1) return { at: at + 1, isCte: true }
    if (word === 'WITH' && cursor.word(at + 1) === 'DEPTH') continue
    if (
      word === '(' ||
      word === ')' ||
      word === '|>' ||
      cursor.isOneOf(at, QUERY_STARTS) ||
      cursor.isOneOf(at, WRITES)
    )
      break
  }
  return { at, isCte: false }
}

function keyOf(scan: Scan, index: number): string {
  const { cursor, lexis } = scan
  return foldPart({ text: cursor.text(index), quoted: cursor.kind(index) === 'quoted' }, lexis.cteCase)
}

export function declareCte(scan: Scan, parent: Frame, key: string, query: Query): void {
  scan.scopes.declareCte(key, query)
  parent.ctes ??= []
  parent.ctes.push(key)
}

/** WITH FUNCTION f(x int) RETURNS int RETURN x + 1: past what a query defines for itself. */
function pastFunctions(cursor: Cursor, frame: Frame, index: number): number {
  frame.phase = 'start'
  let at = index
  while (at < cursor.length && !cursor.isOneOf(at, QUERY_STARTS))
    at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
  return at
}

/** WITH at `index`. Of WITH RECURSIVE every name is known before the first body is read. */
export function startCtes(scan: Scan, frame: Frame, index: number): number {
  const { cursor } = scan
  if (cursor.word(index + 1) === 'FUNCTION' && cursor.isName(index + 2))
    return pastFunctions(cursor, frame, index + 1)
  frame.phase = 'ctes'
  if (cursor.word(index + 1) !== 'RECURSIVE') return index + 1
  frame.recursive = new Map()
  let next = { at: index + 2, isCte: true }
  while (next.isCte) {
    const body = bodyOf(cursor, next.at)
    if (body === -1) break
    const query = newQuery()
    frame.recursive.set(next.at, query)
    declareCte(scan, frame, keyOf(scan, next.at), query)
    next = afterBody(cursor, cursor.past(body))
  }
  return index + 2
}

export function stepCtes(scan: Scan, frame: Frame, index: number): number {
  const body = bodyOf(scan.cursor, index)
  if (body === -1) {
    stop(scan, index, 'expected the name and the body of a CTE')
    frame.phase = 'start'
    return index
  }
  const known = frame.recursive?.get(index)
  frame.phase = 'after_cte'
  const inner = pushQuery(scan, null, known ?? newQuery(), body + 1)
  inner.mayWrite = true
  inner.cte = { key: keyOf(scan, index), isDeclared: known !== undefined }
  return body + 1
}

export function stepAfterCte(scan: Scan, frame: Frame, index: number): number {
  const { at, isCte } = afterBody(scan.cursor, index)
  frame.phase = isCte ? 'ctes' : 'start'
  return at
}
