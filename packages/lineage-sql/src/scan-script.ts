import type { Dialect, ParseContext, ParsedStatement } from '@aegis/core/ports'
import { Cursor } from './lexer/cursor.ts'
import { type Lexis, lexisOf } from './lexer/lexis.ts'
import { readTokens } from './lexer/read-tokens.ts'
import type { Token } from './lexer/token.ts'
import { giveBack, type TokenList } from './lexer/token-list.ts'
import { scanPiece } from './scanner/scan-statement.ts'
import type { Piece } from './split/piece.ts'
import { readScript } from './split/read-script.ts'

/** One statement of a script: what an engine would have to parse, and what the scanner says about it. */
export interface ScannedStatement {
  /** The statement's own text, without what wraps it and without its semicolon; empty: there is none. */
  readonly text: string
  readonly tokens: readonly Token[]
  readonly answers: readonly ParsedStatement[]
}

/** Control words and the like hold nothing that an engine could parse. */
const NO_STATEMENT: Pick<ScannedStatement, 'text' | 'tokens'> = { text: '', tokens: [] }

function templateAnswer({ sql }: TokenList, at: number): ParsedStatement {
  const reason = `a template, not SQL: stopped at "${sql.slice(at, at + 2)}" (character ${at + 1})`
  return { status: 'unparsed', index: 0, reason }
}

/** The scanner's answer to every statement of a script, in order. Pure, linear, never throws on input. */
export function scanScript(
  sql: string,
  dialect: Dialect,
  context: ParseContext,
): readonly ScannedStatement[] {
  const lexis = lexisOf(dialect)
  const list = readTokens(sql, lexis)
  if (list.templateAt !== null) {
    const answers = [templateAnswer(list, list.templateAt)]
    return [{ text: sql, tokens: new Cursor(list).toTokens(), answers }]
  }
  const scanned: ScannedStatement[] = []
  for (const piece of readScript(new Cursor(list), lexis, list.unterminated)) {
    const answers = scanPiece(piece, lexis, context, scanned.length)
    if (answers.length === 0) continue
    const own = piece.kind === 'statement' ? piece.tokens : null
    const { text, tokens } = own === null ? NO_STATEMENT : { text: own.source, tokens: own.toTokens() }
    scanned.push({ text, tokens, answers })
  }
  giveBack(list)
  return scanned
}

function answerPieces(
  pieces: readonly Piece[],
  lexis: Lexis,
  context: ParseContext,
): readonly ParsedStatement[] {
  const only = pieces[0]
  if (only !== undefined && pieces.length === 1) return scanPiece(only, lexis, context, 0)
  const all: ParsedStatement[] = []
  let index = 0
  for (const piece of pieces) {
    const answers = scanPiece(piece, lexis, context, index)
    if (answers.length > 0) index += 1
    for (const answer of answers) all.push(answer)
  }
  return all
}

/** The answers alone, for whoever asks no engine. */
export function answerScript(
  sql: string,
  dialect: Dialect,
  context: ParseContext,
): readonly ParsedStatement[] {
  const lexis = lexisOf(dialect)
  const list = readTokens(sql, lexis)
  const answers =
    list.templateAt === null
      ? answerPieces(readScript(new Cursor(list), lexis, list.unterminated), lexis, context)
      : [templateAnswer(list, list.templateAt)]
  giveBack(list)
  return answers
}
