import type { RemediationPrecondition } from '../../model/remediation.ts'
import { type Names, namesIn } from './dialect-sql.ts'
import {
  castOnPostgresql,
  isZoned,
  keepsRows,
  longestText,
  losesOnPostgresql,
  needsNoUsing,
} from './postgresql-casts.ts'
import { isGenerated, sequenceOf } from './postgresql-defaults.ts'
import { literal, regclass } from './postgresql-literals.ts'
import { sequenceSteps } from './postgresql-sequences.ts'
import { byHand, type Drift, type RemediationStep } from './remediation-step.ts'
import type { TypeChange } from './sorted-changes.ts'
import { ask, lookAt, noLoss } from './statements.ts'

/** Everything for whose sake PostgreSQL refuses to change the type of a column, by the catalog. */
function dependents(name: string, { table }: Names): string {
  return `SELECT pg_describe_object(d.classid, d.objid, 0) FROM pg_depend d LEFT JOIN pg_attrdef g ON d.classid = 'pg_attrdef'::regclass AND g.oid = d.objid WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ${regclass(table)} AND d.refobjsubid = (SELECT attnum FROM pg_attribute WHERE attrelid = ${regclass(table)} AND attname = ${literal(name)}) AND (d.classid IN ('pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass) OR g.adnum <> d.refobjsubid)`
}

function inTheWay(name: string, drift: Drift): RemediationPrecondition {
  const names = namesIn(drift)
  return ask(
    dependents(name, names),
    `No view, rule, policy, trigger or generated column depends on ${names.column(name)}, or PostgreSQL refuses: the query answers no row.`,
  )
}

function viewRemark({ views }: Drift): string {
  if (views.length === 0) return ''
  const them = views.length === 1 ? 'it' : 'them'
  return ` These views read the table: ${views.join(', ')}; drop ${them} first, and create ${them} again afterwards.`
}

function fits(value: string, to: string, names: Names, name: string): RemediationPrecondition {
  const longest = longestText(to)
  if (longest !== null) {
    return ask(
      `SELECT count(*) FROM ${names.table} WHERE length(rtrim(${value})) > ${longest}`,
      `No value of ${names.column(name)} is longer than ${longest} characters, or PostgreSQL refuses: the query answers 0.`,
    )
  }
  return ask(
    `SELECT count(${value}) FROM ${names.table}`,
    `Every value of ${names.column(name)} can be read as ${to}, or PostgreSQL refuses and nothing changes: the query ends without an error.`,
  )
}

const ZONE = lookAt(
  'The time zone of the session that runs it is the one in which the values are meant (SHOW TimeZone).',
)

function isTimed(type: string): boolean {
  return /^(timestamp|time|date)/.test(type)
}

interface Defaults {
  readonly drop: boolean
  /** null: there was none, or it is not known. */
  readonly set: string | null
}

/** The default of now may not fit the type of before, so it goes first; the recorded one comes back. */
function defaultsOf({ before, after }: TypeChange): Defaults {
  return { drop: (after.defaultValue ?? null) !== null, set: before.defaultValue ?? null }
}

function alterType(
  column: string,
  table: string,
  to: string,
  using: string | null,
  { drop, set }: Defaults,
): string {
  const parts = [
    ...(drop ? [`ALTER COLUMN ${column} DROP DEFAULT`] : []),
    `ALTER COLUMN ${column} TYPE ${to}${using === null ? '' : ` USING ${using}`}`,
    ...(set === null ? [] : [`ALTER COLUMN ${column} SET DEFAULT ${set}`]),
  ]
  return `ALTER TABLE ${table} ${parts.join(', ')}`
}

/** What takes a change of type back: the same again, the other way. */
function againOf(change: TypeChange, column: string, names: Names): string | null {
  const { before, after } = change
  const value = castOnPostgresql(column, before.type, after.type)
  if (value === null) return null
  const using = needsNoUsing(before.type, after.type) ? null : value
  return alterType(column, names.table, after.type, using, {
    drop: (before.defaultValue ?? null) !== null,
    set: after.defaultValue ?? null,
  })
}

/** A generated column is computed anew by its new type; it takes neither USING nor a default. */
function generatedTypeBack({ name, before, after }: TypeChange, drift: Drift): RemediationStep {
  const names = namesIn(drift)
  const column = names.column(name)
  return {
    type: 'revert_schema',
    sql: `ALTER TABLE ${names.table} ALTER COLUMN ${column} TYPE ${before.type}`,
    risk: 'rewrites_table',
    description: `Give the generated column ${column} its type ${before.type} back. Computes it anew and rewrites ${names.table} under an exclusive lock.`,
    preconditions: [
      inTheWay(name, drift),
      ask(
        `SELECT count((${before.defaultValue ?? after.defaultValue})::${before.type}) FROM ${names.table}`,
        `What it is computed from gives values of ${before.type}: the query ends without an error.`,
      ),
    ],
    undo: {
      sql: `ALTER TABLE ${names.table} ALTER COLUMN ${column} TYPE ${after.type}`,
      text: 'Change the type again; no value is lost, it is computed.',
    },
  }
}

function typeBack(change: TypeChange, drift: Drift): RemediationStep {
  const { name, before, after } = change
  const names = namesIn(drift)
  const column = names.column(name)
  const { table } = names
  const expression = after.defaultValue ?? null
  if (expression !== null && isGenerated(expression, drift.latest)) return generatedTypeBack(change, drift)
  if (before.defaultValue != null && isGenerated(before.defaultValue, drift.accepted)) {
    return byHand(
      `${column} of ${table} was computed as ${before.defaultValue} and is a plain column of ${after.type} now: drop it and add it again as GENERATED ALWAYS AS, once nobody needs what was written to it.`,
    )
  }
  const value = castOnPostgresql(column, after.type, before.type)
  if (value === null) {
    return byHand(
      `Give ${column} of ${table} its type ${before.type} back: ALTER TABLE ... ALTER COLUMN ... TYPE ... USING, with an expression that says how a value of ${after.type} is meant as ${before.type}. The types alone do not tell.`,
    )
  }
  const isQuiet = needsNoUsing(after.type, before.type)
  const defaults = defaultsOf(change)
  const back = castOnPostgresql(value, before.type, after.type)
  const loses = losesOnPostgresql(after.type, before.type)
  const keeps = keepsRows(after.type, before.type)
  const heavy = keeps ? 'No row is written again.' : `Rewrites ${table} under an exclusive lock.`
  const lost = loses ? ' Values may be rounded, cut or moved to another time zone without an error.' : ''
  const told = defaults.drop || defaults.set !== null
  const unread = before.defaultValue === undefined ? ' Whether the column has a default is not known.' : ''
  const about = told
    ? ` Its default ${defaults.set === null ? 'is dropped: it had none' : `becomes ${defaults.set} again`}.`
    : unread
  const undo = againOf(change, column, names)
  return {
    type: 'revert_schema',
    sql: alterType(column, table, before.type, isQuiet ? null : value, defaults),
    risk: loses ? 'loses_data' : keeps ? 'safe' : 'rewrites_table',
    description: `Give ${column} its type ${before.type} back. ${heavy}${lost}${about} PostgreSQL refuses, and nothing changes, when a value does not fit, when the column comes from a parent table or partitions it, or while a view reads it.${viewRemark(drift)}`,
    preconditions: [
      loses && back !== null
        ? noLoss(names, name, castToCompare(back, after.type))
        : fits(isQuiet ? `${column}::text` : value, before.type, names, name),
      inTheWay(name, drift),
      ...(isTimed(after.type) && isTimed(before.type) && isZoned(after.type) !== isZoned(before.type)
        ? [ZONE]
        : []),
    ],
    undo:
      undo === null
        ? { sql: null, text: 'Give it the new type again, with an expression that says how.' }
        : {
            sql: undo,
            text: loses
              ? 'Change the type again; values that were rounded or cut stay so.'
              : 'Change the type again.',
          },
  }
}

/** json has no equality of its own. */
function castToCompare(back: string, type: string): string {
  return type === 'json' || type === 'xml' ? `(${back})::text` : back
}

/** The sequence that its default needs may be gone; one that the column uses now is there. */
export function typeBackSteps(change: TypeChange, drift: Drift): readonly RemediationStep[] {
  const { before, after } = change
  const step = typeBack(change, drift)
  const old = before.defaultValue ?? null
  const isThere = old !== null && sequenceOf(after.defaultValue ?? '') === sequenceOf(old)
  return step.sql === null || isThere ? [step] : [...sequenceSteps(old, drift), step]
}
