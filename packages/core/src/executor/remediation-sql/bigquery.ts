import type { Column } from '../../model/table.ts'
import type { ViewWords } from './accepted-view.ts'
import { type ColumnBack, type DialectSql, namesIn } from './dialect-sql.ts'
import { nameAfter, orderRenames } from './order-renames.ts'
import { byHand, type Drift, type RemediationStep } from './remediation-step.ts'
import { sortChanges, stopsInserts, type TypeChange } from './sorted-changes.ts'
import {
  addColumn,
  ask,
  columnBackStep,
  emptyTableStep,
  lookAt,
  noNulls,
  nullStep,
  paused,
  viewsFollow,
} from './statements.ts'
import { readWritten, type WrittenType } from './written-type.ts'

/** What BigQuery widens in place: https://cloud.google.com/bigquery/docs, "ALTER COLUMN SET DATA TYPE". */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  INT64: ['NUMERIC', 'BIGNUMERIC', 'FLOAT64'],
  NUMERIC: ['BIGNUMERIC', 'FLOAT64'],
}

const ALIASES: Readonly<Record<string, string>> = {
  INT: 'INT64',
  INTEGER: 'INT64',
  BIGINT: 'INT64',
  SMALLINT: 'INT64',
  TINYINT: 'INT64',
  BYTEINT: 'INT64',
  DECIMAL: 'NUMERIC',
  BIGDECIMAL: 'BIGNUMERIC',
}

function sameFamilyWider(a: WrittenType, b: WrittenType): boolean {
  if (b.args.length === 0) return true
  if (a.args.length === 0) return false
  const [size = 0, scale = 0] = a.args
  const [wanted = 0, wantedScale = 0] = b.args
  return wantedScale >= scale && wanted - wantedScale >= size - scale
}

function widensInPlace(from: string, to: string): boolean {
  const [a, b] = [readWritten(from), readWritten(to)]
  if (a === null || b === null) return false
  const [name, wanted] = [ALIASES[a.name] ?? a.name, ALIASES[b.name] ?? b.name]
  if (name === wanted) return a.args.length + b.args.length > 0 && sameFamilyWider(a, b)
  return b.args.length === 0 && (WIDER[name] ?? []).includes(wanted)
}

function widen({ name, before }: TypeChange, drift: Drift): RemediationStep {
  const { table, column } = namesIn(drift)
  return {
    type: 'revert_schema',
    sql: `ALTER TABLE ${table} ALTER COLUMN ${column(name)} SET DATA TYPE ${before.type}`,
    risk: 'safe',
    description: `Give ${column(name)} of ${table} its type ${before.type} back, in place: BigQuery widens it.`,
    preconditions: [lookAt('The column does not partition the table.')],
    undo: { sql: null, text: 'BigQuery narrows no type in place: the table would have to be written anew.' },
  }
}

/** One literal that no name can leave. */
function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function definitionOf(table: string, drift: Drift): string {
  const { catalog, schema, name } = drift.ref
  const schemaTable = drift.identifiers.sql({ catalog, schema, name: 'INFORMATION_SCHEMA' })
  return schema === ''
    ? `SELECT ddl FROM ${table}`
    : `SELECT ddl FROM ${schemaTable}.TABLES WHERE table_name = ${literal(name)}`
}

interface Rewriting {
  readonly types: readonly TypeChange[]
  /** Columns that are to be NOT NULL again. */
  readonly required: readonly string[]
}

/** The table as it is at this step: names are back and NULL is allowed, deleted columns are not there yet. */
function columnsNow(drift: Drift): readonly Column[] {
  const { renames, gainedNotNull, added } = sortChanges(drift.changes)
  const present = drift.latest.map(({ name }) => name)
  const ordered = orderRenames(renames, present, true)
  const allowed = new Set([
    ...gainedNotNull,
    ...added.filter(stopsInserts).map(({ name }) => nameAfter(name, ordered)),
  ])
  return drift.latest.map((column) => {
    const name = nameAfter(column.name, ordered)
    return { ...column, name, nullable: allowed.has(name) ? true : column.nullable }
  })
}

/**
 * The table written anew by a query over itself: BigQuery changes most types, and forbids NULL, only so. A clone first, which costs
 * nothing while the table stays.
 */
function rewrite(drift: Drift, { types, required }: Rewriting): readonly RemediationStep[] {
  const names = namesIn(drift)
  const { table, column } = names
  const { ref, identifiers } = drift
  const copy = identifiers.sql({ ...ref, name: `${ref.name}_before_revert` })
  const items = columnsNow(drift).map((now) => {
    const back = types.find(({ name }) => name === now.name)
    const type = back?.before.type ?? now.type
    const isRequired = required.includes(now.name) || (now.nullable === false && !/^ARRAY\b/i.test(type))
    const standard = back === undefined ? now.defaultValue : back.before.defaultValue
    return {
      definition: `${column(now.name)} ${type}${standard == null ? '' : ` DEFAULT ${standard}`}${isRequired ? ' NOT NULL' : ''}`,
      value: back === undefined ? column(now.name) : `CAST(${column(now.name)} AS ${type})`,
    }
  })
  const definitions = items.map(({ definition }) => definition).join(', ')
  const values = items.map(({ value }) => value).join(', ')
  const what = [
    ...types.map(({ name, before }) => `${column(name)} as ${before.type}`),
    ...required.map((name) => `${column(name)} as NOT NULL`),
  ].join(', ')
  return [
    paused(names, 'what it writes meanwhile would be lost'),
    {
      type: 'revert_schema',
      sql: `CREATE TABLE ${copy} CLONE ${table}`,
      risk: 'safe',
      description: `Keep ${table} as it is in the clone ${copy}, before it is written anew.`,
      preconditions: [lookAt(`Nothing is named ${copy} yet.`)],
      undo: { sql: `DROP TABLE ${copy}`, text: 'Drop the clone, once nobody needs it.' },
    },
    {
      type: 'revert_schema',
      sql: `CREATE OR REPLACE TABLE ${table} (${definitions}) AS SELECT ${values} FROM ${table}`,
      risk: types.length === 0 ? 'rewrites_table' : 'loses_data',
      description: `Write ${table} anew with ${what}: BigQuery cannot change that in place. Reads and writes the whole table, and is billed so. Its partitioning, clustering, options, descriptions, keys, policy tags and row policies are lost unless they are written into the statement.`,
      preconditions: [
        ask(
          definitionOf(table, drift),
          'The definition of the table has no PARTITION BY, CLUSTER BY, OPTIONS or keys; what it has is put between the list of columns and AS.',
        ),
        ...types.map(({ name, before }) =>
          ask(
            `SELECT count(*) FROM ${table} WHERE ${column(name)} IS NOT NULL AND SAFE_CAST(${column(name)} AS ${before.type}) IS NULL`,
            `Every value of ${column(name)} can be cast to ${before.type}, or BigQuery refuses and nothing changes: the query answers 0.`,
          ),
        ),
        ...types.map(({ name, before, after }) =>
          ask(
            `SELECT count(*) FROM ${table} WHERE SAFE_CAST(SAFE_CAST(${column(name)} AS ${before.type}) AS ${after.type}) IS DISTINCT FROM ${column(name)}`,
            `No value of ${column(name)} is rounded or cut by it: the query answers 0.`,
          ),
        ),
        ...required.map((name) => noNulls(name, names)),
      ],
      undo: {
        sql: `CREATE OR REPLACE TABLE ${table} CLONE ${copy}`,
        text: 'Put the clone in its place; what was written since is lost.',
      },
    },
  ]
}

/** Those that only a rewriting gives back. */
function rewritten(changes: readonly TypeChange[]): readonly TypeChange[] {
  return changes.filter(({ before, after }) => !widensInPlace(after.type, before.type))
}

function typesBack(changes: readonly TypeChange[], drift: Drift): readonly RemediationStep[] {
  const anew = rewritten(changes)
  const inPlace = changes.filter((change) => !anew.includes(change))
  const { lostNotNull } = sortChanges(drift.changes)
  return [
    ...(anew.length === 0 ? [] : rewrite(drift, { types: anew, required: lostNotNull })),
    ...inPlace.map((change) => widen(change, drift)),
  ]
}

function columnBack(column: Column, drift: Drift): ColumnBack {
  const names = namesIn(drift)
  const { name, type, defaultValue } = column
  const add = columnBackStep(column, addColumn(`${names.column(name)} ${type}`, names), names, {
    values:
      'every row has NULL until somebody fills it. For seven days they can be read from the table as it was (FOR SYSTEM_TIME AS OF).',
  })
  if (defaultValue == null) return { steps: [add], needsFilling: true, isComputed: false }
  const standard: RemediationStep = {
    type: 'revert_schema',
    sql: `ALTER TABLE ${names.table} ALTER COLUMN ${names.column(name)} SET DEFAULT ${defaultValue}`,
    risk: 'safe',
    description: `Give ${names.column(name)} of ${names.table} its default ${defaultValue} back, for rows to come.`,
    preconditions: [],
    undo: {
      sql: `ALTER TABLE ${names.table} ALTER COLUMN ${names.column(name)} DROP DEFAULT`,
      text: 'Drop the default again.',
    },
  }
  return { steps: [add, standard], needsFilling: true, isComputed: false }
}

export const BIGQUERY: DialectSql = {
  foldsColumns: true,
  beforeRename: () => [],
  beforeDrop: () => [],
  renamePreconditions: (drift) => [
    lookAt('The column neither partitions nor clusters the table.'),
    viewsFollow(drift),
  ],
  typesBack,
  columnBack,
  notNullBack(names, drift, why) {
    const { table, column } = namesIn(drift)
    if (why === 'filled') {
      return names.map((name) =>
        byHand(
          `Forbid NULL in ${column(name)} of ${table}: BigQuery does so only when a table is made, so the table has to be written anew with ${column(name)} as NOT NULL.`,
        ),
      )
    }
    // A rewriting for the sake of types has done it.
    if (rewritten(sortChanges(drift.changes).types).length > 0) return []
    return rewrite(drift, { types: [], required: names })
  },
  nullAllowed: (name, drift) => ({
    ...nullStep(name, namesIn(drift)),
    undo: { sql: null, text: 'BigQuery forbids NULL only when a table is made.' },
  }),
  tableBack(drift) {
    const names = namesIn(drift)
    const definitions = drift.accepted.map(
      ({ name, type, nullable, defaultValue }) =>
        `${names.column(name)} ${type}${defaultValue == null ? '' : ` DEFAULT ${defaultValue}`}${nullable === false ? ' NOT NULL' : ''}`,
    )
    const copy = byHand(
      `Copy ${names.table} back from a time before it was dropped, within seven days: bq cp with the table's name, @ and the time in milliseconds. No SQL statement does it.`,
    )
    return { steps: [copy], alternatives: [emptyTableStep(definitions, names)] }
  },
}

export const BIGQUERY_VIEW: ViewWords = {
  cast: (value, _from, to) => `CAST(${value} AS ${to})`,
  maxNameBytes: 300,
}
