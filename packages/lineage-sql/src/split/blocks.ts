import { AFTER_END, AFTER_TRANSACTION, STATEMENT_HEADS } from './script-words.ts'
import { addExpression, answer, endOfStatement, findThen, findWord, type Walk } from './walk.ts'

/** A condition: answered only when it reads a table. Returns the index behind it. */
function readCondition(walk: Walk, from: number, end: number, reason: string): number {
  addExpression(walk, from, end, reason, true)
  return end + 1
}

export function openBlock(walk: Walk, isBranch: boolean): void {
  const isTrue = isBranch || walk.isGuarded
  walk.blocks.push(isTrue)
  if (isTrue) walk.branches += 1
  walk.isGuarded = false
  walk.isDeclaring = false
}

function closeBlock(walk: Walk): void {
  if (walk.blocks.pop() === true) walk.branches -= 1
  walk.isDeclaring = false
  if (walk.definedBelow === null || walk.blocks.length > walk.definedBelow) return
  walk.definedBelow = null
  // Of a string that holds a routine's body, what it defines itself is a part.
  walk.definedIn = walk.surroundedBy
}

export function isTransaction(walk: Walk, index: number): boolean {
  const { tokens } = walk
  const isLast = tokens.kind(index + 1) === 'end' || tokens.word(index + 1) === ';'
  return isLast || tokens.isOneOf(index + 1, AFTER_TRANSACTION)
}

/** `END`, `END IF`, `END LOOP outer`. */
export function readEnd(walk: Walk, index: number): number {
  closeBlock(walk)
  let at = index + 1
  const { tokens } = walk
  if (tokens.isOneOf(at, AFTER_END)) at += 1
  const isLabel = tokens.isName(at) && !tokens.isOneOf(at, STATEMENT_HEADS)
  const isLast = tokens.word(at + 1) === ';' || tokens.kind(at + 1) === 'end'
  return isLabel && isLast ? at + 1 : at
}

/** Index of a statement behind a condition that no THEN ends; -1: none. */
export function findGuarded({ tokens }: Walk, index: number): number {
  let depth = 0
  for (let at = index; at < tokens.length; at += 1) {
    const word = tokens.word(at)
    if (word === ';') return -1
    if (word === '(') depth += 1
    else if (word === ')') depth -= 1
    else if (depth === 0 && tokens.isOneOf(at, STATEMENT_HEADS)) return at
  }
  return -1
}

export function readIf(walk: Walk, index: number): number {
  const then = findThen(walk, index + 1)
  if (then !== -1) {
    openBlock(walk, true)
    return readCondition(walk, index + 1, then, 'if')
  }
  const guarded = findGuarded(walk, index + 1)
  if (guarded === -1) {
    answer(walk, 'unparsed', 'IF without THEN')
    return endOfStatement(walk.tokens, index)
  }
  readCondition(walk, index + 1, guarded, 'if')
  walk.isGuarded = true
  return guarded
}

/** From WHEN, ELSIF or CASE to behind the next THEN. */
export function readBranch(walk: Walk, index: number): number {
  const then = findThen(walk, index + 1)
  return then === -1 ? endOfStatement(walk.tokens, index) : readCondition(walk, index + 1, then, 'if')
}

/** FOR and WHILE. */
export function readLoop(walk: Walk, index: number): number {
  const body = findWord(walk, index + 1, walk.tokens.length, 'LOOP', 'DO', 'BEGIN')
  if (body === -1) {
    answer(walk, 'unparsed', `${walk.tokens.word(index)} without a body`)
    return endOfStatement(walk.tokens, index)
  }
  const list = findWord(walk, index + 1, body, 'IN', 'AS')
  readCondition(walk, list !== -1 ? list + 1 : index + 1, body, 'loop')
  walk.isGuarded = true
  if (walk.tokens.word(body) === 'BEGIN') return body
  openBlock(walk, true)
  return body + 1
}
