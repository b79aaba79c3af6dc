import type { Dialect, ParseContext, ParsedStatement } from '@aegis/core/ports'
import { lex } from './lexer/lex.ts'
import { lexisOf } from './lexer/lexis.ts'
import type { Token } from './lexer/token.ts'
import { scanPiece } from './scanner/scan-statement.ts'
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

/** The scanner's answer to every statement of a script, in order. Pure, linear, never throws on input. */
export function scanScript(
  sql: string,
  dialect: Dialect,
  context: ParseContext,
): readonly ScannedStatement[] {
  const lexis = lexisOf(dialect)
  const { tokens, unterminated, templateAt } = lex(sql, lexis)
  if (templateAt !== null) {
    const reason = `a template, not SQL: stopped at "${sql.slice(templateAt, templateAt + 2)}" (character ${templateAt + 1})`
    return [{ text: sql, tokens, answers: [{ status: 'unparsed', index: 0, reason }] }]
  }
  const scanned: ScannedStatement[] = []
  for (const piece of readScript(sql, tokens, lexis, unterminated)) {
    const answers = scanPiece(piece, lexis, context, scanned.length)
    if (answers.length === 0) continue
    const { text, tokens: own } = piece.kind === 'statement' ? piece : NO_STATEMENT
    scanned.push({ text, tokens: own, answers })
  }
  return scanned
}
