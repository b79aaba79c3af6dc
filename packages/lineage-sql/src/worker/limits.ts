import type { ThreadedEngine } from '../engines/engine-name.ts'
import type { Token } from '../lexer/token.ts'

interface Limits {
  readonly characters: number
  /** Bounds the time: an engine takes about 5 microseconds for a token, and what follows as much again. */
  readonly tokens: number
  /** Parentheses, brackets and CASE inside one another. */
  readonly levels: number
  /** Queries inside one another. */
  readonly queries: number
  /** Operands of one chain of UNION or of an operator. */
  readonly operands: number
}

/**
 * Well inside of what each engine takes without a trap. Polyglot refuses 15 nested queries, 30 parentheses and 512
 * operands, and traps on thousands of them; so does libpg-query.
 */
const LIMITS: Readonly<Record<ThreadedEngine, Limits>> = {
  polyglot: { characters: 1_000_000, tokens: 10_000, levels: 25, queries: 12, operands: 400 },
  libpg: { characters: 1_000_000, tokens: 10_000, levels: 100, queries: 50, operands: 400 },
  'node-sql-parser': { characters: 200_000, tokens: 10_000, levels: 25, queries: 12, operands: 400 },
}

const SET_WORDS: ReadonlySet<string> = new Set(['UNION', 'INTERSECT', 'EXCEPT', 'MINUS'])
const OPERATORS: ReadonlySet<string> = new Set([
  '|',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '&',
  '=',
  '<',
  '>',
  '.',
  '::',
  ':',
])
/** After these an operator chain begins anew. */
const BREAKS: ReadonlySet<string> = new Set(
  ', SELECT FROM WHERE AND OR ON WHEN THEN ELSE SET VALUES BY HAVING JOIN AS'.split(' '),
)
const LOGICAL: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT'])
const MOST_LOGICAL = 4_000

interface Level {
  operators: number
  sets: number
  readonly isQuery: boolean
}

/** Why an engine must not be asked to read a statement; null: it may. Linear. */
export function tooMuchFor(engine: ThreadedEngine, text: string, tokens: readonly Token[]): string | null {
  const limits = LIMITS[engine]
  if (text.length > limits.characters) return `longer than ${limits.characters} characters`
  const levels: Level[] = [{ operators: 0, sets: 0, isQuery: false }]
  let queries = 0
  let logical = 0
  for (const [index, { word, kind }] of tokens.entries()) {
    if (kind !== 'word' && kind !== 'symbol') continue
    const level = levels.at(-1)
    if (level === undefined) break
    if (word === '(' || word === '[' || word === 'CASE') {
      const next = tokens[index + 1]?.word
      const isQuery = next === 'SELECT' || next === 'WITH' || next === 'FROM'
      if (isQuery) queries += 1
      levels.push({ operators: 0, sets: 0, isQuery })
      if (levels.length > limits.levels + 1) return `nested deeper than ${limits.levels} levels`
      if (queries > limits.queries) return `more than ${limits.queries} queries inside one another`
    } else if (word === ')' || word === ']' || word === 'END') {
      if (levels.length > 1) {
        if (levels.pop()?.isQuery === true) queries -= 1
      }
    } else if (SET_WORDS.has(word)) {
      level.sets += 1
      level.operators = 0
      if (level.sets >= limits.operands) return `more than ${limits.operands} operands of ${word}`
    } else if (OPERATORS.has(word)) {
      // `||` comes as two symbols.
      level.operators += word === '|' ? 0.5 : 1
      if (level.operators >= limits.operands) return `more than ${limits.operands} operands in a row`
    } else if (BREAKS.has(word)) {
      level.operators = 0
      if (LOGICAL.has(word)) logical += 1
      if (logical > MOST_LOGICAL) return `more than ${MOST_LOGICAL} conditions`
    } else if (word === 'NOT') {
      level.operators += 1
      if (level.operators >= limits.operands) return `more than ${limits.operands} operands in a row`
    }
  }
  return tokens.length > limits.tokens ? `more than ${limits.tokens} words and symbols` : null
}
