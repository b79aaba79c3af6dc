function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}

/**
 * Words that PostgreSQL does not take as a table or schema name without quotes: `reserved` and
 * `reserved (can be function or type)` of `pg_get_keywords()` on 15 and 18.
 */
export const POSTGRESQL_RESERVED: ReadonlySet<string> = words(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
  from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
  localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select session_user similar some symmetric system_user table tablesample then to trailing true union
  unique user using variadic verbose when where window with`,
)

/** "Reserved & limited keywords" of Snowflake's documentation, those that cannot be an identifier. */
export const SNOWFLAKE_RESERVED: ReadonlySet<string> = words(
  `account all alter and any as between by case cast check column connect connection constraint create cross current
  current_date current_time current_timestamp current_user database delete distinct drop else exists false following
  for from full grant group gscluster having ilike in increment inner insert intersect into is issue join lateral left
  like localtime localtimestamp minus natural not null of on or order organization qualify regexp revoke right rlike
  row rows sample schema select set some start table tablesample then to trigger true try_cast union unique update
  using values view when whenever where with`,
)

/** "Reserved keywords" of GoogleSQL's lexical structure. */
export const BIGQUERY_RESERVED: ReadonlySet<string> = words(
  `all and any array as asc assert_rows_modified at between by case cast collate contains create cross cube current
  default define desc distinct else end enum escape except exclude exists extract false fetch following for from full
  group grouping groups hash having if ignore in inner intersect interval into is join lateral left like limit lookup
  merge natural new no not null nulls of on or order outer over partition preceding proto qualify range recursive
  respect right rollup rows select set some struct tablesample then to treat true unbounded union unnest using when
  where window with within`,
)

/** Reserved words of the ANSI mode, which Databricks SQL warehouses run in, and those no table alias may have. */
export const DATABRICKS_RESERVED: ReadonlySet<string> = words(
  `all and anti any as authorization both case cast check collate column constraint create cross current_date
  current_time current_timestamp current_user distinct else end escape except exists false fetch filter for foreign
  from full grant group having in inner intersect into is join lateral leading left like minus natural not null on only
  or order outer overlaps primary references right select semi session_user some sql table then time to trailing true
  union unique unknown user using when where with`,
)

/** For a dialect nobody told us about: quotes too many are harmless, one too few is not. */
export const ANY_RESERVED: ReadonlySet<string> = new Set([
  ...POSTGRESQL_RESERVED,
  ...SNOWFLAKE_RESERVED,
  ...BIGQUERY_RESERVED,
  ...DATABRICKS_RESERVED,
])
