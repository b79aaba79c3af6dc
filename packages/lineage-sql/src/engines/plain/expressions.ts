import type { Dialect, IdentifierPart } from '@aegis/core/ports'
import { lexisOf } from '../../lexer/lexis.ts'
import { newValue, type QueryModel, type Value } from '../statement-model.ts'
import { callReader } from './calls.ts'
import type { Cursor } from './cursor.ts'
import { CONSTANTS, TYPES } from './words.ts'

/** What an expression is when it is no more than one thing, casts aside. */
export type Shape =
  | { readonly is: 'column' | 'function'; readonly name: IdentifierPart; readonly casts: number }
  /** `literal`: a number, a string, or what operators make; no dialect names it by what is in it. */
  | { readonly is: 'literal' | 'other' }

export interface ExpressionReader {
  /** Adds the columns and subqueries of the expression that comes. */
  addExpression(value: Value): Shape
  readExpression(): Value
  /** `a, 2, b DESC` */
  addOrdering(to: Ordered): void
}

/** What ORDER BY and the like add to. */
export interface Ordered {
  readonly ordering: Value
  readonly ordinals: number[]
}

const OTHER: Shape = { is: 'other' }
const LITERAL: Shape = { is: 'literal' }
const MOST_DEPTH = 25
const MOST_PARTS = 4
const OPERATOR = /^[-+*/%=<>!|:]$/
const NUMBERED = /^\$\d+$/

export function expressionReader(
  cursor: Cursor,
  dialect: Dialect,
  queryOf: () => QueryModel,
): ExpressionReader {
  const { dottedQuotes } = lexisOf(dialect)
  const { word, take, expect } = cursor
  const calls = callReader(cursor, dialect, { addExpression, addOrdering })
  let depth = 0

  function addList(value: Value): void {
    do addExpression(value)
    while (take(','))
  }

  function beginsQuery(): boolean {
    return word() === 'SELECT' || word() === 'WITH'
  }

  /** Behind the parenthesis: a query, or expressions. */
  function addEnclosed(value: Value): void {
    if (beginsQuery()) value.queries.push({ query: queryOf() })
    else addList(value)
    expect(')')
  }

  function skipType(): void {
    if (!TYPES.has(word())) cursor.refuse()
    cursor.advance()
    if (!take('(')) return
    do {
      if (cursor.token().kind !== 'number') cursor.refuse()
      cursor.advance()
    } while (take(','))
    expect(')')
  }

  function addCase(value: Value): void {
    expect('CASE')
    if (word() !== 'WHEN') addExpression(value)
    do {
      expect('WHEN')
      addExpression(value)
      expect('THEN')
      addExpression(value)
    } while (word() === 'WHEN')
    if (take('ELSE')) addExpression(value)
    expect('END')
  }

  function addColumn(value: Value): Shape {
    const parts = cursor.path(MOST_PARTS)
    const last = parts.at(-1)
    // `f(x)` of a function that is not known to be plain, or of a schema.
    if (word() === '(' || last === undefined) cursor.refuse()
    // One pair of quotes may hold a path: which one, is for a real parser to say.
    if (dottedQuotes && parts.some(({ text, quoted }) => quoted && text.includes('.'))) cursor.refuse()
    if (cursor.isRefused() || last === undefined) return OTHER
    value.refs.push({ parts })
    return { is: 'column', name: last, casts: 0 }
  }

  function addOperand(value: Value): Shape {
    const { kind, text } = cursor.token()
    if (kind === 'number' || kind === 'string') {
      cursor.advance()
      return LITERAL
    }
    if (kind === 'parameter') {
      // Snowflake's `$1` is a column, and PostgreSQL's `?` an operator.
      const isBound = dialect === 'postgresql' ? NUMBERED.test(text) : text === '?'
      if (!isBound) cursor.refuse()
      cursor.advance()
      return OTHER
    }
    if (take('(')) {
      addEnclosed(value)
      return OTHER
    }
    switch (word()) {
      case 'CASE':
        addCase(value)
        return OTHER
      case 'CAST':
      case 'TRY_CAST':
      case 'SAFE_CAST':
        if (word(1) !== '(') break
        cursor.advance()
        expect('(')
        addExpression(value)
        expect('AS')
        skipType()
        expect(')')
        return OTHER
      case 'EXISTS':
        cursor.advance()
        expect('(')
        if (!beginsQuery()) cursor.refuse()
        value.queries.push({ query: queryOf(), tests: true })
        expect(')')
        return OTHER
      case 'INTERVAL':
        calls.skipInterval()
        return OTHER
      default:
    }
    if (CONSTANTS.has(word())) {
      cursor.advance()
      if (take('(')) expect(')')
      return OTHER
    }
    if (calls.addCall(value)) {
      return { is: 'function', name: { text: text.toLowerCase(), quoted: false }, casts: 0 }
    }
    return addColumn(value)
  }

  /** `IS DISTINCT FROM`, which is an operator. */
  function isDistinct(): boolean {
    return word(1) === 'DISTINCT' || (word(1) === 'NOT' && word(2) === 'DISTINCT')
  }

  /** What may follow an operand; the number of casts, -1 with anything else. */
  function addBehind(value: Value): number {
    let casts = 0
    let plain = true
    for (;;) {
      if (take(':', ':')) {
        skipType()
        casts += 1
      } else if (word() === 'IS' && !isDistinct()) {
        cursor.advance()
        plain = false
        take('NOT')
        if (!take('NULL') && !take('TRUE') && !take('FALSE')) cursor.refuse()
      } else if (take('IN', '(') || take('NOT', 'IN', '(')) {
        plain = false
        addEnclosed(value)
      } else return plain ? casts : -1
    }
  }

  function takeOperator(): boolean {
    switch (word()) {
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
      case '=':
      case 'AND':
      case 'OR':
      case 'LIKE':
      case 'ILIKE':
      case 'BETWEEN':
        cursor.advance()
        return true
      case '<':
        cursor.advance()
        if (!take('=')) take('>')
        return true
      case '>':
        cursor.advance()
        take('=')
        return true
      case '!':
        return take('!', '=')
      case '|':
        return take('|', '|')
      case 'IS':
        return take('IS', 'DISTINCT', 'FROM') || take('IS', 'NOT', 'DISTINCT', 'FROM')
      case 'NOT':
        return take('NOT', 'LIKE') || take('NOT', 'ILIKE') || take('NOT', 'BETWEEN')
      default:
        return false
    }
  }

  function addExpression(value: Value): Shape {
    depth += 1
    if (depth > MOST_DEPTH) cursor.refuse()
    let shape: Shape = OTHER
    let operands = 0
    do {
      let signs = 0
      while (take('NOT') || take('-') || take('+')) signs += 1
      const operand = addOperand(value)
      const casts = addBehind(value)
      operands += 1
      if (operands > 1 || signs > 0 || casts < 0) shape = LITERAL
      else if (operand.is === 'column' || operand.is === 'function') shape = { ...operand, casts }
      else shape = casts === 0 ? operand : OTHER
    } while (takeOperator())
    depth -= 1
    return shape
  }

  function addOrdering({ ordering, ordinals }: Ordered): void {
    do {
      const { kind, text } = cursor.token()
      if (kind === 'number' && !OPERATOR.test(word(1))) {
        ordinals.push(Number(text))
        cursor.advance()
      } else addExpression(ordering)
      if (!take('ASC')) take('DESC')
      if (take('NULLS') && !take('FIRST')) expect('LAST')
    } while (take(','))
  }

  return {
    addExpression,
    readExpression() {
      const value = newValue()
      addExpression(value)
      return value
    },
    addOrdering,
  }
}
