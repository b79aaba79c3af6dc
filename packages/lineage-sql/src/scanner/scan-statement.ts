import type {
  LineageSource,
  ParseContext,
  ParsedStatement,
  StatementEffect,
  WrittenName,
} from '@aegis/core/ports'
import { Cursor } from '../lexer/cursor.ts'
import { foldPart, type Lexis } from '../lexer/lexis.ts'
import { readTokens } from '../lexer/read-tokens.ts'
import { literalText } from '../split/literal-text.ts'
import type { Piece } from '../split/piece.ts'
import { appended } from './appended.ts'
import { type Budget, collectSources, type Found, toSources } from './collect-sources.ts'
import { certainPairs } from './column-pairs.ts'
import type { Scan } from './frame.ts'
import type { Head } from './head.ts'
import { nameKey } from './name-key.ts'
import type { Query, Write } from './query-model.ts'
import { isSameName } from './same-name.ts'
import { scanQueries } from './scan-queries.ts'
import { readHead } from './statement-heads.ts'

type Parsed = Extract<ParsedStatement, { readonly status: 'parsed' }>

interface Job {
  /** Of the statement in its script. */
  readonly index: number
  readonly cursor: Cursor
  readonly lexis: Lexis
  readonly context: ParseContext
  /** Something is known to be missing before a token is read. */
  readonly isCut: boolean
  readonly isProcedural: boolean
  /** What it does to tables and to the session happens whenever the text runs. */
  readonly runs: boolean
  /** It hangs on a condition. */
  readonly perhaps: boolean
  /** As of the piece. */
  readonly definedIn: number | null
}

function stoppedAt({ cursor, index: of }: Job, index: number, reason: string): ParsedStatement {
  if (cursor.kind(index) === 'end')
    return { status: 'unparsed', index: of, reason: `${reason}: the text ends there` }
  const text = cursor.text(index)
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text
  return {
    status: 'unparsed',
    index: of,
    reason: `${reason}: stopped at "${shown}" (character ${cursor.start(index) + 1})`,
  }
}

const MOST_STEPS = 1_000_000

const NOTHING_READ: Readonly<Record<string, string>> = {
  insert: 'insert without a source table',
  create_table_as: 'create table without a source table',
  create_view: 'view without a source table',
  merge: 'merge without a source table',
  update: 'update without another table',
  delete: 'delete without another table',
  copy: 'copy without a source table',
}

function parsed(
  job: Job,
  write: Write,
  target: WrittenName,
  sources: readonly LineageSource[],
  partial: boolean,
  own: LineageSource | null = null,
): ParsedStatement {
  const answer: Parsed = {
    status: 'parsed',
    index: job.index,
    kind: write.kind,
    target,
    sources,
    partial: partial || job.isCut,
  }
  const { perhaps, definedIn } = job
  const { isTemporary, replaces = false } = write
  if (!isTemporary && !replaces && definedIn === null) return answer
  return {
    ...answer,
    ...(isTemporary ? { temporary: true } : {}),
    ...(own === null ? {} : { own }),
    ...(replaces ? { replaces } : {}),
    ...(isTemporary && write.unlessExists === true ? { unlessExists: true } : {}),
    ...(write.dropsAtCommit === true ? { dropsAtCommit: true } : {}),
    ...(perhaps && (isTemporary || replaces) ? { perhaps } : {}),
    ...(definedIn === null ? {} : { definedIn }),
  }
}

/** `UPDATE o SET ... FROM orders o`: the table whose alias the target is. */
function aliased(query: Query, { kind }: Write, target: WrittenName, lexis: Lexis): WrittenName {
  const only = target.parts[0]
  if ((kind !== 'update' && kind !== 'delete') || only === undefined || target.parts.length > 1) return target
  const alias = foldPart(only, lexis.cteCase)
  for (const read of query.selects[0]?.reads ?? []) {
    if (read.table === null || read.alias === null || read.table.kind !== undefined) continue
    if (foldPart(read.alias, lexis.cteCase) === alias) return read.table
  }
  return target
}

const directly = (name: WrittenName): LineageSource => ({
  name,
  relationship: 'direct',
  confidence: 1,
  columns: [],
})

/** What is taken from the target itself as it was; null: nothing. */
function ownSource(found: readonly Found[], target: WrittenName, lexis: Lexis): LineageSource | null {
  const own = found.find(({ name }) => isSameName(name, target, lexis))
  return own === undefined ? null : { ...own, columns: [] }
}

/** `known` and an answer for each target of one write. */
function answersOf(
  known: ParsedStatement[],
  job: Job,
  scan: Scan,
  query: Query,
  write: Write,
  budget: Budget,
): ParsedStatement[] {
  let answers = known
  const { lexis } = job
  const found = collectSources(query, lexis, budget)
  budget.left -= found.length * write.targets.length
  if (budget.left <= 0) return answers
  const certain = certainPairs(job.cursor, query, write, lexis)
  const seen = write.targets.length > 1 ? new Set<string>() : null
  for (const written of write.targets) {
    const target = aliased(query, write, written, lexis)
    if (seen !== null) {
      const key = nameKey(target, lexis)
      if (seen.has(key)) continue
      seen.add(key)
    }
    const others = toSources(found, target, certain, lexis)
    const sources = write.alsoFrom === undefined ? others : [...others, ...write.alsoFrom.map(directly)]
    const isMade = write.isTemporary && (write.kind === 'create_table_as' || write.kind === 'create_view')
    const own = isMade || write.replaces === true ? ownSource(found, target, lexis) : null
    if (sources.length > 0 || isMade || (own !== null && write.isTemporary)) {
      answers = appended(answers, parsed(job, write, target, sources, scan.partial, own))
    }
  }
  return answers
}

/** A query that goes nowhere: the tables it reads. */
function readsOf(index: number, reason: string, root: Query, lexis: Lexis): ParsedStatement {
  const found = collectSources(root, lexis, { left: MOST_STEPS })
  if (found.length === 0) return { status: 'irrelevant', index, reason }
  return { status: 'irrelevant', index, reason, reads: found.map(({ name }) => name) }
}

/** DELETE FROM t with nothing behind it empties the table. */
function isEmptying({ cursor, runs }: Job, write: Write | null | undefined): WrittenName | null {
  const target = write?.targets[0]
  const last = cursor.word(cursor.length - 1)
  const isAll = cursor.word(cursor.length - 2) === 'WHERE' && last === 'TRUE'
  const isBare = cursor.length <= 2 + 2 * (target?.parts.length ?? 0) && last !== ')'
  return runs && write?.kind === 'delete' && (isAll || isBare) ? (target ?? null) : null
}

/** INSERT OVERWRITE of what no table gives leaves nothing of what the table held. */
function isOverwritten({ runs }: Job, query: Query): WrittenName | null {
  if (!runs || query.write?.replaces !== true) return null
  const [target = null, ...others] = query.write.targets
  const mayRead = query.selects.some(({ reads }) => reads.some(({ table, query: inner }) => table ?? inner))
  return others.length > 0 || mayRead ? null : target
}

function scanFrom(job: Job, begin: number, write: Write | null): readonly ParsedStatement[] {
  const { cursor, lexis, context, isCut, index } = job
  const { scan, root } = scanQueries(
    cursor,
    lexis,
    begin,
    write,
    job.isProcedural ? 'procedural' : 'statement',
  )
  const { viewName } = context
  if (root.write === null && viewName !== undefined && scan.writes.length === 0) {
    root.write = { kind: 'create_view', targets: [viewName], columns: null, isTemporary: false }
    scan.writes = [root]
  }
  const budget: Budget = { left: MOST_STEPS }
  let answers: ParsedStatement[] = []
  for (const query of scan.writes) {
    if (query.write !== null) answers = answersOf(answers, job, scan, query, query.write, budget)
  }
  if (budget.left <= 0)
    return [{ status: 'unparsed', index, reason: 'too many sources and targets to follow' }]
  if (answers.length > 0) return answers
  if (scan.stoppedAt !== null) return [stoppedAt(job, scan.stoppedAt, scan.stopReason)]
  const first = scan.writes[0]
  if (first === undefined) {
    // WITH q AS (SELECT ... cut short: whatever the CTEs are for is not in the text.
    if ((isCut || scan.partial) && root.selects.length === 0 && cursor.word(begin) === 'WITH')
      return [{ status: 'unparsed', index, reason: 'the text ends before the statement that WITH is for' }]
    return [readsOf(index, 'select', root, lexis)]
  }
  if (scan.gap !== null) {
    return [{ status: 'unparsed', index, reason: `what ${scan.gap} gives is out of sight` }]
  }
  if (scan.partial || isCut) return [{ status: 'unparsed', index, reason: 'no source table was understood' }]
  const reason = NOTHING_READ[first.write?.kind ?? ''] ?? 'no source table'
  const emptied = isEmptying(job, first.write) ?? isOverwritten(job, first)
  const targets = first.write?.targets ?? []
  const written = targets.map((target) =>
    first.write === null ? target : aliased(first, first.write, target, lexis),
  )
  const writes = written.filter(({ kind }) => kind === undefined || kind === 'table')
  if (emptied === null)
    return [
      writes.length === 0
        ? { status: 'irrelevant', index, reason }
        : { status: 'irrelevant', index, reason, writes },
    ]
  return [{ status: 'irrelevant', index, reason, effect: { effect: 'truncate', table: emptied } }]
}

function flowOf(job: Job, write: Write, names: readonly WrittenName[]): readonly ParsedStatement[] {
  const [target] = write.targets
  const key = target === undefined ? '' : nameKey(target, job.lexis)
  const sources = names.filter((name) => nameKey(name, job.lexis) !== key).map(directly)
  const isMade = write.isTemporary && write.kind === 'create_table_as'
  const own = isMade ? names.find((name) => nameKey(name, job.lexis) === key) : undefined
  if (target === undefined || (sources.length === 0 && own === undefined))
    return [{ status: 'irrelevant', index: job.index, reason: 'copy of itself' }]
  return [parsed(job, write, target, sources, false, own === undefined ? null : directly(own))]
}

function irrelevantAnswers(
  { runs, lexis, cursor, index }: Job,
  { reason, effects, readsFrom, writes = [] }: Head & { readonly kind: 'irrelevant' },
): readonly ParsedStatement[] {
  if (readsFrom !== undefined)
    return [readsOf(index, reason, scanQueries(cursor, lexis, readsFrom, null, 'expression').root, lexis)]
  if (writes.length > 0) return [{ status: 'irrelevant', index, reason, writes }]
  if (!runs || effects === undefined || effects.length === 0) return [{ status: 'irrelevant', index, reason }]
  return effects.map((effect: StatementEffect) => ({ status: 'irrelevant', index, reason, effect }))
}

function withView(write: Write, { viewName }: ParseContext): Write {
  return viewName === undefined || write.kind !== 'create_view' ? write : { ...write, targets: [viewName] }
}

function answerHead(job: Job, head: Head): readonly ParsedStatement[] {
  switch (head.kind) {
    case 'irrelevant':
      return irrelevantAnswers(job, head)
    case 'unparsed':
      return [stoppedAt(job, head.at, head.reason)]
    case 'flow':
      return flowOf(job, withView(head.write, job.context), head.sources)
    case 'empty':
      return head.write.targets.map((target) => parsed(job, head.write, target, [], false))
    case 'statement':
      return scanFrom(job, head.next, null)
    case 'query':
      return scanFrom(job, head.next, withView(head.write, job.context))
    case 'text': {
      const list = readTokens(literalText(head.literal, job.lexis), job.lexis)
      const isCut = job.isCut || list.unterminated
      return scanFrom({ ...job, cursor: new Cursor(list), isCut }, 0, head.write)
    }
  }
}

/** The answers to one piece of a script: at least one, unless it is a condition that reads nothing. */
export function scanPiece(
  piece: Piece,
  lexis: Lexis,
  context: ParseContext,
  index: number,
): readonly ParsedStatement[] {
  if (piece.kind === 'answer') return [{ status: piece.status, index, reason: piece.reason }]
  const cursor = piece.tokens
  if (piece.kind === 'expression') {
    const answer = readsOf(index, piece.reason, scanQueries(cursor, lexis, 0, null, 'expression').root, lexis)
    return piece.isSilent && !('reads' in answer) ? [] : [answer]
  }
  const { isProcedural, runs, perhaps, definedIn } = piece
  const isCut = piece.isCut || context.truncated === true
  const job: Job = { index, cursor, lexis, context, isCut, isProcedural, runs, perhaps, definedIn }
  return answerHead(job, readHead(cursor, lexis))
}
