import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderRenames } from '../../src/executor/remediation-sql/order-renames.ts'
import type { RemediationStep } from '../../src/executor/remediation-sql/remediation-step.ts'
import { wantedShape } from '../../src/executor/remediation-sql/undo-drift.ts'
import { DIALECT_CASES } from './dialect-cases.ts'
import { driftBetween, undoingOf } from './drift-of.ts'

function written(steps: readonly RemediationStep[]): readonly string[] {
  return steps.map(({ sql, type }) => sql ?? type)
}

function stepsOf(
  dialect: string,
  before: readonly string[],
  after: readonly string[],
): readonly RemediationStep[] {
  return undoingOf(driftBetween(dialect, before, after), dialect).steps
}

describe('what undoes a change', () => {
  test.each(DIALECT_CASES)('$dialect: $title', ({ dialect, before, after, steps, alternatives }) => {
    const undoing = undoingOf(driftBetween(dialect, before, after), dialect)
    expect(written(undoing.steps)).toEqual(steps)
    expect(written(undoing.alternatives)).toEqual(alternatives)
  })

  test('says of every statement what it risks, what must be so, and how to take it back', () => {
    for (const { dialect, before, after } of DIALECT_CASES) {
      const { steps, alternatives } = undoingOf(driftBetween(dialect, before, after), dialect)
      for (const step of [...steps, ...alternatives]) {
        expect(step.description).not.toBe('')
        if (step.sql === null) continue
        expect([step.sql, step.risk]).not.toEqual([step.sql, 'unknown'])
        expect([step.sql, step.undo?.text]).not.toEqual([step.sql, undefined])
        if (step.risk === 'loses_data') expect(step.preconditions).not.toEqual([])
        for (const { checkSql } of step.preconditions) {
          if (checkSql !== null) expect(checkSql).toMatch(/^SELECT /)
        }
      }
    }
  })

  test('quotes names as the dialect wants it', () => {
    const added = (dialect: string): string | null | undefined =>
      stepsOf(dialect, ['1 id integer', '2 "größe x" integer'], ['1 id integer']).at(-1)?.sql
    expect(added('postgresql')).toBe('ALTER TABLE analytics.orders ADD COLUMN "größe x" integer')
    expect(added('snowflake')).toBe('ALTER TABLE SHOP.ANALYTICS.ORDERS ADD COLUMN "größe x" integer')
    expect(added('bigquery')).toBe('ALTER TABLE my-shop.analytics.orders ADD COLUMN `größe x` integer')
    expect(added('databricks')).toBe('ALTER TABLE shop.analytics.orders ADD COLUMN `größe x` integer')
  })

  test('is text alone inside a nested type', () => {
    const cases = [
      ['bigquery', 'v STRUCT<a INT64, b STRING>', 'v STRUCT<a STRING, b STRING>'],
      ['databricks', 'v struct<a:int,b:string>', 'v struct<a:int,b:string,c:int>'],
      ['snowflake', 'V ARRAY(NUMBER(38,0))', 'V ARRAY(VARCHAR(10))'],
    ] as const
    for (const [dialect, before, after] of cases) {
      const steps = stepsOf(dialect, [before], [after])
      expect(written(steps)).toEqual(['revert_schema'])
      expect(steps[0]?.description).toMatch(/inside v .*where it is loaded/i)
    }
  })

  test('keeps the defaults that a rewriting would drop', () => {
    const anew = stepsOf('bigquery', ['id INT64 = 1', 'v INT64 = 7'], ['id INT64 = 1', 'v STRING']).at(-1)
    expect(anew?.sql).toBe(
      'CREATE OR REPLACE TABLE my-shop.analytics.orders (id INT64 DEFAULT 1, v INT64 DEFAULT 7) AS SELECT id, CAST(v AS INT64) FROM my-shop.analytics.orders',
    )
    expect(anew?.description).toMatch(/partitioning, clustering.* are lost unless/)
  })

  test('widens in Delta what the documentation lists, and nothing else', () => {
    const inPlace = (to: string, from: string): boolean =>
      stepsOf('databricks', [`v ${to}`], [`v ${from}`]).some(
        ({ sql }) => sql?.includes('COLUMN v TYPE') === true,
      )
    const rows: readonly (readonly [string, string, boolean])[] = [
      ['tinyint', 'smallint', true],
      ['int', 'bigint', true],
      ['int', 'double', true],
      ['bigint', 'double', false],
      ['int', 'decimal(10,0)', true],
      ['int', 'decimal(9,0)', false],
      ['bigint', 'decimal(20,0)', true],
      ['bigint', 'decimal(19,0)', false],
      ['float', 'double', true],
      ['double', 'float', false],
      ['decimal(10,1)', 'decimal(12,3)', true],
      ['decimal(10,1)', 'decimal(11,3)', false],
      ['date', 'timestamp_ntz', true],
      ['date', 'timestamp', false],
      ['string', 'int', false],
    ]
    for (const [from, to, expected] of rows)
      expect([from, to, inPlace(to, from)]).toEqual([from, to, expected])
  })

  test('changes in place on Snowflake longer texts and digits before the point, and nothing else', () => {
    const inPlace = (to: string, from: string): boolean =>
      stepsOf('snowflake', [`V ${to}`], [`V ${from}`]).some(
        ({ sql }) => sql?.includes('SET DATA TYPE') === true,
      )
    const rows: readonly (readonly [string, string, boolean])[] = [
      ['VARCHAR(5)', 'VARCHAR(9)', true],
      ['VARCHAR(9)', 'VARCHAR(5)', false],
      ['NUMBER(10,2)', 'NUMBER(12,2)', true],
      ['NUMBER(12,2)', 'NUMBER(10,2)', true],
      ['NUMBER(10,2)', 'NUMBER(10,4)', false],
      ['NUMBER(10,0)', 'VARCHAR(10)', false],
      ['FLOAT', 'NUMBER(38,0)', false],
    ]
    for (const [from, to, expected] of rows)
      expect([from, to, inPlace(to, from)]).toEqual([from, to, expected])
  })

  test('widens in BigQuery what its page lists, and nothing else', () => {
    const inPlace = (to: string, from: string): boolean =>
      stepsOf('bigquery', [`v ${to}`], [`v ${from}`]).some(
        ({ sql }) => sql?.includes('SET DATA TYPE') === true,
      )
    const rows: readonly (readonly [string, string, boolean])[] = [
      ['INT64', 'NUMERIC', true],
      ['INT64', 'BIGNUMERIC', true],
      ['INT64', 'FLOAT64', true],
      ['NUMERIC', 'FLOAT64', true],
      ['BIGNUMERIC', 'FLOAT64', false],
      ['FLOAT64', 'NUMERIC', false],
      ['STRING(5)', 'STRING(9)', true],
      ['STRING(5)', 'STRING', true],
      ['STRING', 'STRING(5)', false],
      ['NUMERIC(10,2)', 'NUMERIC(12,2)', true],
      ['NUMERIC(10,2)', 'NUMERIC(10,4)', false],
      ['STRING', 'INT64', false],
    ]
    for (const [from, to, expected] of rows)
      expect([from, to, inPlace(to, from)]).toEqual([from, to, expected])
  })
})

describe('the shape that the steps give', () => {
  test('is the accepted one, and new columns stay and may be NULL', () => {
    const drift = driftBetween(
      'postgresql',
      ['1 id bigint not null', '2 price text'],
      ['1 id bigint', '2 old text', '3 price integer not null'],
    )
    expect(wantedShape(drift, false).map(({ name, type, nullable }) => [name, type, nullable])).toEqual([
      ['id', 'bigint', false],
      ['price', 'text', true],
      ['price_new', 'integer', true],
    ])
  })
})

describe('the order of renames', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'A', 'a_new', 'a_moved'), {
    minLength: 1,
  })
  test('gives every column its old name, and no name twice at any time', () => {
    fc.assert(
      fc.property(
        names.chain((present) =>
          fc.record({
            present: fc.constant(present),
            targets: fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'A', 'x'], {
              minLength: Math.min(present.length, 7),
              maxLength: Math.min(present.length, 7),
            }),
            count: fc.nat({ max: present.length }),
          }),
        ),
        ({ present, targets, count }) => {
          const renames = present.slice(0, count).flatMap((now, index) => {
            const before = targets[index]
            return before === undefined || before === now ? [] : [{ now, before }]
          })
          const columns = new Map<string, string>(present.map((name) => [name, name]))
          for (const { from, to } of orderRenames(renames, present, false)) {
            expect(columns.has(from)).toBe(true)
            expect(columns.has(to)).toBe(false)
            columns.set(to, columns.get(from) ?? '')
            columns.delete(from)
          }
          for (const { now, before } of renames) expect(columns.get(before)).toBe(now)
        },
      ),
    )
  })
})
