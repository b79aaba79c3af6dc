import type { Dialect } from '@aegis/core'
import { seeded } from './warehouse-graph.ts'

export interface LoggedStatement {
  readonly sql: string
  readonly dialect: Dialect
}

interface Words {
  /** A table of that layer, qualified. */
  table(layer: string): string
  column(): string
  number(): number
}

type Template = (words: Words) => string

const SUBJECTS =
  'order customer invoice payment product shipment session click refund account plan visit'.split(' ')
const FORMS = 'daily history current summary enriched items status lines events totals'.split(' ')
const COLUMNS =
  'id customer_id order_id amount price quantity currency country status created_at updated_at channel tax_rate'.split(
    ' ',
  )

/** What every dialect runs: loads, rebuilds, views, corrections, and reads that move nothing. */
const COMMON: readonly Template[] = [
  ({ table, column }) => {
    const [a, b] = [column(), column()]
    return `INSERT INTO ${table('staging')} (${a}, ${b}) SELECT ${a}, ${b} FROM ${table('raw')} WHERE ${column()} IS NOT NULL`
  },
  ({ table, column, number }) =>
    `INSERT INTO ${table('marts')} (day, total) SELECT o.${column()}, sum(o.${column()}) FROM ${table('staging')} o WHERE o.${column()} > ${number()} GROUP BY o.${column()}`,
  ({ table, column }) =>
    `CREATE TABLE ${table('marts')} AS SELECT a.${column()}, b.${column()} AS other FROM ${table('staging')} a JOIN ${table('staging')} b ON a.id = b.${column()}`,
  ({ table, column }) =>
    `CREATE OR REPLACE VIEW ${table('reports')} AS SELECT m.${column()} AS first, coalesce(m.${column()}, 0) AS second FROM ${table('marts')} m`,
  ({ table, column }) =>
    `CREATE TABLE ${table('marts')} AS WITH recent AS (SELECT * FROM ${table('staging')}), ranked AS (SELECT r.${column()} AS k, row_number() OVER (PARTITION BY r.${column()} ORDER BY r.updated_at DESC) AS n FROM recent r) SELECT k FROM ranked WHERE n = 1`,
  ({ table, column }) =>
    `INSERT INTO ${table('marts')} (k, v) SELECT ${column()}, ${column()} FROM ${table('staging')} UNION ALL SELECT ${column()}, ${column()} FROM ${table('staging')}`,
  ({ table, column, number }) =>
    `UPDATE ${table('marts')} SET ${column()} = ${number()} WHERE ${column()} IN (SELECT ${column()} FROM ${table('raw')})`,
  ({ table, column, number }) => `DELETE FROM ${table('staging')} WHERE ${column()} < ${number()}`,
  ({ table, column, number }) =>
    `SELECT ${column()}, count(*) FROM ${table('reports')} WHERE ${column()} = ${number()} GROUP BY ${column()}`,
]

const MERGE: Template = ({ table, column }) => {
  const value = column()
  return `MERGE INTO ${table('marts')} t USING ${table('staging')} s ON t.id = s.id WHEN MATCHED THEN UPDATE SET ${value} = s.${value} WHEN NOT MATCHED THEN INSERT (id, ${value}) VALUES (s.id, s.${value})`
}

const OWN: Readonly<Record<string, readonly Template[]>> = {
  postgresql: [
    ({ table, column, number }) =>
      `INSERT INTO ${table('staging')} (id, v) SELECT id, ${column()}::numeric FROM ${table('raw')} ON CONFLICT (id) DO UPDATE SET v = excluded.v + ${number()}`,
    ({ table, column }) =>
      `UPDATE ${table('marts')} t SET ${column()} = s.${column()} FROM ${table('staging')} s WHERE t.id = s.id`,
  ],
  snowflake: [
    MERGE,
    ({ table, column }) =>
      `CREATE OR REPLACE TABLE ${table('marts')} AS SELECT ${column()}, ${column()} AS v FROM ${table('staging')} QUALIFY row_number() OVER (PARTITION BY id ORDER BY updated_at DESC) = 1`,
  ],
  bigquery: [
    MERGE,
    ({ table, column, number }) =>
      `CREATE OR REPLACE TABLE ${table('marts')} PARTITION BY day AS SELECT DATE(created_at) AS day, SAFE_CAST(${column()} AS INT64) AS v FROM ${table('staging')} WHERE ${column()} > ${number()}`,
  ],
  databricks: [
    MERGE,
    ({ table, column }) =>
      `INSERT OVERWRITE TABLE ${table('marts')} SELECT ${column()}, ${column()} FROM ${table('staging')}`,
  ],
}

const DIALECTS = Object.keys(OWN)

/**
 * Short statements as a warehouse logs them, no two alike, the dialects in turn. Made from templates: same numbers,
 * same statements.
 */
export function warehouseLog(count: number, seed: number, only?: Dialect): readonly LoggedStatement[] {
  const random = seeded(seed)
  const any = <Value>(values: readonly Value[], fallback: Value): Value =>
    values[Math.floor(random() * values.length)] ?? fallback
  const words: Words = {
    table: (layer) =>
      `${layer}.${any(SUBJECTS, 'order')}_${any(FORMS, 'daily')}_${Math.floor(random() * 40)}`,
    column: () => any(COLUMNS, 'id'),
    number: () => Math.floor(random() * 100_000),
  }
  const seen = new Set<string>()
  const statements: LoggedStatement[] = []
  while (statements.length < count) {
    const dialect = only ?? DIALECTS[statements.length % DIALECTS.length] ?? 'ansi'
    const template = any([...COMMON, ...(OWN[dialect] ?? [])], () => 'SELECT 1')
    // In one piece, as text that was read from a log: putting it together is not what is measured.
    const sql = Buffer.from(template(words), 'latin1').toString('latin1')
    if (seen.has(sql)) continue
    seen.add(sql)
    statements.push({ sql, dialect })
  }
  return statements
}
