import type { Column } from '../../model/table.ts'
import type { ViewWords } from './accepted-view.ts'
import { type ColumnBack, type DialectSql, namesIn } from './dialect-sql.ts'
import type { Drift, RemediationStep } from './remediation-step.ts'
import type { TypeChange } from './sorted-changes.ts'
import {
  addColumn,
  columnBackStep,
  emptyTableStep,
  lookAt,
  notNullStep,
  nullStep,
  viewsFollow,
} from './statements.ts'
import { throughNewColumn } from './through-new-column.ts'
import { readWritten, type WrittenType } from './written-type.ts'

function property(
  drift: Drift,
  assignment: string,
  what: { readonly description: string; readonly preconditions: readonly string[]; readonly undo: string },
): RemediationStep {
  const { table } = namesIn(drift)
  return {
    type: 'revert_schema',
    sql: `ALTER TABLE ${table} SET TBLPROPERTIES (${assignment})`,
    risk: 'safe',
    description: what.description,
    preconditions: what.preconditions.map(lookAt),
    undo: { sql: null, text: what.undo },
  }
}

/** Names of columns and names in the files are apart only then. */
function columnMapping(drift: Drift): readonly RemediationStep[] {
  const { table } = namesIn(drift)
  return [
    property(drift, "'delta.columnMapping.mode' = 'name'", {
      description: `Turn column mapping on for ${table}: without it Delta neither renames nor drops a column. Changes nothing where it is on already (SHOW TBLPROPERTIES).`,
      preconditions: [
        'Everything that reads or writes the table knows Delta reader version 2 and writer version 5 or the table feature: older clients, streams and change data feeds may stop.',
      ],
      undo: 'The protocol stays raised; taking the mapping off again rewrites the table.',
    }),
  ]
}

const RANKS: Readonly<Record<string, number>> = {
  TINYINT: 1,
  BYTE: 1,
  SMALLINT: 2,
  SHORT: 2,
  INT: 3,
  INTEGER: 3,
  BIGINT: 4,
  LONG: 4,
}

const LEAST_DECIMAL: Readonly<Record<number, number>> = { 1: 10, 2: 10, 3: 10, 4: 20 }

function decimalDigits({
  name,
  args,
}: WrittenType): { readonly whole: number; readonly scale: number } | null {
  if (!/^(DECIMAL|DEC|NUMERIC)$/.test(name)) return null
  const [precision = 10, scale = 0] = args
  return { whole: precision - scale, scale }
}

/** What type widening does, by the table of the Delta documentation. */
function isWidening(from: string, to: string): boolean {
  const [a, b] = [readWritten(from), readWritten(to)]
  if (a === null || b === null) return false
  const rank = RANKS[a.name]
  const [digits, wanted] = [decimalDigits(a), decimalDigits(b)]
  if (digits !== null) return wanted !== null && wanted.whole >= digits.whole && wanted.scale >= digits.scale
  if (rank === undefined) {
    return (a.name === 'FLOAT' && b.name === 'DOUBLE') || (a.name === 'DATE' && b.name === 'TIMESTAMP_NTZ')
  }
  if (wanted !== null) return wanted.whole >= (LEAST_DECIMAL[rank] ?? 20)
  if (b.name === 'DOUBLE') return rank <= 3
  return (RANKS[b.name] ?? 0) > rank
}

function widen({ name, before }: TypeChange, drift: Drift): RemediationStep {
  const { table, column } = namesIn(drift)
  return {
    type: 'revert_schema',
    sql: `ALTER TABLE ${table} ALTER COLUMN ${column(name)} TYPE ${before.type}`,
    risk: 'safe',
    description: `Give ${column(name)} of ${table} its type ${before.type} back, in place: Delta widens it without writing the files again.`,
    preconditions: [],
    undo: {
      sql: null,
      text: `Delta narrows no type in place: RESTORE TABLE ${table} to the version before, which also takes back what was written since.`,
    },
  }
}

const WIDENING = {
  description:
    'Turn type widening on, so that the type can change without writing the table anew. Changes nothing where it is on already.',
  preconditions: [
    'Everything that reads or writes the table knows the table feature typeWidening: Databricks Runtime 15.4 or newer, and clients that support it.',
  ],
  undo: 'Dropping the table feature afterwards rewrites the files.',
}

function typesBack(changes: readonly TypeChange[], drift: Drift): readonly RemediationStep[] {
  const wide = changes.filter(({ before, after }) => isWidening(after.type, before.type))
  const others = changes.filter((change) => !wide.includes(change))
  return [
    ...(wide.length === 0 ? [] : [property(drift, "'delta.enableTypeWidening' = 'true'", WIDENING)]),
    ...wide.map((change) => widen(change, drift)),
    ...(others.length === 0 ? [] : columnMapping(drift)),
    ...others.flatMap((change) =>
      throughNewColumn(change, drift, {
        foldsColumns: true,
        beforeDrop: [
          'The column neither partitions nor clusters the table, and no constraint or generated column reads it.',
        ],
        undoDrop: `RESTORE TABLE ${namesIn(drift).table} to the version before (DESCRIBE HISTORY), which also takes back what was written since.`,
        defaultOf: () => null,
      }),
    ),
    ...others.flatMap(({ before }) => defaultBack(before, drift)),
  ]
}

function defaultBack({ name, defaultValue }: Column, drift: Drift): readonly RemediationStep[] {
  if (defaultValue == null) return []
  const { table, column } = namesIn(drift)
  return [
    property(drift, "'delta.feature.allowColumnDefaults' = 'supported'", {
      description: `Let ${table} have defaults. Changes nothing where it may already.`,
      preconditions: ['Everything that writes to the table knows the table feature allowColumnDefaults.'],
      undo: 'The feature harms nothing that stays.',
    }),
    {
      type: 'revert_schema',
      sql: `ALTER TABLE ${table} ALTER COLUMN ${column(name)} SET DEFAULT ${defaultValue}`,
      risk: 'safe',
      description: `Give ${column(name)} of ${table} its default ${defaultValue} back, for rows to come.`,
      preconditions: [],
      undo: {
        sql: `ALTER TABLE ${table} ALTER COLUMN ${column(name)} DROP DEFAULT`,
        text: 'Drop the default again.',
      },
    },
  ]
}

function columnBack(column: Column, drift: Drift): ColumnBack {
  const names = namesIn(drift)
  const step = columnBackStep(
    column,
    addColumn(`${names.column(column.name)} ${column.type}`, names),
    names,
    {
      values: `every row has NULL until somebody fills it. Within the retention time they can be read from an older version of the table (VERSION AS OF).`,
    },
  )
  return { steps: [step, ...defaultBack(column, drift)], needsFilling: true, isComputed: false }
}

export const DATABRICKS: DialectSql = {
  foldsColumns: true,
  beforeRename: columnMapping,
  beforeDrop: columnMapping,
  renamePreconditions: (drift) => [viewsFollow(drift)],
  typesBack,
  columnBack,
  notNullBack: (names, drift) => names.map((name) => notNullStep(name, namesIn(drift))),
  nullAllowed: (name, drift) =>
    nullStep(name, namesIn(drift), [lookAt('The column is not part of the primary key.')]),
  tableBack(drift) {
    const names = namesIn(drift)
    const definitions = drift.accepted.map(
      ({ name, type, nullable }) => `${names.column(name)} ${type}${nullable === false ? ' NOT NULL' : ''}`,
    )
    const undrop: RemediationStep = {
      type: 'revert_schema',
      sql: `UNDROP TABLE ${names.table}`,
      risk: 'safe',
      description: `Bring ${names.table} back with its rows and its rights, as it was when it was dropped.`,
      preconditions: [
        lookAt(
          `It is a table of Unity Catalog that was dropped within the last 7 days, and nothing is named ${names.table} now.`,
        ),
      ],
      undo: { sql: `DROP TABLE ${names.table}`, text: 'Drop it again.' },
    }
    return { steps: [undrop], alternatives: [emptyTableStep(definitions, names)] }
  },
}

export const DATABRICKS_VIEW: ViewWords = {
  cast: (value, _from, to) => `CAST(${value} AS ${to})`,
  maxNameBytes: 255,
}
