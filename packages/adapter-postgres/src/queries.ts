import type { TableRef } from '@aegis/core'
import type { Query } from './client.ts'

/** r table, p partitioned, v view, m materialised view, f foreign table. */
export const KINDS = `'{r,p,v,m,f}'`

const NOT_OF_THE_SYSTEM = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

/** Tables that an extension brought along, such as its views of statistics, are not the user's. */
const NOT_OF_AN_EXTENSION = `NOT EXISTS (SELECT FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`

/** `name = text` compares exactly; a cast to name would cut both to 63 bytes and find the wrong table. */
const WANTED = `FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w(schema, name, ord)
  JOIN pg_namespace n ON n.nspname = w.schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind = ANY (${KINDS})`

/** No name has a NUL: it then finds nothing, where the server would refuse the whole batch. */
export function findable(name: string | null): string | null {
  return name?.includes('\0') === true ? null : name
}

export function addresses(refs: readonly TableRef[]): readonly [readonly unknown[], readonly unknown[]] {
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

/** Beside the name of a type, where it is not the type's own; `format_type` leaves it out. */
const COLLATION = `CASE WHEN a.attcollation IN (0, 100) THEN '' ELSE coalesce((
          SELECT ' COLLATE ' || CASE WHEN s.nspname = 'pg_catalog' THEN '' ELSE quote_ident(s.nspname) || '.' END || quote_ident(k.collname)
          FROM pg_collation k JOIN pg_namespace s ON s.oid = k.collnamespace, pg_type t
          WHERE k.oid = a.attcollation AND t.oid = a.atttypid AND t.typcollation <> k.oid), '') END`

/** Types with lower ids come with the server. */
const FIRST_MADE = 16384

/**
 * Of the types that people made, and that columns of the table reach: the elements of arrays, the attributes of composite types and
 * what domains stand over. Asked only for tables with such a column.
 */
const MADE_TYPES = `WITH RECURSIVE reached(oid) AS (
    SELECT x.atttypid FROM pg_attribute x
    WHERE x.attrelid = c.oid AND x.attnum > 0 AND NOT x.attisdropped AND x.atttypid >= ${FIRST_MADE}
    UNION
    SELECT next.oid FROM reached r JOIN pg_type t ON t.oid = r.oid CROSS JOIN LATERAL (
      SELECT t.typelem AS oid WHERE t.typcategory = 'A'
      UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
      UNION ALL SELECT y.atttypid FROM pg_attribute y
        WHERE t.typtype = 'c' AND y.attrelid = t.typrelid AND y.attnum > 0 AND NOT y.attisdropped
    ) next WHERE next.oid >= ${FIRST_MADE}
  )
  SELECT json_object_agg(t.oid, CASE
    WHEN t.typtype = 'c' THEN json_build_object('attributes', coalesce((
      SELECT json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod) || ${COLLATION}, a.atttypid::text) ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '[]'))
    WHEN t.typtype = 'd' THEN json_build_object('base', json_build_array(format_type(t.typbasetype, t.typtypmod), t.typbasetype::text))
    ELSE json_build_object('element', t.typelem::text)
  END)
  FROM reached r JOIN pg_type t ON t.oid = r.oid WHERE t.typtype IN ('c', 'd') OR t.typcategory = 'A'`

/** One row a table, its columns gathered by the server: a fifth of the rows, half of the time. */
export function columnsOf(refs: readonly TableRef[]): Query {
  return {
    text: `SELECT w.ord, c.oid, c.relkind AS kind, c.reltuples AS rows, a.names, a.types, a.nullable, a.ordinals, a.type_ids,
  CASE WHEN a.type_ids IS NOT NULL THEN (${MADE_TYPES}) END AS made_types,
  (SELECT json_object_agg(d.adnum, pg_get_expr(d.adbin, d.adrelid)) FROM pg_attrdef d WHERE d.adrelid = c.oid) AS defaults,
  (SELECT json_object_agg(p.objsubid, p.description) FROM pg_description p
    WHERE p.objoid = c.oid AND p.classoid = 'pg_class'::regclass AND p.objsubid > 0) AS comments
${WANTED}
  CROSS JOIN LATERAL (
    SELECT json_agg(o.attname) AS names, json_agg(o.type) AS types, json_agg(o.attnum) AS ordinals,
      json_object_agg(o.attnum, o.atttypid::text) FILTER (WHERE o.atttypid >= ${FIRST_MADE}) AS type_ids,
      string_agg(CASE WHEN o.attnotnull THEN 'n' ELSE 'y' END, '') AS nullable
    FROM (
      SELECT a.attname, a.attnum, a.attnotnull, a.atttypid, format_type(a.atttypid, a.atttypmod) || ${COLLATION} AS type
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
    ) o
  ) a
ORDER BY w.ord`,
    values: [...addresses(refs)],
  }
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
