import type { ParseContext, ParsedStatement, WrittenName } from '@aegis/core/ports'
import { type Cursor, cursorOf } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import type { Token } from '../lexer/token.ts'
import { type Budget, collectSources, toSources } from './collect-sources.ts'
import { certainPairs } from './column-pairs.ts'
import { readCreateHead } from './create-head.ts'
import type { Scan } from './frame.ts'
import { nameKey } from './name-key.ts'
import type { Query, Write } from './query-model.ts'
import { isFilePath } from './read-name.ts'
import { scanQueries } from './scan-queries.ts'
import { irrelevantHead, opaqueHead, unwrap } from './statement-heads.ts'

/** A statement's answers, before they are numbered. */
export type Answer = ParsedStatement extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'index'>
    : never
  : never

interface Job {
  readonly cursor: Cursor
  readonly lexis: Lexis
  readonly context: ParseContext
  /** Something is known to be missing before a token is read. */
  readonly isCut: boolean
}

function stoppedAt({ cursor }: Job, index: number, reason: string): Answer {
  const { kind, text, start } = cursor.at(index)
  if (kind === 'end') return { status: 'unparsed', reason: `${reason}: the text ends there` }
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text
  return { status: 'unparsed', reason: `${reason}: stopped at "${shown}" (character ${start + 1})` }
}

const MOST_STEPS = 1_000_000

const NOTHING_READ: Readonly<Record<string, string>> = {
  insert: 'insert without a source table',
  create_table_as: 'create table without a source table',
  create_view: 'view without a source table',
  merge: 'merge without a source table',
  update: 'update without another table',
  delete: 'delete without another table',
}

function answersOf(job: Job, scan: Scan, query: Query, write: Write, budget: Budget): readonly Answer[] {
  const found = collectSources(query, job.lexis, budget)
  budget.left -= found.size * write.targets.length
  if (budget.left <= 0) return []
  const certain = certainPairs(job.cursor, query, write, job.lexis)
  return write.targets
    .filter((target) => !isFilePath(target))
    .flatMap((target): readonly Answer[] => {
      const sources = toSources(found, nameKey(target, job.lexis)).map(([key, source]) =>
        key === certain?.sourceKey ? { ...source, columns: certain.pairs } : source,
      )
      const partial = scan.partial || job.isCut
      return sources.length === 0 ? [] : [{ status: 'parsed', kind: write.kind, target, sources, partial }]
    })
}

function scanFrom(job: Job, begin: number, write: Write | null): readonly Answer[] {
  const { cursor, lexis, context, isCut } = job
  const { scan, root } = scanQueries(cursor, lexis, begin, write)
  const { viewName } = context
  if (root.write === null && viewName !== undefined) {
    root.write = { kind: 'create_view', targets: [viewName], columns: null }
    scan.writes.push(root)
  }
  const budget: Budget = { left: MOST_STEPS }
  const answers = scan.writes.flatMap((query) =>
    query.write === null ? [] : answersOf(job, scan, query, query.write, budget),
  )
  if (budget.left <= 0) return [{ status: 'unparsed', reason: 'too many sources and targets to follow' }]
  if (answers.length > 0) return answers
  if (scan.stoppedAt !== null) return [stoppedAt(job, scan.stoppedAt, scan.stopReason)]
  if (scan.writes.length === 0) return [{ status: 'irrelevant', reason: 'select' }]
  if (scan.partial || isCut) return [{ status: 'unparsed', reason: 'no source table was understood' }]
  return [
    { status: 'irrelevant', reason: NOTHING_READ[scan.writes[0]?.write?.kind ?? ''] ?? 'no source table' },
  ]
}

function copyOf({ lexis, isCut }: Job, write: Write, source: WrittenName): readonly Answer[] {
  const [target] = write.targets
  if (target === undefined || nameKey(target, lexis) === nameKey(source, lexis)) {
    return [{ status: 'irrelevant', reason: 'copy of itself' }]
  }
  const only = { name: source, relationship: 'direct' as const, confidence: 1, columns: [] }
  return [{ status: 'parsed', kind: write.kind, target, sources: [only], partial: isCut }]
}

/** One statement's answers: at least one, several when it writes to several tables. */
export function scanStatement(
  tokens: readonly Token[],
  lexis: Lexis,
  context: ParseContext,
  unterminated: boolean,
): readonly Answer[] {
  const cursor = cursorOf(tokens)
  const job: Job = { cursor, lexis, context, isCut: unterminated || context.truncated === true }
  const begin = unwrap(cursor)
  if (begin === null) return [{ status: 'irrelevant', reason: 'explain' }]
  const { word } = cursor.at(begin)
  const irrelevant = irrelevantHead(cursor, begin)
  if (irrelevant !== null) return [{ status: 'irrelevant', reason: irrelevant }]
  if (opaqueHead(word)) return [stoppedAt(job, begin, 'SQL inside a block or a call is not read')]
  if (word !== 'CREATE') return scanFrom(job, begin, null)

  const head = readCreateHead(cursor, begin, lexis)
  switch (head.kind) {
    case 'irrelevant':
      return [{ status: 'irrelevant', reason: head.reason }]
    case 'unparsed':
      return [stoppedAt(job, head.at, head.reason)]
    case 'copy':
      return copyOf(job, head.write, head.source)
    case 'query': {
      const { viewName } = context
      const write = viewName === undefined ? head.write : { ...head.write, targets: [viewName] }
      return scanFrom(job, head.next, write)
    }
  }
}
