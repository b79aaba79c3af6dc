import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import type { Word } from '../lexer/vocabulary.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { findGuarded, isTransaction, openBlock, readBranch, readEnd, readIf, readLoop } from './blocks.ts'
import { constantAt, noteConstant } from './constants.ts'
import { dynamicSql } from './dynamic-sql.ts'
import { literalText } from './literal-text.ts'
import type { Piece } from './piece.ts'
import { endOfRoutine, endOfRule, isUnkeptProcedure, procedureBody, routineAt } from './routines.ts'
import { BODY_HEADS, STATEMENT_HEADS } from './script-words.ts'
import { unwrap } from './unwrap.ts'
import {
  addExpression,
  addStatement,
  answer,
  endOfStatement,
  findWord,
  mayRun,
  newWalk,
  runsNow,
  type Walk,
  type WalkMode,
  walkInto,
} from './walk.ts'

const BUILT = 'SQL that is put together when it runs is out of sight'

function readString(walk: Walk, text: string, mode: Partial<WalkMode>): void {
  const inner = walkInto(walk, text, mode)
  if (inner !== null) walkScript(inner)
}

const HANDLER_KINDS: WordSet = wordSet('EXIT CONTINUE UNDO')

function readDeclare(walk: Walk, index: number): number {
  if (walk.tokens.isOneOf(index + 1, HANDLER_KINDS) && walk.tokens.word(index + 2) === 'HANDLER') {
    const body = findGuarded(walk, index + 4)
    walk.isGuarded = true
    return body === -1 ? endOfStatement(walk.tokens, index) : body
  }
  walk.isDeclaring = walk.lexis.declaresLists
  const end = endOfStatement(walk.tokens, index)
  // The first declaration, unless a lone DECLARE opens a section.
  if (walk.tokens.word(index + 1) === 'BEGIN') return index + 1
  return readDeclaration(walk, index, index + 1, end)
}

/** A variable, or a procedure of this block, named at `name`; `index` is there or at the DECLARE before it. */
function readDeclaration(walk: Walk, index: number, name: number, end: number): number {
  const isProcedure = walk.tokens.word(name + 1) === 'PROCEDURE'
  const body = isProcedure ? findWord(walk, name, end, 'BEGIN') : -1
  if (body === -1) return readAside(walk, index, end, 'declare')
  answer(walk, 'irrelevant', 'declare')
  walk.definedBelow ??= walk.blocks.length
  return body
}

const ASIDE_HEADS: WordSet = wordSet('DECLARE LET RETURN')

/** A statement that assigns or returns. What it runs in parentheses is read as a statement. */
function readAside(walk: Walk, index: number, end: number, reason: string): number {
  for (let at = index; at < end; at += 1) {
    if (walk.tokens.word(at) !== '(' || !walk.tokens.isOneOf(at + 1, BODY_HEADS)) continue
    const { isProcedural, isCut, depth } = walk
    const tokens = walk.tokens.part(at + 1, walk.tokens.word(end - 1) === ')' ? end - 1 : end)
    const mode = { isProcedural, isCut, depth, runs: runsNow(walk), perhaps: mayRun(walk) }
    walkScript(newWalk({ ...walk, tokens }, { ...mode, definedIn: walk.definedIn }))
    return end
  }
  noteConstant(walk, walk.tokens.isOneOf(index, ASIDE_HEADS) ? index + 1 : index, end)
  addExpression(walk, index + 1, end, reason, false)
  if (end === index + 1) answer(walk, 'irrelevant', reason)
  walk.isGuarded = false
  return end
}

function readDo(walk: Walk, index: number): number {
  const end = endOfStatement(walk.tokens, index)
  const { tokens } = walk
  let literal: string | null = null
  let language = 'PLPGSQL'
  for (let at = index + 1; at < end; at += 1) {
    if (tokens.word(at) === 'LANGUAGE') language = tokens.text(at + 1).toUpperCase()
    else if (tokens.kind(at) === 'string' && tokens.word(at - 1) !== 'LANGUAGE') literal = tokens.text(at)
  }
  if (literal === null) answer(walk, 'irrelevant', 'do')
  else if (language !== 'PLPGSQL' && language !== 'SQL')
    answer(walk, 'unparsed', 'DO in another language than SQL')
  else
    readString(walk, literalText(literal, walk.lexis), {
      isProcedural: true,
      isCut: walk.isCut && end >= walk.tokens.length,
    })
  return end
}

function readExecute(walk: Walk, index: number): number {
  const end = endOfStatement(walk.tokens, index)
  const isProcedural = walk.isProcedural || walk.blocks.length > 0
  const dynamic = dynamicSql(walk.tokens, index, end, walk.lexis, isProcedural)
  switch (dynamic.kind) {
    case 'text':
      readString(walk, dynamic.text, { isProcedural: false, isCut: walk.isCut && end >= walk.tokens.length })
      break
    case 'built': {
      const text = constantAt(walk, walk.tokens.word(index + 1) === 'IMMEDIATE' ? index + 2 : index + 1)
      if (text === null) answer(walk, 'unparsed', BUILT)
      else readString(walk, text, { isProcedural: false })
      break
    }
    case 'file':
      answer(walk, 'unparsed', 'the SQL is in a file')
      break
    case 'prepared':
      answer(walk, 'unparsed', 'the text of the prepared statement is elsewhere')
      break
    case 'stored':
      answer(walk, 'irrelevant', `execute ${dynamic.what}`)
  }
  walk.isGuarded = false
  return end
}

/**
 * CREATE of a routine. The statements of a procedure are read, as somebody will call it and the log of that names
 * none of them. Functions, triggers and tasks give nothing: what they run is logged when it runs.
 */
function readRoutine(walk: Walk, index: number, routine: Word): number {
  const kind = routine === 'PROC' ? 'procedure' : routine.toLowerCase()
  answer(walk, 'irrelevant', `create ${kind}`)
  if (kind === 'rule') return endOfRule(walk.tokens, index)
  if (kind !== 'procedure') return endOfRoutine(walk.tokens, index)
  const body = procedureBody(walk.tokens, index)
  // Answers come one by one, so that their count is a number no other routine has.
  const routineNumber = walk.definedIn ?? walk.pieces.length
  switch (body.kind) {
    case 'script': {
      if (walk.definedBelow === null) walk.definedIn = routineNumber
      walk.definedBelow ??= walk.blocks.length
      if (walk.tokens.word(body.at) === 'BEGIN' || walk.tokens.word(body.at) === 'DECLARE') return body.at
      const end = endOfStatement(walk.tokens, body.at)
      addStatement(walk, body.at, end)
      walk.definedBelow = null
      walk.definedIn = walk.surroundedBy
      return end
    }
    case 'literal':
      readString(walk, literalText(body.literal, walk.lexis), {
        isProcedural: true,
        runs: false,
        definedIn: routineNumber,
      })
      return body.end
    case 'none':
      return body.end
  }
}

function readUnkeptProcedure(walk: Walk, index: number): number {
  const body = procedureBody(walk.tokens, index + 4)
  if (body.kind === 'literal') readString(walk, literalText(body.literal, walk.lexis), { isProcedural: true })
  else answer(walk, 'unparsed', 'what a procedure does is out of sight')
  return endOfStatement(walk.tokens, index)
}

function isAssignment(walk: Walk, index: number): boolean {
  if (walk.tokens.kind(index) !== 'word' && walk.tokens.kind(index) !== 'quoted') return false
  if (walk.tokens.word(index + 1) === '=') return true
  for (let at = index + 1; at < index + 8; at += 1) {
    const word = walk.tokens.word(at)
    if (word === ':') return walk.tokens.word(at + 1) === '='
    if (word === '(' || word === ';') return false
  }
  return false
}

/** EXPLAIN and PREPARE: what they hold, as a statement of its own. */
function readWrapped(walk: Walk, index: number, end: number): number {
  const inner = unwrap(walk.tokens, index, end)
  switch (inner.kind) {
    case 'statement': {
      // A prepared statement is only defined.
      walk.isGuarded ||= inner.isDefined
      const control = readControl(walk, inner.at, walk.tokens.word(inner.at))
      if (control !== null) return control
      addStatement(walk, inner.at, end)
      return end
    }
    case 'text':
      readString(walk, literalText(inner.literal, walk.lexis), { runs: false, perhaps: true })
      return end
    case 'irrelevant':
      answer(walk, 'irrelevant', inner.reason)
      return end
    case 'unparsed':
      answer(walk, 'unparsed', inner.reason)
      return end
  }
}

const AFTER_BEGIN: WordSet = wordSet('ATOMIC TRY CATCH')
const LOOPS_AND_BLOCKS: WordSet = wordSet('BEGIN LOOP WHILE FOR REPEAT IF CASE')

/** A word of control at `index`: the index to go on from. null: a statement begins there. */
function readControl(walk: Walk, index: number, word: Word): number | null {
  const isInside = walk.blocks.length > 0
  switch (word) {
    case ';':
      return index + 1
    case 'BEGIN': {
      if (isTransaction(walk, index)) return null
      openBlock(walk, walk.tokens.word(index + 1) === 'CATCH')
      return walk.tokens.isOneOf(index + 1, AFTER_BEGIN) ? index + 2 : index + 1
    }
    case 'END':
      return isInside ? readEnd(walk, index) : null
    case 'IF':
      return readIf(walk, index)
    case 'ELSIF':
    case 'ELSEIF':
      return readBranch(walk, index)
    case 'ELSE':
      walk.isGuarded = !isInside
      return index + 1
    case 'CASE':
      openBlock(walk, true)
      return readBranch(walk, index)
    case 'WHEN':
      return isInside ? readBranch(walk, index) : null
    case 'EXCEPTION':
      if (!isInside) return null
      if (walk.blocks[walk.blocks.length - 1] === false) walk.branches += 1
      walk.blocks[walk.blocks.length - 1] = true
      return index + 1
    case 'LOOP':
    case 'REPEAT':
      openBlock(walk, true)
      return index + 1
    case 'WHILE':
    case 'FOR':
    case 'FOREACH':
      return readLoop(walk, index)
    case 'UNTIL': {
      const end = findWord(walk, index + 1, walk.tokens.length, 'END')
      return end === -1 ? endOfStatement(walk.tokens, index) : end
    }
    case 'DECLARE':
      return readDeclare(walk, index)
    case 'DO':
      return readDo(walk, index)
    case 'EXECUTE':
    case 'EXEC':
      return readExecute(walk, index)
    case '<':
      return walk.tokens.word(index + 3) === '>' ? index + 5 : null
    case 'ASYNC':
      if (walk.tokens.word(index + 1) !== '(') return null
      return readAside(walk, index, endOfStatement(walk.tokens, index), 'async')
    case 'WITH':
      return isUnkeptProcedure(walk.tokens, index) ? readUnkeptProcedure(walk, index) : null
    case 'LET':
    case 'RETURN':
      return readAside(walk, index, endOfStatement(walk.tokens, index), word.toLowerCase())
    case 'CREATE': {
      const routine = routineAt(walk.tokens, index)
      return routine === null ? null : readRoutine(walk, index, routine)
    }
  }
  return null
}

/** CREATE SCHEMA x CREATE TABLE ... CREATE VIEW ...: each object in the schema is a statement of its own. */
function addSchema(walk: Walk, index: number, end: number): void {
  for (let from = index; from < end; ) {
    const next = findWord(walk, from + 1, end, 'CREATE')
    const to = next === -1 ? end : next
    addStatement(walk, from, to)
    from = to
  }
}

function step(walk: Walk, index: number): number {
  const word = walk.tokens.word(index)
  const control = readControl(walk, index, word)
  if (control !== null) return control
  const end = endOfStatement(walk.tokens, index)
  if (!walk.tokens.isOneOf(index, STATEMENT_HEADS)) {
    if (walk.tokens.word(index + 1) === ':' && walk.tokens.isOneOf(index + 2, LOOPS_AND_BLOCKS))
      return index + 2
    if (walk.isDeclaring) return readDeclaration(walk, index, index, end)
    if (isAssignment(walk, index)) return readAside(walk, index, end, 'assignment')
  }
  walk.isDeclaring = false
  if (word === 'SET') noteConstant(walk, index + 1, end)
  if (word === 'EXPLAIN' || word === 'PREPARE') return readWrapped(walk, index, end)
  if (word === 'CREATE' && walk.tokens.word(index + 1) === 'SCHEMA') addSchema(walk, index, end)
  else addStatement(walk, index, end)
  return end
}

function walkScript(walk: Walk): void {
  for (let at = 0; at < walk.tokens.length; ) at = step(walk, at)
}

/** Begins a statement that is all there is to it: no block, no routine, no string to be read. */
const PLAIN_HEADS: WordSet = wordSet(
  `SELECT WITH INSERT UPDATE DELETE MERGE CREATE ALTER DROP TRUNCATE COPY UNLOAD LOAD EXPORT RENAME USE SET GRANT REVOKE
  ANALYZE VACUUM SHOW`,
)

function isPlain(tokens: Cursor): boolean {
  if (tokens.word(0) === 'CREATE') return tokens.word(1) !== 'SCHEMA' && routineAt(tokens, 0) === null
  return tokens.isOneOf(0, PLAIN_HEADS) && !isUnkeptProcedure(tokens, 0)
}

function hasMore(tokens: Cursor): boolean {
  for (let at = 0; at < tokens.length; at += 1) if (tokens.word(at) !== ';') return true
  return false
}

/**
 * The statements of a script, in order, those in blocks, procedures and strings too. A semicolon ends a statement
 * even inside parentheses: one that is never closed must not swallow the rest. Linear: strings are read at most
 * four deep.
 */
export function readScript(tokens: Cursor, lexis: Lexis, isCut: boolean): readonly Piece[] {
  const end = tokens.semicolonAt
  if (end >= tokens.length - 1 && isPlain(tokens)) {
    const isCutInside = isCut && end >= tokens.length
    const own = tokens.part(0, end)
    return [
      {
        kind: 'statement',
        tokens: own,
        isProcedural: false,
        runs: true,
        perhaps: false,
        definedIn: null,
        isCut: isCutInside,
      },
    ]
  }
  const pieces: Piece[] = []
  walkScript(
    newWalk(
      { tokens, lexis, pieces },
      { isProcedural: false, runs: true, perhaps: false, definedIn: null, isCut, depth: 0 },
    ),
  )
  if (pieces.length === 0 && hasMore(tokens)) {
    pieces.push({ kind: 'answer', status: 'irrelevant', reason: 'block' })
  }
  return pieces
}
