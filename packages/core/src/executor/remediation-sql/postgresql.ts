import type { SchemaChange } from '../../model/anomaly.ts'
import type { Column, TableRef } from '../../model/table.ts'
import type { IdentifierRules } from '../../ports/identifiers.ts'
import type { RemediationStep } from './remediation-step.ts'

interface Names {
  readonly table: string
  readonly quoted: string
}

function typeBack(before: Column, { table, quoted }: Names): RemediationStep {
  return {
    sql: `ALTER TABLE ${table} ALTER COLUMN ${quoted} TYPE ${before.type} USING ${quoted}::${before.type}`,
    risk: 'rewrites_table',
    description: `Give ${quoted} its type ${before.type} back. Rewrites ${table} under an exclusive lock. PostgreSQL refuses, and nothing changes, when a value or the column's default does not fit, when the column comes from a parent table, or while a view reads it.`,
  }
}

function columnBack(before: Column, { table, quoted }: Names): RemediationStep {
  const after = before.nullable === false ? 'fill it, then set it NOT NULL again' : 'fill it again'
  return {
    sql: `ALTER TABLE ${table} ADD COLUMN ${quoted} ${before.type}`,
    risk: 'safe',
    description: `Add ${quoted} to ${table} again. Its values and its default do not come back: ${after}.`,
  }
}

function nameBack(before: Column, oldName: string, { table, quoted }: Names): RemediationStep {
  return {
    sql: `ALTER TABLE ${table} RENAME COLUMN ${quoted} TO ${oldName}`,
    risk: 'safe',
    description: `Rename ${quoted} of ${table} back to ${before.name}. Statements that already use the new name stop working.`,
  }
}

function nullAllowed({ table, quoted }: Names): RemediationStep {
  return {
    sql: `ALTER TABLE ${table} ALTER COLUMN ${quoted} DROP NOT NULL`,
    risk: 'safe',
    description: `Allow NULL in ${quoted} of ${table}, so that statements which do not know the column can insert again.`,
  }
}

function nullabilityBack(before: Column, { table, quoted }: Names): RemediationStep {
  return before.nullable === false
    ? {
        sql: `ALTER TABLE ${table} ALTER COLUMN ${quoted} SET NOT NULL`,
        risk: 'safe',
        description: `Forbid NULL in ${quoted} of ${table} again. Reads the whole table; stops with an error when it holds a NULL.`,
      }
    : { ...nullAllowed({ table, quoted }), description: `Allow NULL in ${quoted} of ${table} again.` }
}

/**
 * The statement that undoes one schema change on PostgreSQL. null: no statement can (a dropped table), or it
 * would lose data (dropping an added column).
 */
export function undoOnPostgresql(
  change: SchemaChange,
  ref: TableRef,
  identifiers: IdentifierRules,
): RemediationStep | null {
  const { kind, column, insideColumn, before, after } = change
  if (column === null || insideColumn !== undefined) return null
  const written = (name: string): string => identifiers.sql({ catalog: '', schema: '', name })
  const names = { table: identifiers.sql(ref), quoted: written(column) }
  if (before === null) return after?.nullable === false ? nullAllowed(names) : null
  switch (kind) {
    case 'type_changed':
      return typeBack(before, names)
    case 'column_deleted':
      return columnBack(before, names)
    case 'column_renamed':
      return nameBack(before, written(before.name), names)
    case 'nullability_changed':
      return nullabilityBack(before, names)
    case 'column_added':
    case 'table_dropped':
    case 'table_replaced':
      return null
  }
}
