import type { FreshnessRequest, TableRef } from '@aegis/core'
import type { Query } from './client.ts'

/** r table, p partitioned, v view, m materialised view, f foreign table. */
const KINDS = `'{r,p,v,m,f}'`

const NOT_OF_THE_SYSTEM = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

/** Tables that an extension brought along, such as its views of statistics, are not the user's. */
const NOT_OF_AN_EXTENSION = `NOT EXISTS (SELECT FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`

/** `name = text` compares exactly; a cast to name would cut both to 63 bytes and find the wrong table. */
const WANTED = `FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w(schema, name, ord)
  JOIN pg_namespace n ON n.nspname = w.schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind = ANY (${KINDS})`

/** No name has a NUL: it then finds nothing, where the server would refuse the whole batch. */
function findable(name: string | null): string | null {
  return name?.includes('\0') === true ? null : name
}

function addresses(refs: readonly TableRef[]): readonly [readonly unknown[], readonly unknown[]] {
  return [refs.map(({ schema }) => findable(schema)), refs.map(({ name }) => findable(name))]
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
  AND ${NOT_OF_THE_SYSTEM} AND ${NOT_OF_AN_EXTENSION}
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
    text: `SELECT w.ord, c.oid, c.relkind AS kind, c.reltuples AS rows, a.names, a.types, a.nullable, a.ordinals,
  (SELECT json_object_agg(d.adnum, pg_get_expr(d.adbin, d.adrelid)) FROM pg_attrdef d WHERE d.adrelid = c.oid) AS defaults,
  (SELECT json_object_agg(p.objsubid, p.description) FROM pg_description p
    WHERE p.objoid = c.oid AND p.classoid = 'pg_class'::regclass AND p.objsubid > 0) AS comments
${WANTED}
  CROSS JOIN LATERAL (
    SELECT json_agg(o.attname) AS names, json_agg(o.type) AS types, json_agg(o.attnum) AS ordinals,
      string_agg(CASE WHEN o.attnotnull THEN 'n' ELSE 'y' END, '') AS nullable
    FROM (
      SELECT a.attname, a.attnum, a.attnotnull, format_type(a.atttypid, a.atttypmod) AS type
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
    ) o
  ) a
ORDER BY w.ord`,
    values: [...addresses(refs)],
  }
}

/**
 * Counters and, where a watermark column is wanted, what is known about it. Counters of a partitioned table, and of a
 * parent of inheriting tables, are the sums over the whole tree: the parent's own do not move. Takes no lock on any of them,
 * so that one table under maintenance does not hold up the others.
 */
export function counters(requests: readonly FreshnessRequest[]): Query {
  const [schemas, names] = addresses(requests.map(({ ref }) => ref))
  return {
    text: `SELECT r.ord, r.oid, r.kind, r.members, r.has_foreign, r.dml, r.mods, r.analyzes, r.files,
  (extract(epoch FROM pg_stat_get_db_stat_reset_time(d.oid)))::text AS reset,
  (extract(epoch FROM pg_postmaster_start_time()))::text AS started,
  has_schema_privilege(r.schema, 'USAGE') AS may_enter,
  m.attname IS NOT NULL AS has_column,
  format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL) AS column_type,
  has_column_privilege(r.oid, m.attnum, 'SELECT') AS may_select,
  row_security_active(r.oid) AS has_policies,
  pg_is_in_recovery() AS is_replica, current_setting('track_counts') AS track_counts,
  ceil(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms
FROM (
  WITH RECURSIVE wanted AS MATERIALIZED (
    SELECT w.ord, w.watermark, n.oid AS schema, c.oid, c.relkind AS kind
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS w(schema, name, watermark, ord)
      JOIN pg_namespace n ON n.nspname = w.schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind = ANY (${KINDS})
  ), tree AS (
    SELECT ord, oid FROM wanted
    UNION
    SELECT tree.ord, i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid
  ), sums AS (
    SELECT ord, count(*) AS members, bool_or(c.relkind = 'f') AS has_foreign,
      sum(pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid)) AS dml,
      sum(pg_stat_get_mod_since_analyze(c.oid)) AS mods,
      sum(pg_stat_get_analyze_count(c.oid) + pg_stat_get_autoanalyze_count(c.oid)) AS analyzes,
      hashtextextended(string_agg(c.oid || ':' || coalesce(pg_relation_filenode(c.oid), 0), ',' ORDER BY c.oid), 0) AS files
    FROM tree JOIN pg_class c ON c.oid = tree.oid GROUP BY ord
  )
  SELECT * FROM wanted JOIN sums USING (ord)
) r
  JOIN pg_database d ON d.datname = current_database()
  LEFT JOIN pg_attribute m ON m.attrelid = r.oid AND m.attname = r.watermark AND m.attnum > 0 AND NOT m.attisdropped
  LEFT JOIN pg_type t ON t.oid = m.atttypid
ORDER BY r.ord`,
    values: [schemas, names, requests.map(({ watermarkColumn }) => findable(watermarkColumn))],
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

/**
 * The maximum of each column in one statement, in milliseconds since 1970; a local time is read as if it were UTC. The
 * clock is asked after the maximum was found: data that was written meanwhile does not lie ahead of it.
 */
export function watermarks(columns: readonly WatermarkColumn[]): Query {
  const parts = columns.map(
    ({ index, table, column }) =>
      `SELECT ${index} AS ord, CASE WHEN isfinite(m) THEN floor(extract(epoch FROM m) * 1000)::text END AS newest,
  NOT isfinite(m) AS infinite, ceil(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms
FROM (SELECT max(${column}) AS m FROM ${table}) x`,
  )
  return { text: parts.join('\nUNION ALL\n'), values: [] }
}

/** Where the extension lives, whether the library is loaded, and whether this role may read other roles' texts. */
export function queryLogSetup(): Query {
  return {
    text: `SELECT quote_ident(e.nspname) AS schema,
  current_setting('server_version_num')::int AS version,
  has_schema_privilege(e.oid, 'USAGE') AS may_enter,
  EXISTS (SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = e.oid AND c.relname = 'pg_stat_statements' AND a.attname = 'toplevel') AS is_current,
  EXISTS (SELECT FROM pg_settings s WHERE s.name = 'pg_stat_statements.max') AS preloaded,
  (SELECT s.setting FROM pg_settings s WHERE s.name = 'shared_preload_libraries') AS libraries,
  pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS may_read_all,
  quote_ident(current_user) AS quoted_role,
  current_database() AS database
FROM (SELECT) one LEFT JOIN (
  SELECT n.oid, n.nspname FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace WHERE x.extname = 'pg_stat_statements'
) e ON true`,
  }
}

/** Comments and brackets in front of a statement. */
const IN_FRONT = String.raw`^(?:\s|\(|--[^\n]*\n|/\*.*?\*/)*`
/** Statements that move data between tables, or tables between names. Ours all begin with SELECT, BEGIN or SET. */
const WRITES = String.raw`${IN_FRONT}(?:insert|merge|update|delete|create|copy|with|alter|refresh|drop)\M`
const SELECTS_INTO = String.raw`${IN_FRONT}select\M.*\minto\M`

const HIDDEN = `'<insufficient privilege>'`

/**
 * Counted statements; of roles whose texts are hidden one row each, without a text. The clock of each row is read after
 * its count. `schema` is already quoted.
 */
export function loggedStatements(schema: string, version: number, excludeRoles: readonly string[]): Query {
  const since =
    version >= 170_000 ? 'floor(extract(epoch FROM s.stats_since) * 1000)::bigint' : 'NULL::bigint'
  const ofThisDatabase = `s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND NOT (coalesce(r.rolname, '') = ANY ($2::text[]))`
  const now = 'ceil(extract(epoch FROM clock_timestamp()) * 1000)::bigint'
  return {
    text: `SELECT s.userid, s.queryid::text, s.toplevel, s.calls::text, s.query, r.rolname AS role, ${since} AS since_ms, ${now} AS now_ms, 1 AS statements
FROM ${schema}.pg_stat_statements s LEFT JOIN pg_roles r ON r.oid = s.userid
WHERE ${ofThisDatabase} AND s.queryid IS NOT NULL AND (s.query ~* $1 OR s.query ~* $3)
UNION ALL
SELECT s.userid, NULL, true, sum(s.calls)::text, NULL, r.rolname, NULL, max(${now}), count(*)
FROM ${schema}.pg_stat_statements s LEFT JOIN pg_roles r ON r.oid = s.userid
WHERE ${ofThisDatabase} AND s.query = ${HIDDEN}
GROUP BY s.userid, r.rolname`,
    values: [WRITES, excludeRoles, SELECTS_INTO],
  }
}

/** `schema` is already quoted. */
export function logState(schema: string): Query {
  return {
    text: `SELECT i.dealloc, floor(extract(epoch FROM i.stats_reset) * 1000)::bigint AS reset_ms,
  floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms
FROM ${schema}.pg_stat_statements_info i`,
  }
}

/** A page of views after an object id. */
export function viewsAfter(schemas: readonly string[] | null, after: string, limit: number): Query {
  return {
    text: `SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND ${NOT_OF_THE_SYSTEM} AND ${NOT_OF_AN_EXTENSION}
  AND ($1::text[] IS NULL OR n.nspname = ANY ($1::text[])) AND c.oid > $2::oid
ORDER BY c.oid LIMIT $3`,
    values: [schemas, after, limit],
  }
}

/** With the catalog's search path, so that every name in the text is qualified. Waits for locks on the views. */
export function definitionsOf(oids: readonly string[]): Query {
  return {
    text: `SELECT v.oid, pg_get_viewdef(v.oid, true) AS sql FROM unnest($1::oid[]) AS v(oid)`,
    values: [oids],
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
  current_setting('track_counts') AS track_counts, pg_is_in_recovery() AS is_replica`,
  }
}
