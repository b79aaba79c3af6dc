import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrap, wrapSql } from '../../src/terminal/wrap.ts'

test.each([
  ['a short line', { width: 20 }, ['a short line']],
  ['one two three', { width: 8 }, ['one two', 'three']],
  ['one two three', { width: 10, first: ' 1. ' }, [' 1. one', '    two', '    three']],
  ['one two', { width: 5, first: '- ', rest: '> ' }, ['- one', '> two']],
  ['unbreakable', { width: 4 }, ['unbreakable']],
  ['', { width: 10, first: '> ' }, ['> ']],
  ['ALTER "Daily Sales"."a b" x', { width: 12 }, ['ALTER', '"Daily Sales"."a b"', 'x']],
  ['say "ok', { width: 5 }, ['say', '"ok']],
])('%j', (text, options, lines) => {
  expect(wrap(text, options)).toEqual(lines)
})

test('nothing is lost and no quoted name is broken, whatever the text', () => {
  const word = fc.oneof(fc.stringMatching(/^[a-z:(),]{1,12}$/), fc.stringMatching(/^"[a-zé ]{0,12}"$/))
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 1, max: 60 }), (words, width) => {
      const lines = wrap(words.join(' '), { width })
      expect(lines.join(' ')).toBe(words.join(' '))
      for (const line of lines) expect(line.split('"').length % 2).toBe(1)
    }),
  )
})

test.each([
  ['ALTER TABLE t DROP x;', { width: 40, first: '  ' }, ['  ALTER TABLE t DROP x;']],
  [
    'ALTER TABLE t ALTER x TYPE y USING x::y z;',
    { width: 30, first: '  ', rest: '    ' },
    ['  ALTER TABLE t ALTER x TYPE y', '    USING x::y z;'],
  ],
  [
    'ALTER TABLE "a USING b" ALTER x TYPE y;',
    { width: 24, rest: '  ' },
    ['ALTER TABLE "a USING b"', '  ALTER x TYPE y;'],
  ],
])('%s: the clause begins a line of its own', (sql, options, lines) => {
  expect(wrapSql(sql, options)).toEqual(lines)
})
