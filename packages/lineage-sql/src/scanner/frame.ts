import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { addQueryRead, addSelect, newQuery, newSelect, type Query, type Select } from './query-model.ts'
import type { Scopes } from './scopes.ts'

/** What the scanner expects next within one frame. */
export type Phase =
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

/** One open parenthesis, or the statement itself. The chain of open frames takes the place of recursion. */
export class Frame {
  /** The frame around it; null: it is the statement itself. */
  readonly outer: Frame | null
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
  mayWrite = false
  /** The word after which the tables come. */
  sourceWord: 'FROM' | 'USING' = 'FROM'
  /** The CTE whose body this is. */
  cte: DeclaredCte | null = null
  /** Bodies of a WITH RECURSIVE, declared before they are read. */
  recursive: Map<number, Query> | null = null
  /** The parenthesis of an aggregate function. */
  isAggregate = false
  /** The parenthesis of a function that stands for a table. */
  isCall = false
  /** The query whose FROM came first, and may feed several INSERTs. */
  fromFirst: Query | null = null
  /** Names to drop when the frame closes. */
  ctes: string[] | null = null
  /** null where no alias is remembered. Frames of one join share them. */
  aliases: string[] | null = null

  constructor(
    outer: Frame | null,
    kind: Frame['kind'],
    phase: Phase,
    query: Query,
    select: Select,
    owner: Select,
    begin: number,
  ) {
    this.outer = outer
    this.kind = kind
    this.phase = phase
    this.query = query
    this.select = select
    this.owner = owner
    this.begin = begin
    this.selectBegin = begin
  }
}

export interface Scan {
  readonly cursor: Cursor
  readonly lexis: Lexis
  readonly scopes: Scopes
  /** The innermost open frame; null: the last was closed. */
  top: Frame | null
  /** Queries that write, in the order of their heads. */
  writes: Query[]
  /** Tables of several parts by their first part, in the order of the text. */
  paths: Map<string, { readonly index: number; readonly select: Select; readonly position: number }[]> | null
  /** INTO names a variable. */
  readonly isProcedural: boolean
  /** Something was skipped that may name a table. */
  partial: boolean
  /** What gives rows that are not in the text, in words; null: nothing was met that is known to. */
  gap: string | null
  /** Token at which the statement stopped making sense; null: it did not. */
  stoppedAt: number | null
  /** What is wrong there, in words. */
  stopReason: string
}

export function stop(scan: Scan, index: number, reason: string): void {
  scan.partial = true
  if (scan.stoppedAt !== null) return
  scan.stoppedAt = index
  scan.stopReason = reason
}

function push(scan: Scan, frame: Frame): Frame {
  scan.top = frame
  return frame
}

/** Opens a query. Its selects are added as they come; until then `select` is one that nobody reads. */
export function pushQuery(scan: Scan, owner: Select | null, query: Query, begin: number): Frame {
  const nowhere = newSelect()
  const frame = new Frame(scan.top, 'query', 'start', query, nowhere, owner ?? nowhere, begin)
  if (scan.lexis.implicitUnnest) frame.aliases = []
  return push(scan, frame)
}

/** Opens a parenthesis around tables: a join, or a subquery once its SELECT is seen. */
export function pushGroup(scan: Scan, around: Frame, begin: number): Frame {
  const { query, select } = around
  const frame = new Frame(scan.top, 'group', 'source', query, select, select, begin)
  frame.selectBegin = around.selectBegin
  // The aliases of a join in parentheses are seen outside: the frames share them.
  frame.aliases = around.aliases
  return push(scan, frame)
}

export function pushExpression(scan: Scan, { query, select }: Frame, begin: number): Frame {
  const frame = new Frame(scan.top, 'expression', 'expression', query, select, select, begin)
  if (scan.lexis.implicitUnnest) frame.aliases = []
  return push(scan, frame)
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
