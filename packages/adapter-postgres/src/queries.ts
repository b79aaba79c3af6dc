import type { FreshnessRequest, TableRef } from '@aegis/core'
import type { Query } from './client.ts'

/** r table, p partitioned, v view, m materialised view, f foreign table. */
const KINDS = `'{r,p,v,m,f}'`

const NOT_OF_THE_SYSTEM = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

/** `name = text` compares exactly; a cast to name would cut both to 63 bytes and find the wrong table. */
const WANTED = `FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w(schema, name, ord)
  JOIN pg_namespace n ON n.nspname = w.schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind = ANY (${KINDS})`

function addresses(refs: readonly TableRef[]): readonly [readonly string[], readonly string[]] {
  return [refs.map(({ schema }) => schema), refs.map(({ name }) => name)]
}

/** The schemas of the list that do not exist, and those that do. */
export function missingSchemas(schemas: readonly string[]): Query {
  return {
    text: `SELECT
  (SELECT json_agg(w) FROM unnest($1::text[]) w WHERE NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = w)) AS missing,
  (SELECT json_agg(n.nspname ORDER BY n.nspname) FROM pg_namespace n WHERE ${NOT_OF_THE_SYSTEM}) AS existing,
  current_database() AS database`,
    values: [schemas],
  }
}

/** A page of tables after an address, in byte order. Partitions belong to their parent and are left out. */
export function tablesAfter(
  schemas: readonly string[] | null,
  after: { readonly schema: string; readonly name: string } | null,
  limit: number,
): Query {
  return {
    text: `SELECT n.nspname AS schema, c.relname AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = ANY (${KINDS}) AND NOT c.relispartition AND c.relpersistence <> 't'
  AND ${NOT_OF_THE_SYSTEM}
  AND ($1::text[] IS NULL OR n.nspname = ANY ($1::text[]))
  AND ($2::text IS NULL OR (n.nspname COLLATE "C", c.relname COLLATE "C") > ($2::text, $3::text))
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
LIMIT $4`,
    values: [schemas, after?.schema ?? null, after?.name ?? null, limit],
  }
}

/** One row a table, its columns gathered by the server: a fifth of the rows, half of the time. */
export function columnsOf(refs: readonly TableRef[]): Query {
  return {
    text: `SELECT w.ord, c.oid, c.relkind AS kind, c.reltuples AS rows, a.names, a.types, a.nullable, a.ordinals
${WANTED}
  CROSS JOIN LATERAL (
    SELECT array_to_json(array_agg(a.attname ORDER BY a.attnum)) AS names,
      array_to_json(array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)) AS types,
      string_agg(CASE WHEN a.attnotnull THEN 'n' ELSE 'y' END, '' ORDER BY a.attnum) AS nullable,
      array_to_json(array_agg(a.attnum ORDER BY a.attnum)) AS ordinals
    FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  ) a
ORDER BY w.ord`,
    values: [...addresses(refs)],
  }
}

/**
 * Counters and, where a watermark column is wanted, what is known about it. Counters of a partitioned table are the
 * sums over its leaves: the parent's own stay 0.
 */
export function counters(requests: readonly FreshnessRequest[]): Query {
  const [schemas, names] = addresses(requests.map(({ ref }) => ref))
  return {
    text: `SELECT w.ord, c.oid, c.relkind AS kind,
  s.dml, s.mods, s.analyzes, s.files,
  (SELECT d.stats_reset::text FROM pg_stat_database d WHERE d.datname = current_database()) AS reset,
  pg_postmaster_start_time()::text AS started,
  has_schema_privilege(n.oid, 'USAGE') AS may_enter,
  m.attname IS NOT NULL AS has_column,
  format_type(m.atttypid, NULL) AS column_type,
  has_column_privilege(c.oid, m.attnum, 'SELECT') AS may_select,
  (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS w(schema, name, watermark, ord)
  JOIN pg_namespace n ON n.nspname = w.schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind = ANY (${KINDS})
  LEFT JOIN pg_attribute m ON m.attrelid = c.oid AND m.attname = w.watermark AND m.attnum > 0 AND NOT m.attisdropped
  CROSS JOIN LATERAL (
    SELECT
      coalesce(sum(pg_stat_get_tuples_inserted(l.oid) + pg_stat_get_tuples_updated(l.oid) + pg_stat_get_tuples_deleted(l.oid)), 0) AS dml,
      coalesce(sum(pg_stat_get_mod_since_analyze(l.oid)), 0) AS mods,
      coalesce(sum(pg_stat_get_analyze_count(l.oid) + pg_stat_get_autoanalyze_count(l.oid)), 0) AS analyzes,
      md5(string_agg(l.oid || ':' || coalesce(pg_relation_filenode(l.oid), 0), ',' ORDER BY l.oid)) AS files
    FROM (
      SELECT c.oid WHERE c.relkind <> 'p'
      UNION ALL
      SELECT t.relid::oid FROM pg_partition_tree(CASE WHEN c.relkind = 'p' THEN c.oid END) t WHERE t.isleaf
    ) l
  ) s
ORDER BY w.ord`,
    values: [schemas, names, requests.map(({ watermarkColumn }) => watermarkColumn)],
  }
}

export interface WatermarkColumn {
  /** Gives the row back to its request. */
  readonly index: number
  /** Schema-qualified and quoted. */
  readonly table: string
  /** Quoted. */
  readonly column: string
  readonly type: WatermarkType
}

export type WatermarkType = 'timestamp with time zone' | 'timestamp without time zone' | 'date'

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS'`

function isoText(type: WatermarkType, timeZone: string | null): string {
  if (type === 'timestamp with time zone') return `to_char(m AT TIME ZONE 'UTC', ${ISO}) || 'Z'`
  if (timeZone === null) return `to_char(m::timestamp, ${ISO})`
  return `to_char((m::timestamp AT TIME ZONE $1::text) AT TIME ZONE 'UTC', ${ISO}) || 'Z'`
}

/** The maximum of each column in one statement: UTC with a `Z`, or local time without one where no zone is known. */
export function watermarks(columns: readonly WatermarkColumn[], timeZone: string | null): Query {
  const parts = columns.map(
    ({ index, table, column, type }) =>
      `SELECT ${index} AS ord, CASE WHEN isfinite(m) THEN ${isoText(type, timeZone)} END AS newest, NOT isfinite(m) AS infinite
FROM (SELECT max(${column}) AS m FROM ${table}) x`,
  )
  const usesZone = columns.some(({ type }) => type !== 'timestamp with time zone')
  return { text: parts.join('\nUNION ALL\n'), values: timeZone !== null && usesZone ? [timeZone] : [] }
}

/** Where the extension lives, whether the library is loaded, and whether this role may read other roles' texts. */
export function queryLogSetup(): Query {
  return {
    text: `SELECT
  (SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'pg_stat_statements') AS schema,
  current_setting('server_version_num')::int AS version,
  (SELECT has_schema_privilege(e.extnamespace, 'USAGE') FROM pg_extension e WHERE e.extname = 'pg_stat_statements') AS may_enter,
  (SELECT setting FROM pg_settings WHERE name = 'shared_preload_libraries') AS preloaded,
  pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS may_read_all,
  current_user AS role,
  (SELECT quote_ident(current_user)) AS quoted_role,
  current_database() AS database`,
  }
}

/** Statements that move data between tables, as normalised by the server. Ours all begin with SELECT or BEGIN. */
const WRITES = String.raw`^\s*((--[^\n]*\n|/\*.*?\*/)\s*)*(insert|merge|update|delete|create|copy|with|alter|refresh)\M`

/** `schema` is already quoted. */
export function loggedStatements(schema: string, version: number, excludeRoles: readonly string[]): Query {
  const since = version >= 170_000 ? '(extract(epoch FROM s.stats_since) * 1000)::bigint' : 'NULL::bigint'
  return {
    text: `SELECT s.userid, s.queryid, s.toplevel, s.calls, s.query, r.rolname AS role, ${since} AS since_ms
FROM ${schema}.pg_stat_statements s LEFT JOIN pg_roles r ON r.oid = s.userid
WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND s.query IS NOT NULL AND s.queryid IS NOT NULL AND s.query ~* $1
  AND NOT (coalesce(r.rolname, '') = ANY ($2::text[]))
ORDER BY s.userid, s.queryid, s.toplevel`,
    values: [WRITES, excludeRoles],
  }
}

/** `schema` is already quoted. */
export function logState(schema: string): Query {
  return {
    text: `SELECT i.dealloc, i.stats_reset::text AS reset,
  (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms,
  (SELECT count(*) FROM ${schema}.pg_stat_statements s
    WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND s.query = '<insufficient privilege>') AS hidden
FROM ${schema}.pg_stat_statements_info i`,
  }
}

/** With an empty search path, so that every name in the text is qualified. */
export function viewDefinitions(schemas: readonly string[] | null): Query {
  return {
    text: `SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind, pg_get_viewdef(c.oid, true) AS sql
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND ${NOT_OF_THE_SYSTEM}
  AND ($1::text[] IS NULL OR n.nspname = ANY ($1::text[]))
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    values: [schemas],
  }
}

export function serverFacts(): Query {
  return {
    text: `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
  current_user AS role, current_database() AS database,
  (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = ANY (${KINDS}) AND NOT c.relispartition AND ${NOT_OF_THE_SYSTEM}) AS tables,
  (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND ${NOT_OF_THE_SYSTEM}
      AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))) AS unreadable,
  current_setting('track_counts', true) AS track_counts`,
  }
}
