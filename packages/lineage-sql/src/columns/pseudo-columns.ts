import type { Dialect, IdentifierPart } from '@aegis/core/ports'

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

const NONE: ReadonlySet<string> = new Set()
const RESERVED =
  `user current_user session_user system_user current_role current_catalog current_schema current_date
  current_time current_timestamp localtime localtimestamp`.split(/\s+/)

/** What a row has without being a column of its table. */
const OF_ROWS: Readonly<Partial<Record<Dialect, ReadonlySet<string>>>> = {
  postgresql: words('ctid xmin xmax cmin cmax tableoid'),
  bigquery: words(
    '_partitiontime _partitiondate _table_suffix _file_name _change_type _change_timestamp _change_sequence_number',
  ),
  databricks: words('_metadata _change_type _commit_version _commit_timestamp'),
}

/** Functions that are called without parentheses. */
const OF_SESSIONS: Readonly<Partial<Record<Dialect, ReadonlySet<string>>>> = {
  ansi: new Set([...RESERVED, 'sysdate', 'systimestamp', 'rownum']),
  postgresql: new Set(RESERVED),
  snowflake: words(
    'current_user current_role current_date current_time current_timestamp localtime localtimestamp sysdate systimestamp',
  ),
  bigquery: words('current_date current_time current_datetime current_timestamp'),
  databricks: words(
    'user current_user session_user current_catalog current_database current_schema current_date current_timestamp',
  ),
}

/**
 * Whether a name is no column of a table, unless the table is known to have one of that name. `isAlone`: written without
 * a qualifier.
 */
export function isPseudoColumn(
  { text, quoted }: IdentifierPart,
  isAlone: boolean,
  dialect: Dialect,
): boolean {
  const name = text.toLowerCase()
  if ((OF_ROWS[dialect] ?? NONE).has(name)) return true
  // PostgreSQL's tree has folded names that all count as quoted.
  if (quoted) return false
  if (dialect === 'snowflake' && name.startsWith('metadata$')) return true
  return isAlone && (OF_SESSIONS[dialect] ?? NONE).has(name)
}
