import type { Dialect } from '@aegis/core/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/lexer/cursor.ts'
import { lex } from '../../src/lexer/lex.ts'
import { lexisOf } from '../../src/lexer/lexis.ts'
import { readTokens } from '../../src/lexer/read-tokens.ts'
import { giveBack } from '../../src/lexer/token-list.ts'
import { wordSet } from '../../src/lexer/word-set.ts'
import { readCases } from '../read-cases.ts'

const DIALECTS: readonly Dialect[] = ['postgresql', 'snowflake', 'bigquery', 'databricks', 'oracle']

describe('tokens', () => {
  it.each<[Dialect, string, readonly string[]]>([
    ['postgresql', 'select o.id, 1.5e-3', ['SELECT', 'O', '.', 'ID', ',', 'number 1.5e-3']],
    [
      'postgresql',
      '1. .5 1..2 0xff 7e',
      ['number 1.', 'number .5', 'number 1', '.', 'number .2', 'number 0xff', 'number 7e'],
    ],
    ['postgresql', `"a""b" U&"d\\0061t" "open`, ['quoted a"b', 'quoted dat', 'quoted open']],
    ['postgresql', '"closed" /* open', ['quoted closed']],
    ['postgresql', `E'it''s' $x$ ; $x$ $1`, [`string E'it''s'`, 'string $x$ ; $x$', 'parameter $1']],
    ['bigquery', `r'a' """b"c""" \`p.d.t\` |>`, [`string r'a'`, 'string """b"c"""', 'quoted p.d.t', '|>']],
    ['snowflake', '@s/p // rest\n$$x$$', ['parameter @s/p', 'string $$x$$']],
    ['oracle', '#t a#', ['#T', 'A', '#']],
    ['postgresql', 'größe\u00a0ſelect', ['GRÖSSE', 'SELECT']],
  ])('%s: %s', (dialect, sql, expected) => {
    const shown = lex(sql, lexisOf(dialect)).tokens.map(({ kind, text, word }) =>
      word === '' ? `${kind} ${text}` : word,
    )
    expect(shown).toEqual(expected)
  })

  it('are those of the text, whatever was read before', () => {
    const sql = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...readCases().map((each) => each.sql)),
    )
    fc.assert(
      fc.property(sql, sql, fc.constantFrom(...DIALECTS), (before, text, dialect) => {
        const lexis = lexisOf(dialect)
        const first = readTokens(text, lexis)
        const expected = new Cursor(first).toTokens()
        // Lists are used again once they are given back.
        giveBack(readTokens(before, lexis))
        const second = readTokens(text, lexis)
        expect(new Cursor(second).toTokens()).toEqual(expected)
        expect([second.unbalanced, second.semicolonAt]).toEqual([first.unbalanced, first.semicolonAt])
        giveBack(second)
      }),
    )
  })
})

describe('a cursor', () => {
  const whole = new Cursor(readTokens('a ( b ( c ; d ) e ) ) "SELECT"', lexisOf('ansi')))

  it('knows the partner of each parenthesis', () => {
    expect([whole.past(1), whole.past(3), whole.past(0)]).toEqual([10, 8, whole.length])
    expect([whole.unbalanced, whole.part(1, 10).unbalanced, whole.part(0, 5).unbalanced]).toEqual([
      true,
      false,
      true,
    ])
  })

  it('answers nothing outside of its part', () => {
    const part = whole.part(2, 6)
    expect([part.word(-1), part.word(1), part.word(4), part.text(4)]).toEqual(['', '(', '', ''])
    expect([part.past(1), part.semicolonAt, part.part(0, 3).semicolonAt]).toEqual([4, 3, 3])
    expect(part.source).toBe('b ( c ;')
  })

  it('takes no quoted name for a keyword', () => {
    const last = whole.length - 1
    expect([whole.word(last), whole.isName(last), whole.isOneOf(last, wordSet('SELECT'))]).toEqual([
      '',
      true,
      false,
    ])
  })
})
