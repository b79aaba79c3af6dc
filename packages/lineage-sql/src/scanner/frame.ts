import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { addQueryRead, addSelect, newQuery, newSelect, type Query, type Select } from './query-model.ts'
import type { Scopes } from './scopes.ts'

/** What the scanner expects next within one frame. */
type Phase =
  /** A query, or an operand of UNION and the like. */
  | 'start'
  /** The name of a CTE. */
  | 'ctes'
  | 'after_cte'
  /** The select list; in UPDATE, DELETE and MERGE all before their sources. */
  | 'items'
  /** A table, or what stands in its place. */
  | 'source'
  /** Alias, ON, and what else may follow a table. */
  | 'joined'
  /** Like `joined`, but a comma starts no table. */
  | 'lateral_view'
  /** WHERE and after: no more tables but in subqueries. */
  | 'rest'
  /** Inside a parenthesis of an expression. */
  | 'expression'

interface DeclaredCte {
  readonly key: string
  isDeclared: boolean
}

/** One open parenthesis, or the statement itself. The stack of frames takes the place of recursion. */
export interface Frame {
  kind: 'query' | 'group' | 'expression'
  phase: Phase
  query: Query
  /** Where tables found here go. */
  select: Select
  /** The SELECT around the parenthesis; of the first frame its own. */
  readonly owner: Select
  /** Index of the first token inside. */
  readonly begin: number
  /** Index at which the present SELECT began. */
  selectBegin: number
  /** INSERT, UPDATE, DELETE and MERGE may stand here. */
  readonly mayWrite: boolean
  /** The word after which the tables come. */
  sourceWord: 'FROM' | 'USING'
  /** The CTE whose body this is. */
  readonly cte: DeclaredCte | null
  /** Bodies of a WITH RECURSIVE, declared before they are read. */
  recursive: Map<number, Query> | null
  /** The parenthesis of an aggregate function. */
  readonly isAggregate: boolean
  /** The parenthesis of a function that stands for a table. */
  readonly isCall: boolean
  /** The query whose FROM came first, and may feed several INSERTs. */
  fromFirst: Query | null
  /** Names to drop when the frame closes. */
  ctes: string[] | null
  /** null where no alias is remembered. Frames of one join share them. */
  aliases: string[] | null
}

export interface Scan {
  readonly cursor: Cursor
  readonly lexis: Lexis
  readonly scopes: Scopes
  readonly stack: Frame[]
  /** Queries that write, in the order of their heads. */
  readonly writes: Query[]
  /** Tables of several parts by their first part, in the order of the text. */
  paths: Map<string, { readonly index: number; readonly select: Select; readonly position: number }[]> | null
  /** INTO names a variable. */
  readonly isProcedural: boolean
  /** Something was skipped that may name a table. */
  partial: boolean
  /** Token at which the statement stopped making sense; null: it did not. */
  stoppedAt: number | null
  /** What is wrong there, in words. */
  stopReason: string
}

interface FrameOptions {
  readonly selectBegin?: number
  readonly aliases?: string[] | null
  readonly begin: number
  readonly query?: Query
  readonly mayWrite?: boolean
  readonly cte?: DeclaredCte | null
  readonly isAggregate?: boolean
  readonly isCall?: boolean
}

export function topOf(scan: Scan): Frame | undefined {
  return scan.stack[scan.stack.length - 1]
}

export function stop(scan: Scan, index: number, reason: string): void {
  scan.partial = true
  if (scan.stoppedAt !== null) return
  scan.stoppedAt = index
  scan.stopReason = reason
}

function push(
  scan: Scan,
  frame: Pick<Frame, 'kind' | 'phase' | 'query' | 'select' | 'owner'>,
  options: FrameOptions,
) {
  const { kind, phase, query, select, owner } = frame
  scan.stack.push({
    kind,
    phase,
    query,
    select,
    owner,
    begin: options.begin,
    selectBegin: options.selectBegin ?? options.begin,
    mayWrite: options.mayWrite ?? false,
    sourceWord: 'FROM',
    cte: options.cte ?? null,
    recursive: null,
    isAggregate: options.isAggregate ?? false,
    isCall: options.isCall ?? false,
    fromFirst: null,
    ctes: null,
    aliases: options.aliases ?? (scan.lexis.implicitUnnest ? [] : null),
  })
}

/** Opens a query. Its selects are added as they come; until then `select` is one that nobody reads. */
export function pushQuery(scan: Scan, owner: Select | null, options: FrameOptions): void {
  const nowhere = newSelect()
  const query = options.query ?? newQuery()
  push(scan, { kind: 'query', phase: 'start', query, select: nowhere, owner: owner ?? nowhere }, options)
}

/** Opens a parenthesis around tables: a join, or a subquery once its SELECT is seen. */
export function pushGroup(scan: Scan, around: Frame, begin: number): void {
  const { query, select, selectBegin, aliases } = around
  // The aliases of a join in parentheses are seen outside: the frames share them.
  push(
    scan,
    { kind: 'group', phase: 'source', query, select, owner: select },
    { begin, selectBegin, aliases },
  )
}

export function pushExpression(
  scan: Scan,
  { query, select }: Frame,
  begin: number,
  { isAggregate = false, isCall = false }: { readonly isAggregate?: boolean; readonly isCall?: boolean },
): void {
  const frame = { kind: 'expression', phase: 'expression', query, select, owner: select } as const
  push(scan, frame, { begin, isAggregate, isCall })
}

/** A SELECT was seen in a parenthesis: it is a subquery. */
export function becomeQuery(scan: Scan, frame: Frame): void {
  const via = frame.kind === 'group' ? 'from' : 'expression'
  const query = newQuery()
  addQueryRead(frame.owner, via, query)
  frame.kind = 'query'
  frame.phase = 'start'
  frame.query = query
  frame.aliases = scan.lexis.implicitUnnest ? [] : null
}

export function startSelect(scan: Scan, frame: Frame, index: number): Select {
  // Aliases of one operand of UNION mean nothing in the next.
  if (frame.aliases !== null) for (const key of frame.aliases.splice(0)) scan.scopes.dropAlias(key)
  frame.selectBegin = index
  frame.select = addSelect(frame.query)
  return frame.select
}
