import { lex } from './lexer/lex.ts'
import type { Lexis } from './lexer/lexis.ts'
import type { Token } from './lexer/token.ts'

const LITERALS: ReadonlySet<Token['kind']> = new Set(['string', 'number', 'parameter'])
const SIGN_FOLLOWS: ReadonlySet<string> = new Set(['(', ',', '=', '<', '>', '[', '+', '-', '*', '/', '|'])

/** IDENTIFIER('a.b') names a table: there the literal is what the statement is about. */
function isNameLiteral(tokens: readonly Token[], index: number): boolean {
  return tokens[index - 1]?.word === '(' && tokens[index - 2]?.word === 'IDENTIFIER'
}

function isSign(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index]?.word
  if (word !== '-' && word !== '+') return false
  return tokens[index + 1]?.kind === 'number' && SIGN_FOLLOWS.has(tokens[index - 1]?.word ?? '')
}

/** Leaves out the rest of a list of equal pieces: `?, ?, ?` and `(?), (?), (?)`. */
function endsRepetition(out: readonly string[]): number {
  const [a, b, c] = [out.at(-1), out.at(-2), out.at(-3)]
  if (a === '?' && b === ',' && c === '?') return 2
  const isRow = a === ')' && b === '?' && c === '(' && out.at(-4) === ','
  return isRow && out.at(-5) === ')' && out.at(-6) === '?' && out.at(-7) === '(' ? 4 : 0
}

/** The same text for statements that differ only in literals, list lengths, comments and white space. */
export function normalizeSql(sql: string, lexis: Lexis): string {
  const { tokens } = lex(sql, lexis)
  const out: string[] = []
  for (const [index, token] of tokens.entries()) {
    if (isSign(tokens, index)) continue
    const isLiteral = LITERALS.has(token.kind) && !isNameLiteral(tokens, index)
    out.push(isLiteral ? '?' : token.kind === 'quoted' ? sql.slice(token.start, token.end) : token.text)
    const repeated = endsRepetition(out)
    if (repeated > 0) out.length -= repeated
  }
  return out.join(' ')
}
