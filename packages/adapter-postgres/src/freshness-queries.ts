import type { FreshnessRequest } from '@aegis/core'
import type { Query } from './client.ts'
import { addresses, findable, KINDS } from './queries.ts'
import { WATERMARK_NAMES } from './watermark-columns.ts'

/**
 * Counters of a partitioned table, and of a parent of inheriting tables, are the sums over the whole tree: the parent's own
 * do not move. Takes no lock on any of them, so that one table under maintenance does not hold up the others.
 */
export function counters(requests: readonly FreshnessRequest[]): Query {
  return {
    text: `SELECT r.ord, r.oid, r.kind, r.members, r.has_foreign, r.unsized, r.dml, r.mods, r.live, r.analyzes, r.vacuums,
  r.rows, r.parts, r.files, r.held,
  (extract(epoch FROM pg_stat_get_db_stat_reset_time(d.oid)))::text AS reset,
  (extract(epoch FROM pg_postmaster_start_time()))::text AS started,
  pg_is_in_recovery() AS is_replica, current_setting('track_counts') AS track_counts,
  ceil(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms
FROM (
  WITH RECURSIVE wanted AS MATERIALIZED (
    SELECT w.ord, c.oid, c.relkind AS kind
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w(schema, name, ord)
      JOIN pg_namespace n ON n.nspname = w.schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind = ANY (${KINDS})
  ), tree AS (
    SELECT ord, oid FROM wanted
    UNION
    SELECT tree.ord, i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid
  ), sums AS (
    SELECT ord, count(*) AS members, bool_or(c.relkind = 'f') AS has_foreign,
      bool_or(c.reltuples < 0 AND c.relkind <> 'p') AS unsized,
      sum(pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid)) AS dml,
      sum(pg_stat_get_mod_since_analyze(c.oid)) AS mods,
      sum(pg_stat_get_live_tuples(c.oid)) AS live,
      sum(pg_stat_get_analyze_count(c.oid) + pg_stat_get_autoanalyze_count(c.oid)) AS analyzes,
      sum(pg_stat_get_vacuum_count(c.oid) + pg_stat_get_autovacuum_count(c.oid)) AS vacuums,
      sum(CASE WHEN c.relkind = 'p' THEN 0 ELSE greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0) END)::bigint AS rows,
      CASE count(*) WHEN 1 THEN 0 ELSE hashtextextended(string_agg(c.oid::text, ',' ORDER BY c.oid), 0) END AS parts,
      hashtextextended(string_agg(c.oid || ':' || coalesce(pg_relation_filenode(c.oid), 0), ',' ORDER BY c.oid), 0) AS files,
      CASE count(*) WHEN 1 THEN 0 ELSE coalesce(hashtextextended(string_agg(c.oid || ':' || coalesce(pg_relation_filenode(c.oid), 0), ',' ORDER BY c.oid)
        FILTER (WHERE c.relkind <> 'p' AND (c.reltuples > 0 OR c.relpages > 0 OR pg_stat_get_live_tuples(c.oid) > 0 OR pg_stat_get_tuples_inserted(c.oid) > 0)), 0), 0) END AS held
    FROM tree JOIN pg_class c ON c.oid = tree.oid GROUP BY ord
  )
  SELECT * FROM wanted JOIN sums USING (ord)
) r
  JOIN pg_database d ON d.datname = current_database()
ORDER BY r.ord`,
    values: [...addresses(requests.map(({ ref }) => ref))],
  }
}

export interface Asked {
  readonly oid: string
  /** null: any column that is a watermark by its name and type. */
  readonly column: string | null
}

/**
 * What else a table can be asked: its watermark columns, one row each, or one row without a column. An index helps only if
 * it begins with the column and holds every row; in a tree without partitioning the parent's index is not the children's.
 */
export function signals(asked: readonly Asked[]): Query {
  return {
    text: `SELECT w.ord, has_schema_privilege(c.relnamespace, 'USAGE') AS may_enter,
  has_table_privilege(c.oid, 'SELECT') AS may_select_all, row_security_active(c.oid) AS has_policies,
  current_setting('track_commit_timestamp') AS commit_times, m.attname AS name,
  format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL) AS type,
  has_column_privilege(c.oid, m.attnum, 'SELECT') AS may_select,
  EXISTS (SELECT FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am a ON a.oid = x.relam
    WHERE i.indrelid = c.oid AND i.indkey[0] = m.attnum AND i.indisvalid AND i.indpred IS NULL AND a.amname = 'btree'
      AND (c.relkind = 'p' OR NOT c.relhassubclass)) AS indexed
FROM unnest($1::oid[], $2::text[]) WITH ORDINALITY AS w(oid, named, ord)
  JOIN pg_class c ON c.oid = w.oid
  LEFT JOIN pg_attribute m ON m.attrelid = c.oid AND m.attnum > 0 AND NOT m.attisdropped
    AND (m.attname = w.named OR (w.named IS NULL AND m.atttypid = ANY ('{date,timestamp,timestamptz}'::regtype[])
      AND lower(m.attname) = ANY ($3::text[])))
  LEFT JOIN pg_type t ON t.oid = m.atttypid
ORDER BY w.ord`,
    values: [asked.map(({ oid }) => oid), asked.map(({ column }) => findable(column)), WATERMARK_NAMES],
  }
}

export type TimeType = 'timestamp with time zone' | 'timestamp without time zone' | 'date'

/** What is asked of the rows of a table. */
export interface Probe {
  /** Gives the row back to its request. */
  readonly index: number
  /** Schema-qualified and quoted. */
  readonly table: string
  /** For people. */
  readonly name: string
  readonly what: /** The maximum of a quoted column. */
    | { readonly kind: 'watermark'; readonly column: string; readonly type: TimeType }
    /** The newest time at which a row that is there now was committed. */
    | { readonly kind: 'commit_timestamp' }
    | { readonly kind: 'row_count' }
}

function newestOf({ what }: Probe): string {
  switch (what.kind) {
    case 'watermark':
      return `max(${what.column})`
    case 'commit_timestamp':
      return 'max(pg_xact_commit_timestamp(xmin))'
    case 'row_count':
      return 'count(*)'
  }
}

/**
 * All in one statement: maxima in milliseconds since 1970, a local time read as if it were UTC. The clock is asked after the
 * maximum was found: data that was written meanwhile does not lie ahead of it.
 */
export function probesOf(probes: readonly Probe[]): Query {
  const clock = 'ceil(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms'
  const parts = probes.map((probe) => {
    const from = `FROM (SELECT ${newestOf(probe)} AS m FROM ${probe.table}) x`
    return probe.what.kind === 'row_count'
      ? `SELECT ${probe.index} AS ord, m::text AS newest, false AS infinite, ${clock}\n${from}`
      : `SELECT ${probe.index} AS ord, CASE WHEN isfinite(m) THEN floor(extract(epoch FROM m) * 1000)::text END AS newest,
  NOT isfinite(m) AS infinite, ${clock}\n${from}`
  })
  return { text: parts.join('\nUNION ALL\n'), values: [] }
}
