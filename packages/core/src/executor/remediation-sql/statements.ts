import type { RemediationPrecondition } from '../../model/remediation.ts'
import type { Column } from '../../model/table.ts'
import type { Names } from './dialect-sql.ts'
import { byHand, type Drift, type RemediationStep } from './remediation-step.ts'

/** What all four dialects write alike. */

export function lookAt(text: string): RemediationPrecondition {
  return { text, checkSql: null }
}

export function ask(checkSql: string, text: string): RemediationPrecondition {
  return { text, checkSql }
}

/** Where views keep the names that they were made with. */
export function viewsFollow({ views }: Drift): RemediationPrecondition {
  const known = views.length === 0 ? '' : ` Known to read the table: ${views.join(', ')}.`
  return lookAt(
    `Views, streams and jobs that name the column by its new name are changed with it: they do not follow by themselves.${known}`,
  )
}

/** While several statements belong together. */
export function paused({ table }: Names, why: string): RemediationStep {
  return {
    ...byHand(`Stop what writes to ${table} until the last of the next steps is done: ${why}.`),
    type: 'pause_pipeline',
  }
}

export function noNulls(name: string, { table, column }: Names): RemediationPrecondition {
  return ask(
    `SELECT count(*) FROM ${table} WHERE ${column(name)} IS NULL`,
    `No row has NULL in ${column(name)}: the query answers 0.`,
  )
}

/** Values may go through a text or through a cast: which ones would not come back the same is counted. */
export function noLoss(
  { table, column }: Names,
  name: string,
  thereAndBack: string,
): RemediationPrecondition {
  return ask(
    `SELECT count(*) FROM ${table} WHERE ${thereAndBack} IS DISTINCT FROM ${column(name)}`,
    `No value of ${column(name)} is changed by it: the query answers 0, without an error.`,
  )
}

export function renameStep(
  from: string,
  to: string,
  isBack: boolean,
  { table, column }: Names,
  preconditions: readonly RemediationPrecondition[],
): RemediationStep {
  const rename = (a: string, b: string): string =>
    `ALTER TABLE ${table} RENAME COLUMN ${column(a)} TO ${column(b)}`
  return {
    type: 'rename_back',
    sql: rename(from, to),
    risk: 'safe',
    description: isBack
      ? `Rename ${column(from)} of ${table} back to ${column(to)}. Statements that already use the new name stop working.`
      : `Rename ${column(from)} of ${table} to ${column(to)}: it has the name that another column gets back. Statements that use it must follow.`,
    preconditions,
    undo: { sql: rename(to, from), text: `Rename it to ${column(from)} again.` },
  }
}

export function addColumn(definition: string, { table }: Names): string {
  return `ALTER TABLE ${table} ADD COLUMN ${definition}`
}

export function dropColumn(name: string, { table, column }: Names): string {
  return `ALTER TABLE ${table} DROP COLUMN ${column(name)}`
}

export function columnBackStep(
  { name }: Column,
  sql: string,
  names: Names,
  more: Partial<RemediationStep> & { readonly values: string },
): RemediationStep {
  const { values, ...rest } = more
  return {
    type: 'revert_schema',
    sql,
    risk: 'safe',
    description: `Add ${names.column(name)} to ${names.table} again. The values that it had do not come back: ${values}`,
    preconditions: [],
    undo: {
      sql: dropColumn(name, names),
      text: 'Drop the column again; what was written to it since is lost.',
    },
    ...rest,
  }
}

function setNotNull(name: string, { table, column }: Names): string {
  return `ALTER TABLE ${table} ALTER COLUMN ${column(name)} SET NOT NULL`
}

function dropNotNull(name: string, { table, column }: Names): string {
  return `ALTER TABLE ${table} ALTER COLUMN ${column(name)} DROP NOT NULL`
}

export function notNullStep(
  name: string,
  names: Names,
  preconditions: readonly RemediationPrecondition[] = [],
): RemediationStep {
  return {
    type: 'revert_schema',
    sql: setNotNull(name, names),
    risk: 'safe',
    description: `Forbid NULL in ${names.column(name)} of ${names.table} again. Reads the whole table; stops with an error when it holds a NULL.`,
    preconditions: [noNulls(name, names), ...preconditions],
    undo: { sql: dropNotNull(name, names), text: 'Allow NULL again.' },
  }
}

export function nullStep(
  name: string,
  names: Names,
  preconditions: readonly RemediationPrecondition[] = [],
): RemediationStep {
  return {
    type: 'revert_schema',
    sql: dropNotNull(name, names),
    risk: 'safe',
    description: `Allow NULL in ${names.column(name)} of ${names.table}, so that statements which do not know of it, or have no value, can insert again.`,
    preconditions,
    undo: {
      sql: setNotNull(name, names),
      text: 'Forbid NULL again; works while no row has one.',
    },
  }
}

export function dropAddedStep(name: string, names: Names): RemediationStep {
  return {
    type: 'revert_schema',
    sql: dropColumn(name, names),
    risk: 'loses_data',
    description: `Drop the new column ${names.column(name)} of ${names.table}, with all values it holds.`,
    preconditions: [
      lookAt(
        `Nobody needs ${names.column(name)}: neither a load that fills it nor a consumer that reads it.`,
      ),
      ask(
        `SELECT count(${names.column(name)}) FROM ${names.table}`,
        'The values that would be lost are counted by the query: 0, or known to be of no use.',
      ),
    ],
    undo: { sql: null, text: 'Add the column again and load its values anew; they are nowhere else.' },
  }
}

/** An empty table of the accepted columns. */
export function emptyTableStep(
  definitions: readonly string[],
  { table }: Names,
  preconditions: readonly RemediationPrecondition[] = [],
): RemediationStep {
  return {
    type: 'revert_schema',
    sql: `CREATE TABLE ${table} (${definitions.join(', ')})`,
    risk: 'safe',
    description: `Create ${table} anew with its accepted columns, and empty. Its rows, keys, indexes, rights and comments do not come back.`,
    preconditions: [
      lookAt(`A load fills ${table} by itself, or readers can live with an empty table.`),
      ...preconditions,
    ],
    undo: { sql: `DROP TABLE ${table}`, text: 'Drop it again.' },
  }
}
