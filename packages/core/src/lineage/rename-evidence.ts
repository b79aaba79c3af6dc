import type { LineageEdge } from '../model/lineage.ts'
import type { QueryLogEntry, QueryLogWindow } from '../model/query-log.ts'
import type { LineageParser, ParsedStatement, ParseResult, WrittenName } from '../ports/lineage-parser.ts'
import type { RenameAnswers, RenameEvidence, RenameQuestion } from '../ports/sentinel.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'
import { createNameResolver, type NameResolver, type NameScope } from './resolve-name.ts'

interface RenameSearch {
  readonly warehouse: WarehouseAdapter
  readonly parser: LineageParser
  /** What was known before: which columns fed which. */
  readonly edges: readonly LineageEdge[]
  /** What the next refresh of the lineage would read. */
  readonly window: QueryLogWindow
  readonly signal: AbortSignal
}

/** Entries looked at, and statements asked for their columns: the scan waits for the answer. */
const MOST_ENTRIES = 50_000
const MOST_ANALYSES = 200

interface Found {
  add(table: string, evidence: RenameEvidence): void
}

/** Without a schema of its session a bare name may be any table's, or one of the session alone. */
function isAddressed({ parts }: WrittenName, { searchPath }: NameScope): boolean {
  return parts.length > 1 || searchPath.length > 0
}

function scopeOf({ defaultCatalog, defaultSchema }: QueryLogEntry): NameScope {
  return { catalog: defaultCatalog, searchPath: defaultSchema === null ? [] : [defaultSchema] }
}

function mentions(text: string, names: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return names.some((name) => lower.includes(name.toLowerCase()))
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** Statements write columns in any case: the exact one, else the only one that differs by case. */
function columnOf(columns: readonly string[], written: string): string | null {
  if (columns.includes(written)) return written
  const alike = columns.filter((column) => isSameName(column, written))
  return alike.length === 1 ? (alike[0] ?? null) : null
}

/** Statements that renamed a column which is gone to one that is new. */
function lookForRename(
  statement: ParsedStatement,
  scope: NameScope,
  questions: ReadonlyMap<string, RenameQuestion>,
  { resolve, warehouse }: { readonly resolve: NameResolver; readonly warehouse: WarehouseAdapter },
  found: Found,
): void {
  if (statement.status !== 'irrelevant' || statement.effect?.effect !== 'rename_column') return
  const { table, column, to } = statement.effect
  if (!isAddressed(table, scope)) return
  const resolved = resolve(table, scope)
  const question = resolved.status === 'table' ? questions.get(resolved.table.key) : undefined
  const { identifiers } = warehouse
  const [from, into] = [identifiers.fold(column), identifiers.fold(to)]
  if (question === undefined || !question.deleted.includes(from) || !question.added.includes(into)) return
  const name = table.parts.map(({ text, quoted }) => (quoted ? identifiers.quote(text) : text)).join('.')
  const written = `ALTER TABLE ${name} RENAME COLUMN ${identifiers.quote(from)} TO ${identifiers.quote(into)}`
  found.add(question.table, { kind: 'renamed', from, to: into, text: `the query log has: ${written}` })
}

/** Statements that fill from a new column what a column that is gone filled before. */
function lookForReader(
  statement: ParsedStatement,
  scope: NameScope,
  questions: ReadonlyMap<string, RenameQuestion>,
  edges: ReadonlyMap<string, LineageEdge>,
  resolve: NameResolver,
  found: Found,
): void {
  if (statement.status !== 'parsed') return
  const target = resolve(statement.target, scope)
  if (target.status !== 'table') return
  for (const { name, columns } of statement.sources) {
    const source = resolve(name, scope)
    const question = source.status === 'table' ? questions.get(source.table.key) : undefined
    if (question === undefined) continue
    const known = edges.get(JSON.stringify([question.table, target.table.key]))?.columns ?? []
    for (const pair of columns) {
      const to = columnOf(question.added, pair.source)
      const before = known.flatMap((old) =>
        isSameName(old.target, pair.target) ? (columnOf(question.deleted, old.source) ?? []) : [],
      )
      const [from, ...others] = new Set(before)
      if (to === null || from === undefined || others.length > 0) continue
      const text = `the query that fills \`${pair.target}\` of ${target.table.key} read \`${from}\` and reads \`${to}\` now`
      found.add(question.table, { kind: 'reader_moved', from, to, text })
    }
  }
}

async function* entriesOf({ warehouse, window, signal }: RenameSearch): AsyncGenerator<QueryLogEntry> {
  if (warehouse.readQueryLog === undefined) return
  let left = MOST_ENTRIES
  for await (const page of warehouse.readQueryLog(window, { signal })) {
    for (const entry of page.entries) {
      left -= 1
      if (left < 0) return
      yield entry
    }
  }
}

/**
 * Looks in what is new in the query log for signs that columns were renamed. Nothing of it is kept: the next refresh of
 * the lineage reads the same again. Rejects when the log cannot be read.
 */
export async function findRenameEvidence(
  search: RenameSearch,
  asked: readonly RenameQuestion[],
): Promise<RenameAnswers> {
  const { warehouse, parser, signal } = search
  const questions = new Map(asked.map((question) => [question.table, question]))
  const edges = new Map(search.edges.map((edge) => [JSON.stringify([edge.source, edge.target]), edge]))
  const known = [...asked.map(({ ref }) => ref), ...search.edges.map(({ targetRef }) => targetRef)]
  const resolve = createNameResolver(warehouse.identifiers, [
    ...new Map(known.map((ref) => [warehouse.identifiers.key(ref), ref])).values(),
  ])
  const answers = new Map<string, RenameEvidence[]>()
  const found: Found = {
    add(table, evidence) {
      const list = answers.get(table) ?? []
      const isKnown = list.some(
        ({ kind, from, to }) => kind === evidence.kind && from === evidence.from && to === evidence.to,
      )
      if (!isKnown) answers.set(table, [...list, evidence])
    },
  }
  const gone = asked.flatMap(({ deleted }) => deleted)
  const come = asked.flatMap(({ added }) => added)
  const tables = asked.map(({ ref }) => ref.name)
  const seen = new Set<string>()
  let analyses = 0
  for await (const entry of entriesOf(search)) {
    const { text } = entry
    if (text === null || seen.has(text) || !mentions(text, come) || !mentions(text, tables)) continue
    seen.add(text)
    const scope = scopeOf(entry)
    if (mentions(text, gone)) {
      for (const statement of parser.parse(text, warehouse.dialect).statements)
        lookForRename(statement, scope, questions, { resolve, warehouse }, found)
    } else if (analyses < MOST_ANALYSES) {
      analyses += 1
      const result: ParseResult =
        (await parser.analyze?.(text, warehouse.dialect, {}, { signal })) ??
        parser.parse(text, warehouse.dialect)
      for (const statement of result.statements)
        lookForReader(statement, scope, questions, edges, resolve, found)
    }
  }
  return answers
}
