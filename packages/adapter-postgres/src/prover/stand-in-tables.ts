import { identifierRules } from '@aegis/core'
import type { Mender } from './mending.ts'
import { indexOf, NAME, nameAt, partsOf, refOf } from './name-at.ts'
import { type Refusal, type Shadow, tryToRun } from './shadow.ts'

const rules = identifierRules('postgresql')

/**
 * Makes the other tables that views read, with the columns that their texts name. Types are guessed from what PostgreSQL
 * refuses: where a guess fails the view is not built, and that is said.
 */
export interface TableMender extends Mender {
  /** Tables that stand in, as they are written in SQL. */
  readonly names: ReadonlySet<string>
}

/** Of one column that stands in: the types that were tried. */
type Tried = Map<string, Set<string>>

const GUESSES = ['numeric', 'timestamp with time zone', 'integer', 'boolean', 'jsonb', 'date'] as const

const NO_ALIAS: ReadonlySet<string> = new Set(
  'on using where join left right full inner cross natural group order having limit offset union except intersect window fetch for tablesample lateral as'.split(
    ' ',
  ),
)

const FROM = new RegExp(String.raw`(?:\bfrom|\bjoin|,)[\s(]*(${NAME})(?:\s+(?:as\s+)?(${NAME}))?`, 'giu')
const REFERENCE = new RegExp(NAME, 'gu')

const MISSING_IN_USING = /^column "(.+)" specified in USING clause does not exist in (left|right) table$/s
const USING = /\busing\s*\(([^()]*)\)/giu

/** By what name a statement calls its tables. */
function aliasesIn(statement: string, tables: Tables): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>()
  for (const [, written = '', alias = ''] of statement.matchAll(FROM)) {
    const ref = refOf(written)
    const table = ref === null ? '' : rules.sql(ref)
    if (ref === null || !tables.has(table)) continue
    const [called] = NO_ALIAS.has(alias.toLowerCase()) ? [] : (partsOf(alias) ?? [])
    aliases.set(called ?? ref.name, table)
  }
  return aliases
}

type Tables = ReadonlyMap<string, Tried>

interface ColumnPlace {
  readonly table: string
  readonly column: string
}

/** What another type would have to be, as far as PostgreSQL says. */
function wantedTypes(message: string, current: string): readonly string[] {
  const must = /must be type ([\w ]+), not type/.exec(message)?.[1]
  const pair =
    /operator does not exist: (.+?) [^\w\s"]+ (.+)$/.exec(message) ??
    /types (.+?) and (.+?) cannot be matched/.exec(message)
  const other = pair?.slice(1).filter((type) => type !== current && type !== 'unknown') ?? []
  return [...(must === undefined ? [] : [must]), ...other, ...GUESSES]
}

export function tableMender(
  shadow: Shadow,
  /** Tables that must not be stood in for, as they are written in SQL. */
  known: ReadonlySet<string>,
  /** Columns of the known table, with their types: one of these that is missing is not another table's, unless they are joined by it. */
  ofKnown: ReadonlyMap<string, string>,
): TableMender {
  const tables = new Map<string, Tried>()

  async function makeTable(written: string | null): Promise<boolean> {
    const ref = written === null ? null : refOf(written)
    if (ref === null) return false
    const table = rules.sql(ref)
    if (known.has(table) || tables.has(table)) return false
    if (
      (await tryToRun(shadow, `CREATE SCHEMA IF NOT EXISTS ${rules.quote(ref.schema)}`)) !== null ||
      (await tryToRun(shadow, `CREATE TABLE ${table} ()`)) !== null
    ) {
      return false
    }
    tables.set(table, new Map())
    return true
  }

  /** The table that stands in and is called so; without a name, the only one. */
  function placeOf(written: string, aliases: ReadonlyMap<string, string>): ColumnPlace | null {
    const parts = partsOf(written) ?? []
    const column = parts.at(-1)
    if (column === undefined || parts.length > 2) return null
    if (parts.length === 2) {
      const table = aliases.get(parts[0] ?? '')
      return table === undefined ? null : { table, column }
    }
    const [only, ...others] = new Set(aliases.values())
    return only === undefined || others.length > 0 || ofKnown.has(column) ? null : { table: only, column }
  }

  /** `a JOIN b USING (id)`: the column that b, or a, lacks. */
  function placeInUsing(statement: string, message: string): ColumnPlace | null {
    const [, column, side] = MISSING_IN_USING.exec(message) ?? []
    if (column === undefined) return null
    for (const { 1: names = '', index } of statement.matchAll(USING)) {
      if (!names.split(',').some((name) => partsOf(name.trim())?.[0] === column)) continue
      const read = [...statement.slice(0, index).matchAll(FROM)].map(([, written = '']) => refOf(written))
      const ref = read.at(side === 'right' ? -1 : -2)
      const table = ref === null || ref === undefined ? '' : rules.sql(ref)
      if (tables.get(table)?.has(column) === false) return { table, column }
    }
    return null
  }

  async function makeColumn({ message, position }: Refusal, statement: string): Promise<boolean> {
    const written = nameAt(statement, position)
    const joined = placeInUsing(statement, message)
    const named = written === null ? null : placeOf(written, aliasesIn(statement, tables))
    const place = joined ?? named
    if (place === null || tables.get(place.table)?.has(place.column) === true) return false
    const type = joined === null ? 'text' : (ofKnown.get(joined.column) ?? 'text')
    const added = await tryToRun(
      shadow,
      `ALTER TABLE ${place.table} ADD COLUMN ${rules.quote(place.column)} ${type}`,
    )
    if (added !== null) return false
    tables.get(place.table)?.set(place.column, new Set([type]))
    return true
  }

  /** The column that stands in and is written next to where PostgreSQL stumbled; arguments come after their function. */
  function nearest(statement: string, position: number, isFunction: boolean): ColumnPlace | null {
    const aliases = aliasesIn(statement, tables)
    const from = indexOf(statement, position)
    let best: { readonly place: ColumnPlace; readonly distance: number } | null = null
    for (const { 0: written, index } of statement.matchAll(REFERENCE)) {
      const place = placeOf(written, aliases)
      if (place === null || tables.get(place.table)?.has(place.column) !== true) continue
      if (isFunction && index < from) continue
      const distance = index >= from ? index - from : from - index - written.length
      if (best === null || distance < best.distance) best = { place, distance }
    }
    return best?.place ?? null
  }

  async function changeType({ message, position }: Refusal, statement: string): Promise<boolean> {
    const place = position === null ? null : nearest(statement, position, message.startsWith('function'))
    const tried = place === null ? undefined : tables.get(place.table)?.get(place.column)
    if (place === null || tried === undefined) return false
    const type = wantedTypes(message, [...tried].at(-1) ?? 'text').find((wanted) => !tried.has(wanted))
    if (type === undefined) return false
    tried.add(type)
    const column = rules.quote(place.column)
    const changed = await tryToRun(
      shadow,
      `ALTER TABLE ${place.table} ALTER COLUMN ${column} TYPE ${type} USING NULL::${type}`,
    )
    return changed === null
  }

  return {
    get names(): ReadonlySet<string> {
      return new Set(tables.keys())
    },
    async mend(refusal, statement) {
      switch (refusal.code) {
        case '42P01':
          return makeTable(nameAt(statement, refusal.position))
        case '42703':
          return makeColumn(refusal, statement)
        case '42883':
        case '42804':
        case '42725':
        case '42846':
          return changeType(refusal, statement)
        default:
          return false
      }
    },
  }
}
