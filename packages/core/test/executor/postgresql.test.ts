import { describe, expect, test } from 'vitest'
import { undoOnPostgresql } from '../../src/executor/remediation-sql/postgresql.ts'
import { identifierRules } from '../../src/identity/index.ts'
import type { Column, TableRef } from '../../src/model/table.ts'
import { diffColumns, tableChange } from '../../src/sentinels/schema/diff-columns.ts'

const ref: TableRef = { catalog: '', schema: 'analytics', name: 'orders' }
const column = (name: string, type = 'double precision', nullable = true): Column => ({
  name,
  type,
  nullable,
  ordinal: 1,
})
const rules = identifierRules('postgresql')

const rows: readonly (readonly [
  title: string,
  before: readonly Column[],
  after: readonly Column[],
  sql: string | null,
])[] = [
  [
    'a changed type',
    [column('price')],
    [column('price', 'text')],
    'ALTER TABLE analytics.orders ALTER COLUMN price TYPE double precision USING price::double precision',
  ],
  [
    'a deleted column',
    [column('price')],
    [],
    'ALTER TABLE analytics.orders ADD COLUMN price double precision',
  ],
  [
    'a renamed column',
    [column('price')],
    [column('Unit Price')],
    'ALTER TABLE analytics.orders RENAME COLUMN "Unit Price" TO price',
  ],
  [
    'NOT NULL lost',
    [column('price', 'text', false)],
    [column('price', 'text')],
    'ALTER TABLE analytics.orders ALTER COLUMN price SET NOT NULL',
  ],
  [
    'NOT NULL gained',
    [column('price')],
    [column('price', 'double precision', false)],
    'ALTER TABLE analytics.orders ALTER COLUMN price DROP NOT NULL',
  ],
  [
    'an added NOT NULL column, which is allowed to be NULL',
    [],
    [column('price', 'text', false)],
    'ALTER TABLE analytics.orders ALTER COLUMN price DROP NOT NULL',
  ],
  ['an added column, since dropping it loses data', [], [column('price')], null],
]

const options = { dialect: 'postgresql', sameObject: null }

describe('undoing a change on PostgreSQL', () => {
  test.each(rows)('%s', (_title, before, after, sql) => {
    const [change] = diffColumns(before, after, options)
    expect(change === undefined ? undefined : (undoOnPostgresql(change, ref, rules)?.sql ?? null)).toBe(sql)
  })

  test('names are quoted where PostgreSQL needs it', () => {
    const strange: TableRef = { catalog: '', schema: 'Sales "EU"', name: 'order' }
    const [change] = diffColumns([column('größe')], [column('größe', 'text')], options)
    expect(change === undefined ? undefined : undoOnPostgresql(change, strange, rules)?.sql).toBe(
      'ALTER TABLE "Sales ""EU"""."order" ALTER COLUMN "größe" TYPE double precision USING "größe"::double precision',
    )
  })

  test('no statement brings a dropped table back', () => {
    expect(undoOnPostgresql(tableChange('table_dropped', []), ref, rules)).toBeNull()
  })
})
