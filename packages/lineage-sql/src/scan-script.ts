import type { Dialect, ParseContext, ParsedStatement } from '@aegis/core/ports'
import { lex } from './lexer/lex.ts'
import { lexisOf } from './lexer/lexis.ts'
import type { Token } from './lexer/token.ts'
import { scanStatement } from './scanner/scan-statement.ts'
import { splitStatements } from './split/split-statements.ts'

/** One statement of a script: what an engine would have to parse, and what the scanner says about it. */
export interface ScannedStatement {
  /** The statement's own text, without what wraps it and without its semicolon. */
  readonly text: string
  readonly tokens: readonly Token[]
  readonly answers: readonly ParsedStatement[]
}

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
  const statements = splitStatements(tokens)
  return statements.map((statement, index) => {
    const isCut = unterminated && index === statements.length - 1
    const answers = scanStatement(statement, lexis, context, isCut).map((answer) => ({ ...answer, index }))
    const text = sql.slice(statement[0]?.start, statement.at(-1)?.end)
    return { text, tokens: statement, answers }
  })
}
