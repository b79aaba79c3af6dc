import type { ColumnPair } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import { foldText, type Lexis, type NameCase } from '../lexer/lexis.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { isAggregateAt } from './keywords.ts'
import type { Query, Read, Select, TableRead, Write } from './query-model.ts'

export interface CertainPairs {
  /** The one table that the columns come from. */
  readonly source: TableRead
  readonly pairs: readonly ColumnPair[]
}

/** Words that look like a column and are a value. */
const VALUES_NOT_COLUMNS: WordSet = wordSet(
  `NULL TRUE FALSE DEFAULT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP CURRENT_USER
  SESSION_USER USER CURRENT_ROLE CURRENT_CATALOG CURRENT_SCHEMA SYSDATE`,
)

/** Functions that give several columns where one item stands. */
const GENERATORS: WordSet = wordSet(
  'EXPLODE EXPLODE_OUTER POSEXPLODE POSEXPLODE_OUTER INLINE INLINE_OUTER STACK JSON_TUPLE',
)

function foldAt(cursor: Cursor, index: number, nameCase: NameCase): string {
  return foldText(cursor.text(index), cursor.kind(index) === 'quoted', nameCase)
}

/** `col`, `alias.col` in [from, to): the column. The alias must be that of the table. */
function readColumn(
  cursor: Cursor,
  from: number,
  to: number,
  { alias }: TableRead,
  lexis: Lexis,
): string | null {
  if (!cursor.isName(from)) return null
  if (to - from === 1)
    return cursor.isOneOf(from, VALUES_NOT_COLUMNS) ? null : foldAt(cursor, from, lexis.nameCase)
  if (to - from !== 3 || cursor.word(from + 1) !== '.' || !cursor.isName(from + 2)) return null
  const qualifier = foldAt(cursor, from, lexis.cteCase)
  const wanted = alias === null ? '' : foldText(alias.text, alias.quoted, lexis.cteCase)
  return qualifier === wanted ? foldAt(cursor, from + 2, lexis.nameCase) : null
}

/** The column of `sum(col)`, `count(DISTINCT a.col)`. */
function readArgument(
  cursor: Cursor,
  from: number,
  to: number,
  table: TableRead,
  lexis: Lexis,
): string | null {
  if (!isAggregateAt(cursor, from, lexis) || cursor.word(from + 1) !== '(' || cursor.word(to - 1) !== ')')
    return null
  const first = cursor.word(from + 2)
  const begin = (first === 'DISTINCT' || first === 'ALL') && to - 1 > from + 2 ? from + 3 : from + 2
  return begin < to - 1 ? readColumn(cursor, begin, to - 1, table, lexis) : null
}

/** The SELECT that a query consists of, parentheses around it or not; null: it has several. */
function onlySelect(root: Query): Select | null {
  let query = root
  for (;;) {
    const select = query.selects[0]
    if (select === undefined || query.selects.length > 1) return null
    const read = select.reads[0]
    if (read === undefined || read.query === null || read.via !== 'branch') return select
    query = read.query
  }
}

/** The one table that a SELECT reads; null: it reads another number, or something that is no table. */
function onlyTable(reads: readonly Read[]): TableRead | null {
  let only: Read | null = null
  for (const read of reads) {
    if (read.via === 'expression') continue
    if (only !== null) return null
    only = read
  }
  return only !== null && only.table !== null ? only : null
}

/** `*` or `a.*` among the tokens of an item: behind it positions and names are unknown. */
function hasStar(cursor: Cursor, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    if (cursor.word(at) === '*' && (at === from || cursor.word(at - 1) === '.')) return true
  }
  return false
}

/** DISTINCT, ALL and TOP 10, which stand before the first item. */
function pastQuantifier(cursor: Cursor, index: number): number {
  const word = cursor.word(index)
  const at = word === 'DISTINCT' || word === 'ALL' ? index + 1 : index
  return cursor.word(at) === 'TOP' && cursor.kind(at + 1) === 'number' ? at + 2 : at
}

/** Limits the work; a wider select list is left without column pairs. */
const MOST_TOKENS = 40_000

/**
 * Pairs that are certain without knowing any table's columns: one SELECT over one table, each item a bare column or
 * an aggregate of one, the target columns named by the statement. null: nothing is certain.
 */
export function certainPairs(cursor: Cursor, root: Query, write: Write, lexis: Lexis): CertainPairs | null {
  if (write.targets.length > 1) return null
  const select = onlySelect(root)
  const source = select === null ? null : onlyTable(select.reads)
  if (select === null || source === null) return null
  const { items } = select
  const firstItem = items[0]
  const lastItem = items[items.length - 1]
  if (firstItem === undefined || lastItem === undefined) return null
  if (lastItem.to <= lastItem.from || lastItem.to - firstItem.from > MOST_TOKENS) return null

  const pairs: ColumnPair[] = []
  for (let position = 0; position < items.length; position += 1) {
    const item = items[position]
    if (item === undefined) break
    const { to } = item
    const from = position === 0 ? pastQuantifier(cursor, item.from) : item.from
    const isSeveral = cursor.isOneOf(from, GENERATORS) && cursor.word(from + 1) === '('
    if (write.columns !== null && (isSeveral || hasStar(cursor, from, to))) break
    const hasAs = to - from >= 2 && cursor.word(to - 2) === 'AS'
    const isAliased = to - from >= 2 && cursor.isName(to - 1) && cursor.word(to - 2) !== '.'
    const end = isAliased ? to - (hasAs ? 2 : 1) : to
    const plain = readColumn(cursor, from, end, source, lexis)
    const column = plain ?? readArgument(cursor, from, end, source, lexis)
    if (column === null) continue
    const target =
      write.columns !== null
        ? write.columns[position]
        : write.kind === 'insert' && write.byName !== true
          ? undefined
          : isAliased
            ? foldAt(cursor, to - 1, lexis.nameCase)
            : plain
    if (target != null) pairs.push({ source: column, target })
  }
  return pairs.length === 0 ? null : { source, pairs }
}
