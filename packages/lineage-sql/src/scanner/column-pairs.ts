import type { ColumnPair } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import { foldPart, type Lexis } from '../lexer/lexis.ts'
import type { Token } from '../lexer/token.ts'
import { AGGREGATES } from './keywords.ts'
import { nameKey } from './name-key.ts'
import type { Query, Select, Write } from './query-model.ts'

export interface CertainPairs {
  /** Key of the one table that the columns come from. */
  readonly sourceKey: string
  readonly pairs: readonly ColumnPair[]
}

interface Item {
  /** null: an expression of which nothing is certain. */
  readonly column: string | null
  /** null: it has no name of its own. */
  readonly output: string | null
}

const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'quoted'
/** Words that look like a column and are a value. */
const VALUES_NOT_COLUMNS: ReadonlySet<string> = new Set(
  `NULL TRUE FALSE DEFAULT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP CURRENT_USER
  SESSION_USER USER CURRENT_ROLE CURRENT_CATALOG CURRENT_SCHEMA SYSDATE`.split(/\s+/),
)

/** `col`, `alias.col`: the column. `alias` is what the qualifier must be. */
function readColumn(tokens: readonly Token[], alias: string, lexis: Lexis): string | null {
  const fold = ({ text, kind }: Token): string =>
    foldPart({ text, quoted: kind === 'quoted' }, lexis.nameCase)
  const [first, dot, second] = tokens
  if (first === undefined || !isName(first)) return null
  if (tokens.length === 1) return VALUES_NOT_COLUMNS.has(first.word) ? null : fold(first)
  if (tokens.length !== 3 || dot?.word !== '.' || second === undefined || !isName(second)) return null
  const qualifier = foldPart({ text: first.text, quoted: first.kind === 'quoted' }, lexis.cteCase)
  return qualifier === alias ? fold(second) : null
}

/** `sum(col)`, `count(DISTINCT a.col)`: the tokens of the argument. */
function argumentOf(tokens: readonly Token[]): readonly Token[] | null {
  const [name, open] = tokens
  if (name === undefined || !AGGREGATES.has(name.word) || open?.word !== '(' || tokens.at(-1)?.word !== ')')
    return null
  const inner = tokens.slice(2, -1)
  const [first] = inner
  return first?.word === 'DISTINCT' || first?.word === 'ALL' ? inner.slice(1) : inner
}

function readItem(tokens: readonly Token[], alias: string, lexis: Lexis): Item {
  const last = tokens.at(-1)
  const beforeLast = tokens.at(-2)
  const hasAs = beforeLast?.word === 'AS'
  const isAliased =
    last !== undefined && isName(last) && (hasAs || (beforeLast !== undefined && beforeLast.word !== '.'))
  const body = isAliased ? tokens.slice(0, hasAs ? -2 : -1) : tokens
  const fold = ({ text, kind }: Token): string =>
    foldPart({ text, quoted: kind === 'quoted' }, lexis.nameCase)
  const plain = readColumn(body, alias, lexis)
  const argument = plain === null ? argumentOf(body) : null
  const column = plain ?? (argument === null ? null : readColumn(argument, alias, lexis))
  return { column, output: isAliased ? fold(last) : plain }
}

/** The SELECT that a query consists of, parentheses around it or not; null: it has several. */
function onlySelect(root: Query): Select | null {
  let query = root
  for (;;) {
    const [select, ...others] = query.selects
    if (select === undefined || others.length > 0) return null
    const [read] = select.reads
    if (read === undefined || !('query' in read) || read.via !== 'branch') return select
    query = read.query
  }
}

/** Limits the work; a wider select list is left without column pairs. */
const MOST_TOKENS = 40_000

/**
 * Pairs that are certain without knowing any table's columns: one SELECT over one table, each item a bare column or
 * an aggregate of one, the target columns named by the statement. null: nothing is certain.
 */
export function certainPairs(cursor: Cursor, root: Query, write: Write, lexis: Lexis): CertainPairs | null {
  const select = onlySelect(root)
  if (select === null || write.targets.length > 1) return null
  const fromReads = select.reads.filter(({ via }) => via !== 'expression')
  const [read] = fromReads
  if (fromReads.length !== 1 || read === undefined || !('table' in read)) return null
  const lastItem = select.items.at(-1)
  const firstItem = select.items[0]
  if (firstItem === undefined || lastItem === undefined) return null
  if (lastItem.to <= lastItem.from || lastItem.to - firstItem.from > MOST_TOKENS) return null

  const pairs: ColumnPair[] = []
  for (const [position, { from, to }] of select.items.entries()) {
    const isQuantified = position === 0 && ['DISTINCT', 'ALL'].includes(cursor.at(from).word)
    const begin = isQuantified ? from + 1 : from
    const tokens: Token[] = []
    for (let at = begin; at < to; at += 1) tokens.push(cursor.at(at))
    // Behind a star the positions are unknown, and so are the names that it stands for.
    if (
      write.columns !== null &&
      tokens.some(({ word }, at) => word === '*' && (at === 0 || tokens[at - 1]?.word === '.'))
    )
      break
    const item = readItem(tokens, read.alias ?? '', lexis)
    const target =
      write.columns !== null ? write.columns[position] : write.kind === 'insert' ? undefined : item.output
    if (item.column !== null && target != null) pairs.push({ source: item.column, target })
  }
  return pairs.length === 0 ? null : { sourceKey: nameKey(read.table, lexis), pairs }
}
