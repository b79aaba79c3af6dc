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

/** Calls `take` with the answers to each statement that has some, in order. Returns whether it is SQL at all. */
function scanEach(
  list: TokenList,
  lexis: Lexis,
  context: ParseContext,
  take: (answers: readonly ParsedStatement[], piece: Piece) => void,
): void {
  let index = 0
  for (const piece of readScript(new Cursor(list), lexis, list.unterminated)) {
    const answers = scanPiece(piece, lexis, context, index)
    if (answers.length === 0) continue
    index += 1
    take(answers, piece)
  }
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
  scanEach(list, lexis, context, (answers, piece) => {
    if (piece.kind === 'statement') {
      scanned.push({ text: piece.tokens.source, tokens: piece.tokens.toTokens(), answers })
    } else scanned.push({ ...NO_STATEMENT, answers })
  })
  giveBack(list)
  return scanned
}

/** The answers alone, for whoever asks no engine. */
export function answerScript(
  sql: string,
  dialect: Dialect,
  context: ParseContext,
): readonly ParsedStatement[] {
  const lexis = lexisOf(dialect)
  const list = readTokens(sql, lexis)
  let all: readonly ParsedStatement[] = []
  if (list.templateAt !== null) all = [templateAnswer(list, list.templateAt)]
  else {
    scanEach(list, lexis, context, (answers) => {
      all = all.length === 0 ? answers : all.concat(answers)
    })
  }
  giveBack(list)
  return all
}
