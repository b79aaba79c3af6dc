import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Dialect } from '../model/connection.ts'
import type { LineageCoverage, LineageEdgeDraft, LineageOrigin } from '../model/lineage.ts'
import type { QueryLogEntry, ViewDefinition } from '../model/query-log.ts'
import type { TableRef } from '../model/table.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import type { LineageParser, ParsedStatement, WrittenName } from '../ports/lineage-parser.ts'
import { type CoverageCounter, countCoverage } from './coverage.ts'
import { collectSightings, type Sightings } from './merge-sightings.ts'
import { createNameResolver, type NameResolver, type SessionNames } from './resolve-name.ts'

export interface IngestInput {
  readonly parser: LineageParser
  readonly dialect: Dialect
  readonly identifiers: IdentifierRules
  readonly entries?: readonly QueryLogEntry[] | undefined
  readonly views?: readonly ViewDefinition[] | undefined
  /** What the catalog lists now: what unqualified names are looked up in. */
  readonly knownTables: readonly TableRef[]
  /** Taken as the time of a sighting that has none of its own. */
  readonly now: Date
}

export interface IngestResult {
  readonly edges: readonly LineageEdgeDraft[]
  /** Edges, each counted once. */
  readonly edgeCount: number
  readonly coverage: LineageCoverage
}

/** One text with its answers and what its names are to be looked up with. */
interface Understood {
  readonly statements: readonly ParsedStatement[]
  readonly queryHash: string
  readonly origin: LineageOrigin
  readonly session: SessionNames
  readonly seenAt: Date
  readonly executions: number
  /** Set for a view: it is the target, whatever the text says. */
  readonly viewRef: TableRef | null
  readonly makesTemporary: boolean
}

const HIDDEN: Readonly<Record<QueryLogEntry['textState'], string>> = {
  full: 'the log gives no text',
  normalized: 'the log gives no text',
  truncated: 'the log gives no text',
  redacted: 'the text is redacted',
  no_privilege: 'the text of other users is hidden from this role',
}

const MAKES_TEMPORARY =
  /\b(?:create|into)\s+(?:or\s+replace\s+)?(?:(?:global|local)\s+)?(?:temp|temporary|volatile)\b/i

function viewName({ catalog, schema, name }: TableRef): WrittenName {
  const parts = catalog === '' ? [schema, name] : [catalog, schema, name]
  return { parts: parts.map((text) => ({ text, quoted: true })) }
}

function createReader({ parser, dialect }: IngestInput, coverage: CoverageCounter) {
  const known = new Map<
    string,
    { readonly statements: readonly ParsedStatement[]; readonly queryHash: string }
  >()
  /** Each distinct text is parsed and counted once. */
  return (text: string, context: { readonly viewName?: WrittenName; readonly truncated?: boolean }) => {
    const normalized = parser.normalize(text, dialect)
    const view = context.viewName === undefined ? '' : JSON.stringify(context.viewName.parts)
    const key = `${view}\n${normalized}`
    const before = known.get(key)
    if (before !== undefined) return before
    const { statements } = parser.parse(text, dialect, context)
    coverage.countText(statements, normalized)
    const read = { statements, queryHash: bytesToHex(sha256(utf8ToBytes(normalized))) }
    known.set(key, read)
    return read
  }
}

function readAll(input: IngestInput, coverage: CoverageCounter): readonly Understood[] {
  const { entries = [], views = [], now } = input
  const read = createReader(input, coverage)
  const fromViews = views.map(
    ({ ref, sql }): Understood => ({
      ...read(sql, { viewName: viewName(ref) }),
      origin: 'view_definition',
      session: { defaultCatalog: ref.catalog === '' ? null : ref.catalog, defaultSchema: null },
      seenAt: now,
      executions: 1,
      viewRef: ref,
      makesTemporary: false,
    }),
  )
  const fromLog = entries.flatMap((entry): readonly Understood[] => {
    const { text, textState, notAfter, defaultCatalog, defaultSchema } = entry
    if (text === null) {
      coverage.countHidden(HIDDEN[textState])
      return []
    }
    return [
      {
        ...read(text, { truncated: textState === 'truncated' }),
        origin: 'query_log',
        session: { defaultCatalog, defaultSchema },
        seenAt: notAfter ?? now,
        executions: Number(entry.executions),
        viewRef: null,
        makesTemporary: MAKES_TEMPORARY.test(text),
      },
    ]
  })
  return [...fromViews, ...fromLog]
}

/** Unqualified names of tables that a logged statement made for its own session only. */
function temporaryNames(
  understood: readonly Understood[],
  identifiers: IdentifierRules,
): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { statements, makesTemporary } of understood) {
    if (!makesTemporary) continue
    for (const statement of statements) {
      if (statement.status !== 'parsed' || statement.target.parts.length !== 1) continue
      const [part] = statement.target.parts
      const isMade = statement.kind === 'create_table_as' || statement.kind === 'create_view'
      if (part !== undefined && isMade) names.add(identifiers.fold(part))
    }
  }
  return names
}

function addEdges(
  { statements, session, viewRef, ...facts }: Understood,
  { identifiers }: IngestInput,
  resolve: NameResolver,
  coverage: CoverageCounter,
  sightings: Sightings,
): void {
  const lookUp = (name: WrittenName) => {
    const resolved = resolve(name, session)
    if (resolved.status === 'ambiguous') coverage.countAmbiguous(name.parts.map(({ text }) => text).join('.'))
    return resolved.status === 'table' ? resolved : null
  }
  for (const statement of statements) {
    if (statement.status !== 'parsed') continue
    const target =
      viewRef === null ? lookUp(statement.target) : { ref: viewRef, key: identifiers.key(viewRef) }
    if (target === null) continue
    for (const used of statement.sources) {
      const { name, relationship, confidence, columns } = used
      const source = lookUp(name)
      if (source === null || source.key === target.key) continue
      sightings.add({
        source: source.key,
        target: target.key,
        sourceRef: source.ref,
        targetRef: target.ref,
        relationship,
        confidence,
        queryHash: facts.queryHash,
        origin: facts.origin,
        sourceKind: name.kind ?? 'table',
        targetKind: statement.target.kind ?? 'table',
        columns,
        usedColumns: used.usedColumns ?? [],
        columnsComplete: used.columnsComplete ?? false,
        observations: facts.executions,
        seenAt: facts.seenAt,
      })
    }
  }
}

/**
 * Logged statements and view definitions to edges. Pure. Names that cannot be told are counted and left out, system
 * and session schemas are left out; nothing is guessed.
 */
export function ingestLineage(input: IngestInput): IngestResult {
  const coverage = countCoverage()
  const sightings = collectSightings()
  const understood = readAll(input, coverage)
  const temporary = temporaryNames(understood, input.identifiers)
  const resolve = createNameResolver(input.identifiers, input.knownTables, temporary)
  for (const text of understood) addEdges(text, input, resolve, coverage, sightings)
  return { edges: sightings.drafts(), edgeCount: sightings.count(), coverage: coverage.result() }
}
