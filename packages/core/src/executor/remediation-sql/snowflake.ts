import type { Column } from '../../model/table.ts'
import type { ViewWords } from './accepted-view.ts'
import { type ColumnBack, type DialectSql, namesIn } from './dialect-sql.ts'
import type { Drift, RemediationStep } from './remediation-step.ts'
import type { TypeChange } from './sorted-changes.ts'
import {
  addColumn,
  ask,
  columnBackStep,
  emptyTableStep,
  lookAt,
  notNullStep,
  nullStep,
  viewsFollow,
} from './statements.ts'
import { throughNewColumn } from './through-new-column.ts'
import { isPlainConstant, readWritten } from './written-type.ts'

const TEXTS: ReadonlySet<string> = new Set([
  'VARCHAR',
  'TEXT',
  'STRING',
  'CHAR',
  'CHARACTER',
  'CHAR VARYING',
  'NCHAR',
  'NVARCHAR',
  'NVARCHAR2',
])
const NUMBERS: ReadonlySet<string> = new Set([
  'NUMBER',
  'NUMERIC',
  'DECIMAL',
  'DEC',
  'INT',
  'INTEGER',
  'BIGINT',
  'SMALLINT',
  'TINYINT',
  'BYTEINT',
])
const ONE_CHARACTER = /^N?CHAR(ACTER)?$/
const LONGEST = 16_777_216

interface Sized {
  readonly family: 'text' | 'number'
  /** Length, or all digits. */
  readonly size: number
  readonly scale: number
}

function sized(type: string): Sized | null {
  const read = readWritten(type)
  if (read === null) return null
  const [size, scale = 0] = read.args
  if (TEXTS.has(read.name)) {
    return { family: 'text', size: size ?? (ONE_CHARACTER.test(read.name) ? 1 : LONGEST), scale: 0 }
  }
  return NUMBERS.has(read.name) ? { family: 'number', size: size ?? 38, scale } : null
}

/** `ALTER COLUMN ... SET DATA TYPE` makes a text longer, and gives a number other digits before the point, nothing else. */
function inPlace({ name, before, after }: TypeChange, drift: Drift): RemediationStep | null {
  const [now, back] = [sized(after.type), sized(before.type)]
  if (now === null || back === null || now.family !== back.family || now.scale !== back.scale) return null
  const isWider = back.size >= now.size
  if (!isWider && now.family === 'text') return null
  const names = namesIn(drift)
  const column = names.column(name)
  const set = (type: string): string =>
    `ALTER TABLE ${names.table} ALTER COLUMN ${column} SET DATA TYPE ${type}`
  const canReturn = now.family === 'number' || back.size === now.size
  return {
    type: 'revert_schema',
    sql: set(before.type),
    risk: 'safe',
    description: `Give ${column} of ${names.table} its type ${before.type} back, in place.${isWider ? '' : ' Snowflake refuses when a value has more digits. Time Travel to before it may fail.'}`,
    preconditions: isWider
      ? []
      : [
          ask(
            `SELECT count(*) FROM ${names.table} WHERE abs(${column}) >= 1e${back.size - back.scale}`,
            `Every value fits ${before.type}: the query answers 0.`,
          ),
        ],
    undo: canReturn
      ? { sql: set(after.type), text: 'Change it again.' }
      : { sql: null, text: 'A text cannot be made shorter in place; the longer type harms nothing.' },
  }
}

function typeBack(change: TypeChange, drift: Drift): readonly RemediationStep[] {
  const step = inPlace(change, drift)
  if (step !== null) return [step]
  return throughNewColumn(change, drift, {
    foldsColumns: false,
    beforeDrop: [
      'The column is not part of the clustering key, of a masking or row access policy, or of a stream or materialized view that is in use.',
    ],
    undoDrop:
      'Within the retention time the values are read from the table AT or BEFORE this statement (Time Travel).',
    defaultOf: ({ before }) => constantDefault(before),
  })
}

function constantDefault({ defaultValue }: Column): string | null {
  return defaultValue != null && isPlainConstant(defaultValue) ? defaultValue : null
}

function columnBack(column: Column, drift: Drift): ColumnBack {
  const names = namesIn(drift)
  const standard = constantDefault(column)
  const written =
    standard === null ? '' : ` DEFAULT ${standard}${column.nullable === false ? ' NOT NULL' : ''}`
  const lost =
    standard === null && column.defaultValue != null
      ? ` Its default ${column.defaultValue} can only be given when a table is made.`
      : ''
  const values =
    standard === null
      ? 'every row has NULL until somebody fills it.'
      : `every row gets its default ${standard}.`
  const step = columnBackStep(
    column,
    addColumn(`${names.column(column.name)} ${column.type}${written}`, names),
    names,
    {
      values: `${values}${lost} Within the retention time they can be read from the table as it was (Time Travel).`,
    },
  )
  return { steps: [step], needsFilling: standard === null, isComputed: false }
}

export const SNOWFLAKE: DialectSql = {
  foldsColumns: false,
  beforeRename: () => [],
  beforeDrop: () => [],
  renamePreconditions: (drift) => [viewsFollow(drift)],
  typesBack: (changes, drift) => changes.flatMap((change) => typeBack(change, drift)),
  columnBack,
  notNullBack: (names, drift) => names.map((name) => notNullStep(name, namesIn(drift))),
  nullAllowed: (name, drift) =>
    nullStep(name, namesIn(drift), [lookAt('The column is not part of the primary key.')]),
  tableBack(drift) {
    const names = namesIn(drift)
    const definitions = drift.accepted.map(
      (column) =>
        `${names.column(column.name)} ${column.type}${column.defaultValue == null ? '' : ` DEFAULT ${column.defaultValue}`}${column.nullable === false ? ' NOT NULL' : ''}`,
    )
    const undrop: RemediationStep = {
      type: 'revert_schema',
      sql: `UNDROP TABLE ${names.table}`,
      risk: 'safe',
      description: `Bring ${names.table} back with its rows, as it was when it was dropped.`,
      preconditions: [
        lookAt(
          `It was dropped no longer ago than its retention time (DATA_RETENTION_TIME_IN_DAYS), and nothing is named ${names.table} now.`,
        ),
      ],
      undo: { sql: `DROP TABLE ${names.table}`, text: 'Drop it again.' },
    }
    return { steps: [undrop], alternatives: [emptyTableStep(definitions, names)] }
  },
}

export const SNOWFLAKE_VIEW: ViewWords = {
  cast: (value, _from, to) => `CAST(${value} AS ${to})`,
  maxNameBytes: 255,
}
