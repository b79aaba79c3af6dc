import type { InspectedKind } from '../ports/sql-inspector.ts'

/**
 * What a model may propose: changes of columns that can be taken back, views, and reading. Nothing that drops, deletes, empties, replaces or
 * grants, and nothing that writes rows: of an UPDATE, an INSERT, a MERGE, or the USING of another type no parser can say whether the
 * values are right. Aegis writes changes of types itself.
 */
export const ALLOWED_KINDS: ReadonlySet<InspectedKind> = new Set([
  'select',
  'create_view',
  'refresh_materialized_view',
  'alter_table_add_column',
  'alter_table_rename_column',
  'alter_table_set_not_null',
  'alter_table_drop_not_null',
  'alter_table_set_default',
  'alter_table_drop_default',
] as const)

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}

/** Functions of values that neither write, wait, read files nor reach out. Names with a schema are never on it. */
export const ALLOWED_FUNCTIONS: ReadonlySet<string> = words(
  `abs avg bool_and bool_or btrim cast ceil ceiling coalesce concat concat_ws convert_timezone count current_date
  current_time current_timestamp date date_add date_diff date_part date_sub date_trunc dateadd datediff datetime
  day decode dense_rank div exp extract first_value float64 floor format_date format_timestamp from_unixtime
  greatest hour if ifnull iff initcap int64 is_null_value isnull json_extract_scalar json_value lag last_value lead
  least left len length listagg ln localtime localtimestamp log lower lpad ltrim make_date max median min minute mod
  month now nullif numeric nvl nvl2 parse_date parse_datetime parse_numeric parse_timestamp percentile_cont pow power
  quarter rank regexp_replace regexp_substr replace right round row_number rpad rtrim safe_cast safe_divide second
  sign split_part sqrt stddev string string_agg strpos substr substring sum sysdate timestamp timestamp_micros
  timestamp_millis timestamp_seconds timestamp_trunc to_boolean to_char to_date to_decimal to_double to_json to_number
  to_numeric to_time to_timestamp to_timestamp_ltz to_timestamp_ntz to_timestamp_tz to_varchar to_variant translate
  trim trunc try_cast try_to_boolean try_to_date try_to_decimal try_to_double try_to_number try_to_numeric
  try_to_time try_to_timestamp try_to_timestamp_ntz unix_timestamp upper variance week weekofyear year zeroifnull`,
)

/**
 * What no statement that passes may hold, wherever it stands: functions that hide in operators, samples, quoted names or types of another
 * schema, locks, keys and counters, files, and places for values. A literal that merely looks like one is refused too.
 */
export const REFUSED_TEXTS: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\bOPERATOR\s*\(/i, what: 'an operator of another schema' },
  { pattern: /\bTABLESAMPLE\b/i, what: 'a sampling method' },
  { pattern: /\bFOR\s+(?:NO\s+KEY\s+|KEY\s+)?(?:UPDATE|SHARE)\b/i, what: 'a lock on rows' },
  { pattern: /\bWITH\s+NO\s+DATA\b/i, what: 'WITH NO DATA, which empties a view' },
  {
    pattern: /\b(?:PRIMARY\s+KEY|REFERENCES|(?:BIG|SMALL)?SERIAL|IDENTITY|GENERATED)\b/i,
    what: 'a key, a counter or a generated value',
  },
  { pattern: /\bINFORMATION_SCHEMA\b/i, what: "the system's own tables" },
  { pattern: /["`]\s*\(/, what: 'a function by a quoted name' },
  {
    pattern: /::\s*"?[\w$]+"?\s*\.|\bAS\s+"?[\w$]+"?\s*\.\s*"?[\w$]+"?\s*\)/i,
    what: 'a type of another schema',
  },
  {
    pattern: /\breg(?:class|proc|procedure|oper|operator|type|role|namespace)\b/i,
    what: 'an object by its name in a text',
  },
  { pattern: /@|\$\d/, what: 'a file, a stage or a place for a value' },
  { pattern: /\bexpiration_timestamp\b/i, what: 'a time at which it vanishes' },
]

const OPERATORS = new Set([
  '<',
  '>',
  '=',
  '<=',
  '>=',
  '<>',
  '!=',
  '||',
  '|',
  '&',
  '%',
  '=>',
  '>>',
  '<<',
  '->',
  '->>',
])

/** An operator that users may have made; null: there is none. */
export function strangeOperator(sql: string): string | null {
  const runs = sql.match(/[~!#%^&|?<>=]+/g) ?? []
  return runs.find((run) => !OPERATORS.has(run)) ?? null
}
