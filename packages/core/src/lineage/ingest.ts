import type { Dialect } from '../model/connection.ts'
import type { LineageCoverage, LineageEdge, LineageEdgeDraft } from '../model/lineage.ts'
import type { NativeLineageEdge, QueryLogEntry, ViewDefinition } from '../model/query-log.ts'
import type { TableRef } from '../model/table.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import type { LineageParser, WrittenName } from '../ports/lineage-parser.ts'
import type { LineageClosure } from '../ports/store.ts'
import { type ColumnNames, readColumns } from './column-lookup.ts'
import { type CoverageCounter, countCoverage } from './coverage.ts'
import { analyzeTexts, type DistinctText, distinctTexts } from './distinct-texts.ts'
import { endedViews } from './ended-views.ts'
import { loggedRuns } from './log/logged-runs.ts'
import { compareWithNative, edgeKey, endsOfNative, withNative } from './native.ts'
import { playLog, type ViewText } from './play-log.ts'
import { type ReadingMemory, readingMemory } from './reading-memory.ts'
import { createNameResolver } from './resolve-name.ts'
import { type CarriedSessions, NO_SESSIONS, type SessionState } from './session/session-state.ts'
import { settleFlows } from './settle-flows.ts'

export interface IngestOptions {
  readonly parser: LineageParser
  readonly dialect: Dialect
  readonly identifiers: IdentifierRules
  /** What the catalog lists now: what unqualified names are looked up in. */
  readonly knownTables: readonly TableRef[]
  /** Taken as the time of a sighting that has none of its own. */
  readonly now: Date
  /** Edges of earlier readings: what renames and drops apply to. Default none. */
  readonly stored?: readonly LineageEdge[] | undefined
  /** What earlier readings had met. Default nothing. */
  readonly memory?: ReadingMemory | undefined
  /** Sessions that an earlier reading left, and where the next one begins. Default none, and now. */
  readonly sessions?: { readonly carried: CarriedSessions; readonly keepAt: number } | undefined
  /** Columns of tables in order, for `SELECT *`; absent: not known. Rejects only when aborted. */
  readonly describe?: ((refs: readonly TableRef[]) => Promise<ColumnNames>) | undefined
  /** The log is read again from its start: edges that are known get no more runs. Default false. */
  readonly isRescan?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export interface IngestResult {
  readonly edges: readonly LineageEdgeDraft[]
  readonly closures: readonly LineageClosure[]
  /** Edges, each counted once. */
  readonly edgeCount: number
  /** Of the texts of this reading. */
  readonly coverage: LineageCoverage
  /** Of those that no earlier reading had met. */
  readonly newCoverage: LineageCoverage
  /** Sessions as the next reading will find them. */
  readonly sessions: ReadonlyMap<string, SessionState>
}

/** One reading of a connection, in pieces: a log need not be in memory at once. */
export interface LineageIngest {
  addEntries(entries: readonly QueryLogEntry[]): void
  /** All views there are; not called where they cannot be read. */
  addViews(views: readonly ViewDefinition[]): void
  addNative(edges: readonly NativeLineageEdge[]): void
  /** Call once, last. Rejects only when aborted. */
  finish(): Promise<IngestResult>
}

const HIDDEN: Readonly<Record<QueryLogEntry['textState'], string>> = {
  full: 'the log gives no text',
  normalized: 'the log gives no text',
  truncated: 'the log gives no text',
  redacted: 'the text is redacted',
  no_privilege: 'the text of other users is hidden from this role',
}

const WHOLE = {}
const TRUNCATED = { truncated: true }

function viewName({ catalog, schema, name }: TableRef): WrittenName {
  const parts = catalog === '' ? [schema, name] : [catalog, schema, name]
  return { parts: parts.map((text) => ({ text, quoted: true })) }
}

/** Counts what is met now, and apart from it what was never met before. */
function createCounters(memory: ReadingMemory) {
  const all = countCoverage()
  const fresh = countCoverage()
  const isNew = new Map<DistinctText, boolean>()
  const countersOf = (text: DistinctText): readonly CoverageCounter[] =>
    isNew.get(text) === true ? [all, fresh] : [all]
  return {
    countHidden(reason: string, met: 'new' | 'known'): void {
      all.countHidden(reason)
      if (met === 'new') fresh.countHidden(reason)
    },
    countTexts(texts: readonly DistinctText[]): void {
      for (const text of texts) {
        isNew.set(text, memory.isNewText(text.queryHash))
        for (const counter of countersOf(text)) counter.countText(text.statements, text.normalized)
      }
    },
    countAmbiguous(text: DistinctText, name: string): void {
      for (const counter of countersOf(text)) counter.countAmbiguous(name)
    },
    results: () => ({ all: all.result(), fresh: fresh.result() }),
  }
}

/**
 * Logged statements, view definitions and reported lineage to edges. Names that cannot be told are counted and left
 * out, system and session schemas are left out; nothing is guessed.
 */
export function createLineageIngest(options: IngestOptions): LineageIngest {
  const { parser, dialect, identifiers, knownTables, now, stored = [], signal } = options
  const memory = options.memory ?? readingMemory(null)
  const texts = distinctTexts(parser, dialect)
  const runs = loggedRuns(identifiers)
  const counters = createCounters(memory)
  const native: NativeLineageEdge[] = []
  let views: ViewText[] | null = null
  const resolve = createNameResolver(identifiers, knownTables)
  const knownKeys = new Set(knownTables.map((ref) => identifiers.key(ref)))
  const isKnown = (key: string): boolean => knownKeys.has(key)

  function addEntry(entry: QueryLogEntry): void {
    const { text, textState, notAfter } = entry
    const at = notAfter?.getTime() ?? now.getTime()
    const met = memory.meetEntry(entry.id, at)
    if (met === 'repeated') return
    if (text === null) {
      counters.countHidden(HIDDEN[textState], met)
      return
    }
    const distinct = texts.of(text, textState === 'truncated' ? TRUNCATED : WHOLE)
    runs.add(entry, distinct, at, met === 'new' ? Number(entry.executions) : 0)
  }

  function closedViews(seen: ReadonlySet<string>): readonly LineageClosure[] {
    if (views === null) return []
    const unread = views
      .filter(({ text }) => text.statements.some(({ status }) => status === 'unparsed'))
      .map(({ view }) => identifiers.key(view.ref))
    const definitions = views.map(({ view }) => view)
    return endedViews({ stored, views: definitions, unread: new Set(unread), seen, isKnown, identifiers })
  }

  return {
    addEntries(entries) {
      for (const entry of entries) addEntry(entry)
    },
    addViews(more) {
      views ??= []
      for (const view of more)
        views.push({ view, text: texts.of(view.sql, { viewName: viewName(view.ref) }) })
    },
    addNative(edges) {
      native.push(...edges)
    },
    async finish() {
      const all = texts.all()
      const columnsOf = await readColumns(
        { identifiers, resolve, knownTables, describe: options.describe },
        all,
      )
      await analyzeTexts(all, { parser, dialect, columnsOf, signal })
      counters.countTexts(all)
      const played = playLog({
        rules: { dialect, identifiers, resolve },
        runs,
        views: views ?? [],
        now,
        carried: options.sessions?.carried ?? NO_SESSIONS,
        keepAt: options.sessions?.keepAt ?? now.getTime(),
        onLeft: ({ entryId, at }) => {
          if (entryId !== null) memory.forgetEntry(entryId, at)
        },
        onAmbiguous: counters.countAmbiguous,
      })
      const { sightings, closures } = settleFlows(played, stored, isKnown, now)
      const parsed = sightings.drafts()
      const edges = withNative({ sightings, native, stored, identifiers, now, isRescan: options.isRescan })
      const compared =
        native.length === 0
          ? {}
          : { comparedWithNative: compareWithNative(endsOfNative(native, identifiers), parsed) }
      const { all: coverage, fresh } = counters.results()
      return {
        edges,
        closures: [...closures, ...closedViews(new Set(parsed.map(edgeKey)))],
        edgeCount: sightings.count(),
        coverage: { ...coverage, ...compared },
        newCoverage: { ...fresh, ...compared },
        sessions: played.sessions,
      }
    },
  }
}
