import type { Dialect } from '@aegis/core'
import type { ColumnUse, Output, TableBlueprint } from './blueprint.ts'

/** A table with its model as it stands now. */
export interface Written extends TableBlueprint {
  readonly nameOf: (source: number) => string
  readonly dialect: Dialect
}

const EXPRESSIONS: Readonly<Record<Output['form'], (column: string, output: Output) => string>> = {
  same: (column) => column,
  alias: (column) => column,
  cast: (column, { type }) => `CAST(${column} AS ${type})`,
  coalesce: (column) => `COALESCE(${column}, 'n/a')`,
  upper: (column) => `UPPER(${column})`,
  round: (column) => `ROUND(${column}, 2)`,
  plus: (column) => `${column} + 1`,
  sum: (column) => `SUM(${column})`,
  max: (column) => `MAX(${column})`,
}

function selectOf(table: Written): string {
  const { sources, outputs, uses, isAggregate, isStar, hasCte, nameOf, name, isLoop } = table
  const alias = (source: number): string => `s${sources.indexOf(source)}`
  const written = ({ source, written: column }: ColumnUse): string => `${alias(source)}.${column}`
  const first = sources[0] ?? 0
  if (isStar) return hasCte ? `SELECT s0.* FROM ${nameOf(first)} s0` : `SELECT * FROM ${nameOf(first)}`
  const list = outputs.map((output) => {
    const expression = EXPRESSIONS[output.form](written(output.from), output)
    return output.form === 'same' && output.name === output.from.written
      ? expression
      : `${expression} AS ${output.name}`
  })
  const read = [
    ...new Set(
      [...outputs.map(({ from }) => from), ...uses]
        .filter(({ source }) => source === first)
        .map((use) => use.written),
    ),
  ]
  const cte = hasCte ? `WITH s0 AS (SELECT ${read.join(', ') || '1 AS one'} FROM ${nameOf(first)}) ` : ''
  const keyOf = (source: number): string => {
    const use = uses.find((item) => item.source === source)
    return use === undefined ? `${alias(source)}.id` : written(use)
  }
  const joins = sources
    .slice(1)
    .map((source) => ` LEFT JOIN ${nameOf(source)} ${alias(source)} ON ${keyOf(first)} = ${keyOf(source)}`)
  const key = outputs[0]
  const loop =
    isLoop && key !== undefined
      ? ` LEFT JOIN ${name} earlier ON earlier.${key.name} = ${written(key.from)}`
      : ''
  const filter =
    uses.length > 0 && (sources.length < 2 || uses.length > sources.length) ? uses.at(-1) : undefined
  const where = filter === undefined ? '' : ` WHERE ${written(filter)} IS NOT NULL`
  const groups = outputs
    .filter(({ form }) => form === 'same' || form === 'alias')
    .map(({ from }) => written(from))
  const group = isAggregate && groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : ''
  return `${cte}SELECT ${list.join(', ') || 'COUNT(*) AS n'} FROM ${hasCte ? '' : `${nameOf(first)} `}s0${joins.join('')}${loop}${where}${group}`
}

function mergeOf(table: Written): string {
  const [key, ...rest] = table.outputs
  if (key === undefined) return `INSERT INTO ${table.name} ${selectOf(table)}`
  const names = table.outputs.map(({ name }) => name)
  const set = (rest.length === 0 ? [key] : rest).map(({ name }) => `${name} = n.${name}`)
  return `MERGE INTO ${table.name} t USING (${selectOf(table)}) n ON t.${key.name} = n.${key.name} WHEN MATCHED THEN UPDATE SET ${set.join(', ')} WHEN NOT MATCHED THEN INSERT (${names.join(', ')}) VALUES (${names.map((name) => `n.${name}`).join(', ')})`
}

function ingestOf({ ingest, name, columns, dialect }: Written): string | null {
  if (ingest === 'unlogged') return null
  if (ingest === 'copy' && dialect === 'snowflake')
    return `COPY INTO ${name} FROM @landing/${name.replace('.', '/')}`
  if (ingest === 'copy' && dialect === 'postgresql') return `COPY ${name} FROM STDIN`
  const names = columns.map((column) => column.name)
  return `INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => 'NULL').join(', ')})`
}

/** The statement that fills the table, or the SELECT behind a view. null: the query log never shows it. */
export function sqlOf(table: Written): string | null {
  const { build, name, outputs, isStar } = table
  switch (build) {
    case 'ingest':
      return ingestOf(table)
    case 'view':
      return selectOf(table)
    case 'ctas':
      return `CREATE OR REPLACE TABLE ${name} AS ${selectOf(table)}`
    case 'insert':
      return `INSERT INTO ${name}${isStar ? '' : ` (${outputs.map((output) => output.name).join(', ')})`} ${selectOf(table)}`
    case 'merge':
      return mergeOf(table)
  }
}
