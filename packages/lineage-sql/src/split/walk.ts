import { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { readTokens } from '../lexer/read-tokens.ts'
import { SEMICOLON, type Word } from '../lexer/vocabulary.ts'
import type { Piece } from './piece.ts'

/** The way through one script, or through one string that holds a script. */
export interface Walk {
  readonly tokens: Cursor
  readonly lexis: Lexis
  readonly pieces: Piece[]
  /** Open blocks; true: what is inside may not run, or run often. */
  readonly blocks: boolean[]
  /** How many of them are true. */
  branches: number
  /** No THEN stands before this index, where a statement ends. */
  noThenBefore: number
  /** Texts of variables, by name in lower case; null: it has had several, or one that is computed. */
  readonly constants: Map<string, string | null>
  /** Between DECLARE and BEGIN. */
  isDeclaring: boolean
  /** The next statement hangs on a condition without a block of its own. */
  isGuarded: boolean
  /** Inside a routine or an anonymous block. */
  isProcedural: boolean
  /** Depth of blocks at which the body of a routine that is only defined ends; null: none is open. */
  definedBelow: number | null
  /** The routine that is only defined here and whose body this is, by a number of its own; null: none. */
  definedIn: number | null
  /** The same for what surrounds this script. */
  readonly surroundedBy: number | null
  /** Whether what surrounds this script runs at all. */
  readonly runs: boolean
  /** Whether it hangs on a condition. */
  readonly perhaps: boolean
  readonly isCut: boolean
  /** Strings around this one. */
  readonly depth: number
}

export interface WalkMode {
  readonly isProcedural: boolean
  readonly runs: boolean
  readonly perhaps: boolean
  readonly definedIn: number | null
  readonly isCut: boolean
  readonly depth: number
}

export function newWalk(
  source: Pick<Walk, 'tokens' | 'lexis' | 'pieces'>,
  { isProcedural, runs, perhaps, definedIn, isCut, depth }: WalkMode,
): Walk {
  const { tokens, lexis, pieces } = source
  const open = {
    constants: new Map<string, string | null>(),
    blocks: [],
    branches: 0,
    noThenBefore: 0,
    isDeclaring: false,
    isGuarded: false,
    definedBelow: null,
    surroundedBy: definedIn,
  }
  return { tokens, lexis, pieces, isProcedural, runs, perhaps, definedIn, isCut, depth, ...open }
}

export function endOfStatement(tokens: Cursor, index: number): number {
  let at = index
  while (at < tokens.length && tokens.code(at) !== SEMICOLON) at += 1
  return at
}

/** Index of the next THEN of this statement; -1: there is none. */
export function findThen(walk: Walk, index: number): number {
  if (index < walk.noThenBefore) return -1
  const found = findWord(walk, index, walk.tokens.length, 'THEN')
  if (found === -1) walk.noThenBefore = endOfStatement(walk.tokens, index)
  return found
}

/** Index of the first of `words` before `end` and before the statement's end, outside of CASE expressions; -1: there is none. */
export function findWord({ tokens }: Walk, index: number, end: number, ...words: readonly Word[]): number {
  let cases = 0
  for (let at = index; at < end; at += 1) {
    const word = tokens.word(at)
    if (word === ';') return -1
    if (cases === 0 && words.includes(word)) return at
    if (word === 'CASE') cases += 1
    else if (word === 'END' && cases > 0) cases -= 1
  }
  return -1
}

export function runsNow(walk: Walk): boolean {
  return walk.runs && walk.definedBelow === null && !walk.isGuarded && walk.branches === 0
}

/** Whether what stands here hangs on a condition; of what a script only defines, within it. */
export function mayRun(walk: Walk): boolean {
  const isLocal = walk.definedBelow !== null && walk.definedIn === null
  return walk.perhaps || walk.isGuarded || walk.branches > 0 || isLocal
}

export function answer(walk: Walk, status: 'irrelevant' | 'unparsed', reason: string): void {
  walk.pieces.push({ kind: 'answer', status, reason })
}

export function addExpression(walk: Walk, from: number, to: number, reason: string, isSilent: boolean): void {
  if (to > from)
    walk.pieces.push({ kind: 'expression', tokens: walk.tokens.part(from, to), reason, isSilent })
}

export function addStatement(walk: Walk, from: number, to: number): void {
  const { tokens, isCut } = walk
  walk.pieces.push({
    kind: 'statement',
    tokens: tokens.part(from, to),
    isProcedural: walk.isProcedural || walk.blocks.length > 0,
    runs: runsNow(walk),
    perhaps: mayRun(walk),
    definedIn: walk.definedIn,
    isCut: isCut && to >= tokens.length,
  })
  walk.isGuarded = false
}

/** Strings in strings in strings: nobody writes more levels. */
const DEEPEST = 4

/** The script in a string, to be walked; null: it is answered already. */
export function walkInto(walk: Walk, text: string, mode: Partial<WalkMode>): Walk | null {
  const depth = walk.depth + 1
  if (depth > DEEPEST) {
    answer(walk, 'unparsed', 'SQL in strings is nested too deep')
    return null
  }
  const list = readTokens(text, walk.lexis)
  const { unterminated, templateAt } = list
  if (templateAt !== null) {
    const mark = text.slice(templateAt, templateAt + 2)
    answer(walk, 'unparsed', `a template, not SQL: stopped at "${mark}" inside a string`)
    return null
  }
  const { isProcedural = walk.isProcedural, runs = runsNow(walk), isCut = false } = mode
  const { perhaps = mayRun(walk), definedIn = walk.definedIn } = mode
  const { lexis, pieces } = walk
  return newWalk(
    { tokens: new Cursor(list), lexis, pieces },
    { isProcedural, runs, perhaps, definedIn, isCut: isCut || unterminated, depth },
  )
}
