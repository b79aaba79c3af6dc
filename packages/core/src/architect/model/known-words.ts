import type { Anomaly, SchemaChange } from '../../model/anomaly.ts'
import type { DiagnosisContext } from '../../ports/architect.ts'
import type { TableFacts } from '../../ports/architect-services.ts'
import { cleanLine } from './clean-text.ts'

/** Longest name of a column in a prompt. */
export const MOST_NAME = 128

/** Kinds of facts in prose. Whatever is of another kind may hold a statement, and is taken for one. */
export const PROSE_KINDS: ReadonlySet<string> = new Set([
  'lineage',
  'anomaly',
  'schema_change',
  'freshness',
  'incident',
  'coverage',
])

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
  /**
   * Lower case: words of names that read like sentences, and of statements, unless they are common. A model that says them
   * repeats what somebody wrote into a log.
   */
  readonly suspect: ReadonlySet<string>
}

function columnNames(change: SchemaChange): readonly string[] {
  const { column, previousName, insideColumn, before, after } = change
  return [column, previousName, insideColumn, before?.name, after?.name].filter((name) => name != null)
}

const OWN = new Set(OWN_WORDS)
const SQL = new Set(SQL_WORDS)

/**
 * Words of a type that reads like one: between its brackets and commas words of SQL, with at most one name of a field or of a
 * type of one's own. null: it reads like a sentence.
 */
function typeWords(type: string): readonly string[] | null {
  const plain = cleanLine(type, MOST_NAME).replace(/'[^']*'?/g, ' ')
  const pieces = plain.split(/[,:;()<>[\]]/).map(wordsOf)
  const reads = pieces.every((words) => words.filter((word) => !SQL.has(word)).length <= 1)
  return reads ? pieces.flat() : null
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []
}

/** Words that say nothing of where they come from. */
const COMMON = new Set(
  `about above affected after again against also although among another anomaly because been before began being below
between both break breaks broke broken caused causes change changed changes check column columns comes could data days
deleted delayed detected does down downstream each earlier either evidence ever every first found fresh from gone have
having here hours however impact incident into itself jobs just kind last late later lineage load loaded loads look made
make many mend minutes more most must near nearest need never next none nothing only other over owner owners pipeline
please reached reaches reads removed renamed review root rows same schema seen shape should show shows since some source
stale started still stopped such system table tables team than that their them then there these they this those through
time told turn type types under unknown until upstream used value values very view views want wants week well went were
what when where which while whole whose will with within without would write written your`.split(/\s+/),
)

/** Names of fewer words are names; longer ones may be sentences. */
const SENTENCE_WORDS = 5

function suspectWords(
  { evidence, upstream, incident }: DiagnosisContext,
  written: readonly string[],
  known: ReadonlySet<string>,
): ReadonlySet<string> {
  const names = [...written, ...upstream.map(({ node }) => node.name), incident.table ?? '']
  const sentences = names.map(wordsOf).filter((words) => words.length >= SENTENCE_WORDS)
  const statements = evidence.filter(({ kind }) => !PROSE_KINDS.has(kind)).map(({ text }) => wordsOf(text))
  return new Set(
    [...sentences, ...statements]
      .flat()
      .filter(
        (word) =>
          word.length >= 4 && !COMMON.has(word) && !OWN.has(word) && !SQL.has(word) && !known.has(word),
      ),
  )
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
  const typed = [...columns, ...changes.flatMap(({ before, after }) => [before, after])]
  const types = [...new Set(typed.flatMap((column) => (column === null ? [] : [column.type])))]
  const ofTypes = types.flatMap((type) => typeWords(type) ?? [])
  const odd = types.filter((type) => typeWords(type) === null)
  return {
    words: new Set([...OWN_WORDS, ...SQL_WORDS, ...shown, ...parts, ...ofTypes]),
    columns: new Set(shown),
    steps: new Set([...shown, ...parts]),
    suspect: suspectWords(context, [...raw, ...odd], new Set([...shown, ...parts, ...ofTypes])),
  }
}
