import type { RemediationPrecondition } from '../../model/remediation.ts'
import type { Column } from '../../model/table.ts'
import type { ViewWords } from './accepted-view.ts'
import { type ColumnBack, type DialectSql, type Names, namesIn } from './dialect-sql.ts'
import { castOnPostgresql } from './postgresql-casts.ts'
import { isConstant, isGenerated } from './postgresql-defaults.ts'
import { literal, regclass } from './postgresql-literals.ts'
import { sequenceSteps } from './postgresql-sequences.ts'
import { typeBackSteps } from './postgresql-types.ts'
import type { Drift } from './remediation-step.ts'
import {
  addColumn,
  ask,
  columnBackStep,
  emptyTableStep,
  lookAt,
  notNullStep,
  nullStep,
} from './statements.ts'

function definition(column: Column, columns: readonly Column[], names: Names): string {
  const { name, type, nullable, defaultValue } = column
  const expression = defaultValue ?? null
  const filled =
    expression === null
      ? ''
      : isGenerated(expression, columns)
        ? ` GENERATED ALWAYS AS (${expression}) STORED`
        : ` DEFAULT ${expression}`
  return `${names.column(name)} ${type}${filled}${nullable === false ? ' NOT NULL' : ''}`
}

function columnBack(column: Column, drift: Drift): ColumnBack {
  const names = namesIn(drift)
  const { table } = names
  const expression = column.defaultValue ?? null
  const isComputed = expression !== null && isGenerated(expression, drift.accepted)
  const needsFilling = expression === null
  const written = { ...column, nullable: needsFilling ? true : column.nullable }
  const sql = addColumn(definition(written, drift.accepted, names), names)
  const isHeavy = expression !== null && (isComputed || !isConstant(expression))
  const values = isComputed
    ? `it is computed anew by its recorded expression, and stored; write VIRTUAL in place of STORED if it was not. Rewrites ${table} under an exclusive lock.`
    : expression === null
      ? 'every row has NULL until somebody fills it.'
      : `every row gets its default ${expression}.${isHeavy ? ` Rewrites ${table} under an exclusive lock.` : ''}`
  const step = columnBackStep(column, sql, names, {
    values,
    risk: isHeavy ? 'rewrites_table' : 'safe',
    preconditions: isComputed
      ? [
          ask(
            `SELECT count((${expression})::${column.type}) FROM ${table}`,
            'It can be computed in every row, once the steps before this one are done: the query ends without an error.',
          ),
        ]
      : [],
  })
  return { steps: [...sequenceSteps(expression, drift), step], needsFilling, isComputed }
}

function canBeNull(name: string, { table, column }: Names): RemediationPrecondition {
  return ask(
    `SELECT a.attidentity <> '' OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)) FROM pg_attribute a WHERE a.attrelid = ${regclass(table)} AND a.attname = ${literal(name)}`,
    `${column(name)} is neither an identity column nor part of the primary key, or PostgreSQL refuses: the query answers false.`,
  )
}

const ON_PARENT = lookAt('The column does not come from a parent table; of such a column, run it there.')

export const POSTGRESQL: DialectSql = {
  foldsColumns: false,
  changesLists: true,
  beforeRename: () => [],
  beforeDrop: () => [],
  renamePreconditions: () => [ON_PARENT],
  typesBack: (changes, drift) => changes.flatMap((change) => typeBackSteps(change, drift)),
  columnBack,
  notNullBack: (names, drift) => names.map((name) => notNullStep(name, namesIn(drift), [ON_PARENT])),
  nullAllowed(name, drift) {
    const names = namesIn(drift)
    return nullStep(name, names, [canBeNull(name, names), ON_PARENT])
  },
  tableBack(drift) {
    const names = namesIn(drift)
    const plain = drift.accepted.map((column) => definition(column, drift.accepted, names))
    const sequences = drift.accepted.flatMap(({ defaultValue }) => sequenceSteps(defaultValue ?? null, drift))
    return { steps: [], alternatives: [...sequences, emptyTableStep(plain, names)] }
  },
}

export const POSTGRESQL_VIEW: ViewWords = {
  cast: (value, from, to) => {
    const written = castOnPostgresql(value, from, to)
    // A view has no assignment that would refuse: the type is said in full.
    return written === null || written.endsWith(`::${to}`) ? written : `${written}::${to}`
  },
  maxNameBytes: 63,
}
