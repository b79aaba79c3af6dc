import type { Anomaly, SchemaChange } from '../../model/anomaly.ts'
import type { Column } from '../../model/table.ts'
import type { DiagnosisContext } from '../../ports/architect.ts'
import type { TableFacts } from '../../ports/architect-services.ts'
import { cleanLine } from './clean-text.ts'

/** Longest name of a column in a prompt. */
export const MOST_NAME = 128

/** Words with underscores, dots or capitals inside that Aegis itself brings into a prompt. */
const OWN_WORDS =
  `schema_drift freshness_violation connection_error revert_schema add_cast rename_back add_alias_view
notify_team pause_pipeline rerun_job accept_change column_added column_deleted column_renamed type_changed
nullability_changed table_dropped table_replaced root_cause root_cause_table blast_radius e.g i.e sla not_null query_log
materialized_view postgresql bigquery snowflake databricks`.split(/\s+/)

/** What statements that mend a table are written in; none of them names anything. */
const SQL_WORDS =
  `add after all alter and any array as asc before begin between bigint bool boolean both by bytea bytes
cascade case cast char character check clone coalesce collate column columns comment commit concat constraint convert
copy create cross current_date current_timestamp data database date datetime dec decimal default delete desc distinct
double drop each else end enum except execute exists extract false first float float4 float64 float8 for foreign from full
function generated geography grant group having hour identity if in index inner insert int int2 int4 int64 int8 integer
intersect interval into is join json jsonb key lateral left length like limit lower materialized merge minute modify
month natural no not null nullable nullif number numeric object of offset on only or order outer overwrite partition
precision primary procedure public real recursive references refresh rename replace restrict restore returns revoke
right role round row rows safe_cast schema second select serial set smallint some string struct table tables temp
temporary text then time timestamp timestamptz timetz timestamp_ntz tinyint to trim true truncate try_cast type union
unique unset update upper user using uuid values varbinary varchar variant varying view views volatile when where with
without year zone to_char to_date to_number to_timestamp date_trunc`.split(/\s+/)

export interface KnownWords {
  /** Lower case: columns, parts of their paths, types, Aegis's own words and those of SQL. */
  readonly words: ReadonlySet<string>
  /** Lower case: columns alone, as the prompt shows them. */
  readonly columns: ReadonlySet<string>
  /** Lower case: what may stand behind a dot: columns and the parts of their paths. */
  readonly steps: ReadonlySet<string>
  /** Names of columns that reach the prompt unchanged: only they can stand in a statement. */
  readonly writable: ReadonlySet<string>
}

function columnNames(change: SchemaChange): readonly string[] {
  const { column, previousName, insideColumn, before, after } = change
  return [column, previousName, insideColumn, before?.name, after?.name].filter((name) => name != null)
}

function typeWords(column: Column | null): readonly string[] {
  return column === null ? [] : wordsOf(cleanLine(column.type, MOST_NAME).replace(/'[^']*'?/g, ' '))
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []
}

function changesOf(anomalies: readonly Anomaly[]): readonly SchemaChange[] {
  return anomalies.flatMap(({ detail }) => (detail.type === 'schema_drift' ? detail.changes : []))
}

/** Every name of a column or type in the evidence, and the words that need no evidence. */
export function knownWords(context: DiagnosisContext, table: TableFacts | null): KnownWords {
  const changes = [
    ...context.changes,
    ...changesOf([
      ...context.anomalies,
      ...context.history,
      ...context.upstream.flatMap(({ anomalies, healed }) => [...anomalies, ...healed]),
    ]),
  ]
  const columns = [...(table?.columns ?? []), ...(table?.acceptedColumns ?? [])]
  const raw = [
    ...columns.map(({ name }) => name),
    ...changes.flatMap(columnNames),
    ...(table?.watermarkColumn == null ? [] : [table.watermarkColumn]),
  ]
  const shown = raw.map((name) => cleanLine(name, MOST_NAME).toLowerCase())
  // A path such as `address.geo[].lat` may also be named by its parts.
  const parts = shown.filter((name) => /^[\p{L}\p{N}_$.[\]]+$/u.test(name)).flatMap((name) => wordsOf(name))
  const types = [...columns, ...changes.flatMap(({ before, after }) => [before, after])].flatMap(typeWords)
  return {
    words: new Set([...OWN_WORDS, ...SQL_WORDS, ...shown, ...parts, ...types]),
    columns: new Set(shown),
    steps: new Set([...shown, ...parts]),
    writable: new Set(raw.filter((name) => cleanLine(name, MOST_NAME) === name)),
  }
}
