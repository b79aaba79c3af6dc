import type { Dialect } from '@aegis/core/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sqlLineage } from '../src/index.ts'
import { readCases } from './read-cases.ts'

const parser = sqlLineage()
const DIALECTS: readonly Dialect[] = ['postgresql', 'snowflake', 'bigquery', 'databricks', 'oracle']
const cases = readCases()

const dialect = fc.constantFrom(...DIALECTS)
/** Pieces that steer the scanner into its corners; free text rarely does. */
const piece = fc.constantFrom(
  ...`SELECT|FROM|WITH|WITH RECURSIVE|AS|(|)|,|.|;|INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|USING|SET|JOIN|LATERAL|UNION ALL|
  EXCEPT|CREATE TABLE|CREATE VIEW|VALUES|TABLE|ONLY|ON|GROUP BY|count(|OVER (|a|b|t.x|"q"|\`r.s\`|'str'|$1|$$|$tag$|/*|*/|--|E'\\|
  #|//|{|@x|1.5e3|*|INTO|BEGIN|END|CASE|IF|ELSE|LOOP|DO|DECLARE|EXCEPTION|EXECUTE IMMEDIATE|CREATE PROCEDURE p()|RETURNING|COPY INTO|TO|MODEL|STREAM|EXPLAIN ANALYZE|PREPARE p AS|CLONE|COPY|ALL|WHEN|THEN|FOR|UNNEST(|IDENTIFIER(|-|..`.split(
    '|',
  ),
)
const soup = fc
  .array(fc.oneof({ weight: 9, arbitrary: piece }, { weight: 1, arbitrary: fc.string() }))
  .map((all) => all.join(' '))

describe('any text', () => {
  it('is answered, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), dialect, (sql, of) => {
        const { statements } = parser.parse(sql, of, { viewName: { parts: [{ text: 'v', quoted: true }] } })
        for (const statement of statements) {
          if (statement.status !== 'parsed') expect(statement.reason).not.toBe('')
          else {
            if (statement.temporary !== true) expect(statement.sources.length).toBeGreaterThan(0)
            expect(statement.target.parts.length).toBeLessThanOrEqual(3)
          }
        }
        expect(typeof parser.normalize(sql, of)).toBe('string')
      }),
      { numRuns: 2000 },
    )
  })

  it('has an answer for every prefix of every case', () => {
    for (const { sql, dialect: of, context } of cases) {
      for (let end = 0; end <= sql.length; end += 1) {
        const { statements } = parser.parse(sql.slice(0, end), of, { ...context, truncated: true })
        for (const statement of statements)
          if (statement.status === 'parsed') expect(statement.partial).toBe(true)
      }
    }
  })

  it('normalises to itself', () => {
    fc.assert(
      fc.property(soup, dialect, (sql, of) => {
        fc.pre(!/['"`$#@]|--|\/\*|\/\//.test(sql))
        const once = parser.normalize(sql, of)
        expect(parser.normalize(once, of)).toBe(once)
      }),
    )
  })
})

/** Source and target names only: positions in reasons move with the text. */
function namesOf(sql: string, of: Dialect): readonly string[] {
  return parser.parse(sql, of).statements.map((statement) => JSON.stringify({ ...statement, reason: '' }))
}

const clean = cases.filter(
  ({ dialect: of, name }) => of === 'postgresql' && !/open string|comments/.test(name),
)

describe('what does not matter', () => {
  const filler = fc.constantFrom(
    ' ',
    '\n',
    '\t  ',
    ' /* from nowhere; */ ',
    ' -- join x\n',
    '/* a /* b */ c */',
  )

  it('is white space and comments', () => {
    fc.assert(
      fc.property(fc.constantFrom(...clean), fc.infiniteStream(filler), ({ sql }, fillers) => {
        // Only where a space already stands outside of quotes and comments may another one stand.
        const parts = sql.split(/('(?:[^']|'')*'|"[^"]*"|\$\w*\$[\s\S]*?\$\w*\$|--.*|\/\*[\s\S]*?\*\/)/)
        const filled = parts.map((part, index) =>
          index % 2 === 1
            ? part
            : part.replace(/[ ,()]/g, (mark) => {
                const { value } = fillers.next()
                return mark === ' ' ? value : `${value}${mark}${value}`
              }),
        )
        expect(namesOf(filled.join(''), 'postgresql')).toEqual(namesOf(sql, 'postgresql'))
        if (!sql.includes('$1')) {
          expect(parser.normalize(filled.join(''), 'postgresql')).toBe(parser.normalize(sql, 'postgresql'))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is the name of a CTE', () => {
    const shapes: readonly ((cte: string) => string)[] = [
      (cte) =>
        `WITH ${cte} AS (SELECT * FROM s) INSERT INTO t SELECT * FROM ${cte} x JOIN other.x USING (id)`,
      (cte) =>
        `INSERT INTO t WITH ${cte} AS (SELECT * FROM s), last AS (SELECT * FROM ${cte}) SELECT * FROM last`,
      (cte) =>
        `WITH RECURSIVE ${cte} AS (SELECT 1 FROM s UNION SELECT 1 FROM ${cte}) INSERT INTO t TABLE ${cte}`,
    ]
    const name = fc.oneof(
      fc.stringMatching(/^[a-z_][a-z0-9_]{3,12}$/).map((word) => `c_${word}`),
      fc
        .string({ minLength: 1 })
        .filter((text) => !/["\0]/.test(text))
        .map((text) => `"c_${text}"`),
    )
    fc.assert(
      fc.property(fc.constantFrom(...shapes), name, (shape, cte) => {
        expect(namesOf(shape(cte), 'postgresql')).toEqual(namesOf(shape('plain'), 'postgresql'))
      }),
    )
  })
})

describe('text made to hurt', () => {
  const open = '('.repeat(10_000)
  const close = ')'.repeat(10_000)
  const chain = Array.from(
    { length: 2_000 },
    (_, n) => `c${n + 1} AS (SELECT * FROM c${n} a JOIN c${n} b USING (id))`,
  )
  const edge = (source: string, confidence: number, relationship = 'direct') => ({
    source,
    confidence,
    relationship,
  })

  it.each([
    ['parentheses', `INSERT INTO t SELECT ${open}a${close} FROM s`, edge('s', 1)],
    ['parentheses around the query', `INSERT INTO t ${open}SELECT * FROM s${close}`, edge('s', 1)],
    ['parentheses around a table', `INSERT INTO t SELECT * FROM ${open}s${close}`, edge('s', 1)],
    [
      'subqueries',
      `INSERT INTO t ${'SELECT * FROM ('.repeat(5_000)}SELECT * FROM s${') x'.repeat(5_000)}`,
      edge('s', 0.6, 'derived'),
    ],
    [
      'unions',
      `INSERT INTO t ${'SELECT * FROM s UNION ALL '.repeat(10_000)}SELECT * FROM s`,
      edge('s', 1, 'derived'),
    ],
    [
      'a diamond of CTEs',
      `WITH c0 AS (SELECT * FROM s), ${chain.join(', ')} INSERT INTO t SELECT * FROM c2000`,
      edge('s', 0.6, 'derived'),
    ],
    ['operands', `INSERT INTO t SELECT ${'a || '.repeat(50_000)}a FROM s`, edge('s', 1)],
    ['a list', `INSERT INTO t SELECT * FROM s WHERE id IN (${'1, '.repeat(50_000)}1)`, edge('s', 1)],
  ])('%s', (_name, sql, expected) => {
    const [statement, ...others] = parser.parse(sql, 'postgresql').statements
    expect(others).toEqual([])
    expect(statement?.status).toBe('parsed')
    const sources = statement?.status === 'parsed' ? statement.sources : []
    expect(
      sources.map(({ name, confidence, relationship }) =>
        edge(name.parts.map(({ text }) => text).join('.'), confidence, relationship),
      ),
    ).toEqual([expected])
  })

  it.each([
    ['open parentheses', `INSERT INTO t SELECT ${open}`],
    ['closing ones', close],
    ['open comments', '/*'.repeat(100_000)],
    ['dollars', '$a'.repeat(100_000)],
    ['quotes', `INSERT INTO t SELECT ${'"'.repeat(99_999)}`],
    ['withs', 'WITH RECURSIVE '.repeat(20_000)],
    ['names of CTEs without bodies', `WITH RECURSIVE ${'a AS b, '.repeat(20_000)}`],
    ['dots', `INSERT INTO t SELECT * FROM ${'a.'.repeat(50_000)}`],
    ['heads', 'INSERT INTO '.repeat(50_000)],
    ['conditions', 'IF a '.repeat(50_000)],
    ['conditions with statements', 'IF a SELECT 1 '.repeat(50_000)],
    ['loops', 'FOR a LOOP '.repeat(50_000)],
    ['blocks', 'BEGIN '.repeat(50_000) + 'NULL; '.repeat(50_000)],
    ['handlers', 'DECLARE EXIT HANDLER FOR '.repeat(50_000)],
    ['routines', 'CREATE PROCEDURE p() '.repeat(50_000)],
    ['routines that begin', 'CREATE FUNCTION f() BEGIN '.repeat(50_000)],
    ['labels', '<<a>> '.repeat(50_000)],
    ['dynamic SQL', `EXECUTE IMMEDIATE ${"'a' || ".repeat(50_000)}`],
    ['assignments', 'LET x := (INSERT '.repeat(50_000)],
  ])('%s end in an answer', (_name, sql) => {
    for (const of of DIALECTS) {
      const { statements } = parser.parse(sql, of)
      expect(statements.filter(({ status }) => status === 'parsed')).toEqual([])
      parser.normalize(sql, of)
    }
  })

  it('gives up where writers and sources multiply', () => {
    const writers = Array.from(
      { length: 5_000 },
      (_, n) => `c${n} AS (UPDATE a${n} SET x = 1 FROM c${n - 1} RETURNING x)`,
    )
    const targets = Array.from({ length: 2_000 }, (_, n) => `INTO a${n}`).join(' ')
    const sources = Array.from({ length: 2_000 }, (_, n) => `s${n}`).join(', ')
    for (const sql of [
      `WITH ${writers.join(', ')} SELECT 1`,
      `INSERT ALL ${targets} SELECT * FROM ${sources}`,
    ]) {
      expect(parser.parse(sql, 'snowflake').statements).toEqual([
        { status: 'unparsed', index: 0, reason: 'too many sources and targets to follow' },
      ])
    }
  })

  it('has a limit of length', () => {
    const small = sqlLineage({ maxCharacters: 10 })
    expect(small.parse('SELECT 1 + 1', 'postgresql').statements).toEqual([
      { status: 'unparsed', index: 0, reason: 'longer than 10 characters' },
    ])
  })
})
