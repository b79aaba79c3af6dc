import type { Dialect, WrittenName } from '@aegis/core/ports'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lexisOf } from '../../src/lexer/lexis.ts'
import { nameKey } from '../../src/scanner/name-key.ts'
import { isSameName } from '../../src/scanner/same-name.ts'

// Some of these change their length with their case, and `[` and `{` differ as the cases of a letter do.
const unit = fc.constantFrom('a', 'A', 'b', '_', '[', '{', 'ß', 'S', 's', 'İ', 'i', 'ſ')
const part = fc.record({ text: fc.string({ unit, maxLength: 3 }), quoted: fc.boolean() })
const name: fc.Arbitrary<WrittenName> = fc.record(
  {
    parts: fc.array(part, { minLength: 1, maxLength: 3 }),
    kind: fc.constantFrom<WrittenName['kind']>('table', 'stage', 'path'),
  },
  { requiredKeys: ['parts'] },
)
const change = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
  (text) => text.replaceAll('[', '{'),
)
/** Two names of the same parts, but for the case or the quotes. */
const alike = fc
  .tuple(name, change, fc.boolean())
  .map(([a, changed, quoted]): readonly [WrittenName, WrittenName] => [
    a,
    { ...a, parts: a.parts.map(({ text }) => ({ text: changed(text), quoted })) },
  ])
const dialect = fc.constantFrom<Dialect>('postgresql', 'snowflake', 'bigquery', 'databricks')

it('two names are the same when their keys are', () => {
  fc.assert(
    fc.property(fc.oneof(fc.tuple(name, name), alike), dialect, ([a, b], of) => {
      const lexis = lexisOf(of)
      expect(isSameName(a, b, lexis)).toBe(nameKey(a, lexis) === nameKey(b, lexis))
    }),
    { numRuns: 5_000 },
  )
})
