import type { InspectedKind } from '../ports/sql-inspector.ts'

/**
 * What a model may propose: changes of columns that can be taken back, views, and reading. Nothing that drops, deletes, empties or grants,
 * and nothing that writes rows: of an UPDATE, an INSERT or a MERGE no parser can say whether the values are right.
 */
export const ALLOWED_KINDS: ReadonlySet<InspectedKind> = new Set([
  'select',
  'create_view',
  'create_or_replace_view',
  'refresh_materialized_view',
  'alter_table_add_column',
  'alter_table_rename_column',
  'alter_table_alter_column_type',
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
