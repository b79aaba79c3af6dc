import type { Dialect } from '@aegis/core/ports'
import type { Value } from '../statement-model.ts'
import type { Cursor } from './cursor.ts'
import type { Ordered } from './expressions.ts'
import { FRAME, FUNCTIONS, UNIT_FIRST, UNIT_LAST, UNITS } from './words.ts'

/** What stands inside of a call. */
interface Arguments {
  addExpression(value: Value): unknown
  addOrdering(to: Ordered): void
}

export interface CallReader {
  /** Adds what the arguments of the call that comes name. False: none comes that is known to be plain. */
  addCall(value: Value): boolean
  skipInterval(): void
}

export function callReader(cursor: Cursor, dialect: Dialect, args: Arguments): CallReader {
  const { word, take, expect } = cursor
  const { addExpression, addOrdering } = args

  function addList(value: Value): void {
    do addExpression(value)
    while (take(','))
  }

  function addWindow(value: Value): void {
    expect('(')
    if (take('PARTITION', 'BY')) addList(value)
    if (take('ORDER', 'BY')) addOrdering({ ordering: value, ordinals: [] })
    if (word() === 'ROWS' || word() === 'RANGE') {
      while (FRAME.has(word()) || cursor.token().kind === 'number') cursor.advance()
    }
    expect(')')
  }

  function addPlainCall(value: Value): void {
    const name = word()
    cursor.advance()
    expect('(')
    if (name === 'COUNT' && take('*')) expect(')')
    else if (!take(')')) {
      take('DISTINCT')
      addList(value)
      expect(')')
    }
    if (take('FILTER')) {
      expect('(', 'WHERE')
      addExpression(value)
      expect(')')
    }
    if (take('OVER')) addWindow(value)
  }

  function expectUnit(): void {
    if (!UNITS.has(word()) && cursor.token().kind !== 'string') cursor.refuse()
    cursor.advance()
  }

  /** A function of times, whose unit is no column. False: it is none. */
  function addTimeCall(value: Value): boolean {
    const name = word()
    const unitLast = dialect === 'bigquery' && UNIT_LAST.has(name)
    if (name !== 'EXTRACT' && !unitLast && (dialect === 'bigquery' || !UNIT_FIRST.has(name))) return false
    cursor.advance()
    expect('(')
    if (unitLast) {
      addExpression(value)
      while (take(',') && !(UNITS.has(word()) && word(1) === ')')) addExpression(value)
      expectUnit()
    } else {
      expectUnit()
      expect(name === 'EXTRACT' ? 'FROM' : ',')
      addList(value)
    }
    expect(')')
    return true
  }

  /** `INTERVAL '1 day'`; a unit behind the string could be taken for an alias. */
  function skipInterval(): void {
    const isOne = dialect === 'postgresql' || dialect === 'snowflake'
    cursor.advance()
    if (!isOne || cursor.token().kind !== 'string') cursor.refuse()
    cursor.advance()
    if (cursor.isName() || word() === 'TO') cursor.refuse()
  }

  return {
    addCall(value) {
      if (word(1) !== '(') return false
      if (addTimeCall(value)) return true
      if (!FUNCTIONS.has(word())) return false
      addPlainCall(value)
      return true
    },
    skipInterval,
  }
}
