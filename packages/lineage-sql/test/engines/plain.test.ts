import type { Dialect, ParsedStatement } from '@aegis/core/ports'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { sqlLineage } from '../../src/index.ts'
import { readCases } from '../read-cases.ts'

const plain = sqlLineage({ engines: ['plain'] })
const real = sqlLineage({ engines: ['libpg', 'polyglot'] })

afterAll(() => real[Symbol.asyncDispose]())

/** What is said of one statement, where its lists have no order. */
function shown(statement: ParsedStatement): unknown {
  if (statement.status !== 'parsed') return statement
  return {
    target: statement.target,
    sources: statement.sources.map(({ name, confidence, columns, usedColumns = [], columnsComplete }) => ({
      name,
      confidence,
      pairs: columns.map(({ source, target }) => `${source} > ${target}`).sort(),
      used: [...usedColumns].sort(),
      columnsComplete,
    })),
  }
}

function answered(statement: ParsedStatement | undefined): boolean {
  return statement?.status === 'parsed' && statement.agreement !== undefined
}

describe('the plain grammar', () => {
  it('says of every labelled case what a real parser says, or nothing', async () => {
    let same = 0
    for (const { name, sql, dialect, context } of readCases()) {
      const { statements } = await plain.analyze(sql, dialect, context)
      const others = await real.analyze(sql, dialect, context)
      for (const [index, statement] of statements.entries()) {
        const other = others.statements[index]
        if (!answered(statement) || other === undefined || !answered(other)) continue
        expect([name, shown(statement)]).toEqual([name, shown(other)])
        same += 1
      }
    }
    expect(same).toBeGreaterThanOrEqual(200)
  })

  it('says of statements of any make what a real parser says', async () => {
    const column = fc.constantFrom('a', 'b', 'k', 's.a', 'u.b', 's.k', 'u.k')
    const expression = fc.oneof(
      { weight: 3, arbitrary: column },
      column.map((of) => `sum(${of})`),
      column.map((of) => `coalesce(${of}, 0) + 1`),
      column.map((of) => `CAST(${of} AS int)`),
      column.map((of) => `EXTRACT(day FROM ${of})`),
      column.map((of) => `CASE WHEN ${of} > 1 THEN a ELSE -2 END`),
      fc.tuple(column, column).map(([of, by]) => `max(${of}) OVER (PARTITION BY ${by} ORDER BY k DESC)`),
      column.map((of) => `(SELECT max(w.v) FROM w WHERE w.k = ${of})`),
    )
    const condition = fc.oneof(
      column.map((of) => `${of} IS NOT NULL`),
      column.map((of) => `${of} NOT IN (1, 2) AND NOT k = 3`),
      column.map((of) => `${of} IN (SELECT w.k FROM w)`),
      column.map((of) => `EXISTS (SELECT 1 FROM w WHERE w.k = ${of})`),
      column.map((of) => `${of} IS NOT DISTINCT FROM k`),
      column.map((of) => `${of} BETWEEN 1 AND 2 OR ${of} LIKE 'x%'`),
    )
    const from = fc.constantFrom(
      's',
      'shop.s s',
      's JOIN u ON s.k = u.k',
      's LEFT JOIN u USING (k)',
      's, u',
      '(SELECT * FROM s) s CROSS JOIN u',
      '(SELECT a, k AS k FROM s UNION ALL SELECT b, k FROM u) AS s',
    )
    const select = fc
      .tuple(fc.array(expression, { minLength: 1, maxLength: 3 }), from, fc.option(condition), fc.boolean())
      .map(([items, of, where, ordered]) => {
        const list = items.map((item, index) => `${item} AS c${index}`).join(', ')
        const filter = where === null ? '' : ` WHERE ${where}`
        return `SELECT ${list} FROM ${of}${filter}${ordered ? ' ORDER BY 1, k DESC LIMIT 5' : ''}`
      })
    const rows = fc.oneof(
      select,
      select.map((inner) => `WITH w AS (SELECT k, b AS v FROM z), q AS (${inner}) SELECT c0 FROM q`),
    )
    const statement = fc.oneof(
      rows.map((of) => `CREATE TABLE t AS ${of}`),
      rows.map((of) => `CREATE OR REPLACE VIEW v AS ${of}`),
      rows.map((of) => `INSERT INTO t (x) ${of}`),
      fc
        .tuple(column, condition)
        .map(([of, where]) => `UPDATE t SET x = ${of} FROM s, u WHERE t.k = s.k AND ${where}`),
      fc
        .tuple(column, condition)
        .map(
          ([of, when]) =>
            `MERGE INTO t USING s ON t.k = s.k WHEN MATCHED AND ${when} THEN UPDATE SET x = ${of} WHEN NOT MATCHED THEN INSERT (k, y) VALUES (s.k, s.a)`,
        ),
    )
    const dialects: readonly Dialect[] = ['postgresql', 'snowflake', 'bigquery', 'databricks']
    await fc.assert(
      fc.asyncProperty(statement, fc.constantFrom(...dialects), async (sql, dialect) => {
        const own = await plain.analyze(sql, dialect)
        const other = await real.analyze(sql, dialect)
        expect(own.statements.map(answered)).toEqual([true])
        expect(own.statements.map(shown)).toEqual(other.statements.map(shown))
      }),
      { numRuns: 400 },
    )
  })

  it.each<[Dialect, string]>([
    ['snowflake', 'SELECT a:b.c AS x FROM s'],
    ['snowflake', 'SELECT dateadd(d, 1, day) AS x FROM s'],
    ['databricks', "SELECT d + INTERVAL '1' DAY FROM s"],
    ['postgresql', "SELECT d + INTERVAL '1' DAY FROM s"],
    ['snowflake', 'SELECT * EXCLUDE (a) FROM s'],
    ['snowflake', 'SELECT a FROM s SEMI JOIN u'],
    ['snowflake', 'SELECT a FROM s AT (OFFSET => -60)'],
    ['snowflake', 'SELECT a FROM s SAMPLE (5)'],
    ['snowflake', 'SELECT value FROM s, LATERAL FLATTEN(input => s.items)'],
    ['snowflake', "SELECT * FROM s PIVOT (sum(v) FOR m IN ('a'))"],
    ['snowflake', 'SELECT $1 AS x FROM s'],
    ['snowflake', 'SELECT a FROM s GROUP BY ALL'],
    ['snowflake', 'SELECT a FROM s MINUS SELECT b FROM u'],
    ['postgresql', 'SELECT DISTINCT ON (b) a FROM s'],
    ['postgresql', 'SELECT a::double precision FROM s'],
    ['postgresql', 'SELECT CASE WHEN a THEN b END FROM s'],
    ['postgresql', 'SELECT CAST(a AS int) FROM s'],
    ['postgresql', 'SELECT (a) FROM s'],
    ['postgresql', 'SELECT f(a) AS x FROM s'],
    ['postgresql', "SELECT a -> 'b' AS x FROM s"],
    ['postgresql', 'SELECT a = ANY (b) AS x FROM s'],
    ['postgresql', 'SELECT a FROM s NATURAL JOIN u'],
    ['postgresql', 'SELECT a FROM s, unnest(s.b) AS z'],
    ['postgresql', 'SELECT current_user AS x FROM s'],
    ['bigquery', 'SELECT DATE_ADD(d, INTERVAL 1 DAY) AS x FROM s'],
    ['bigquery', 'SELECT DATE_TRUNC(d, WEEK(MONDAY)) AS x FROM s'],
    ['bigquery', 'SELECT AS STRUCT a FROM s'],
    ['bigquery', 'SELECT `a.b` AS x FROM s'],
    ['bigquery', 'SELECT STRUCT(a AS b) AS x FROM s'],
    ['bigquery', 'SELECT a[0] AS x FROM s'],
    ['databricks', 'SELECT transform(a, e -> e + 1) AS x FROM s'],
    ['databricks', 'SELECT a FROM s VERSION AS OF 3'],
    ['databricks', 'SELECT a FROM s LATERAL VIEW explode(b) x AS e'],
  ])('leaves to a parser of the dialect, in %s: %s', async (dialect, query) => {
    const { statements } = await plain.analyze(`CREATE TABLE t AS ${query}`, dialect)
    expect(statements.map(({ status }) => status)).toEqual(['parsed'])
    expect(statements.map(answered)).toEqual([false])
  })

  it.each<[Dialect, string, readonly string[]]>([
    ['snowflake', 'dateadd(day, a, b)', ['a', 'b']],
    ['snowflake', "datediff('month', a, b) + 1", ['a', 'b']],
    ['databricks', "date_trunc('MONTH', a)", ['a']],
    ['bigquery', 'DATE_TRUNC(a, MONTH)', ['a']],
    ['bigquery', 'TIMESTAMP_DIFF(a, b, SECOND)', ['a', 'b']],
    ['postgresql', "a - interval '1 day'", ['a']],
    ['postgresql', 'extract(epoch FROM a)', ['a']],
    ['databricks', 'a + ?', ['a']],
    ['snowflake', 'CASE WHEN a < CURRENT_DATE() THEN NULL ELSE current_timestamp END', ['a']],
    ['postgresql', 'a + $1', ['a']],
  ])('takes no unit or parameter for a column, in %s: %s', async (dialect, expression, columns) => {
    const sql = `INSERT INTO t (x) SELECT ${expression} FROM s`
    const { statements } = await plain.analyze(sql, dialect)
    const pairs = statements.flatMap((each) =>
      each.status === 'parsed' ? each.sources.flatMap((source) => source.columns) : [],
    )
    expect(statements.map(answered)).toEqual([true])
    expect(pairs.map(({ source }) => source.toLowerCase()).sort()).toEqual(columns)
    const others = await real.analyze(sql, dialect)
    expect(statements.map(shown)).toEqual(others.statements.map(shown))
  })

  it('does not follow what is nested or long without end', async () => {
    for (const deep of ['(', 'CASE WHEN ', 'NOT (', 'coalesce(', '(SELECT ']) {
      const { statements } = await plain.analyze(
        `CREATE TABLE t AS SELECT ${deep.repeat(5_000)}a FROM s`,
        'snowflake',
      )
      expect(statements.map(answered)).not.toContain(true)
    }
  })
})
