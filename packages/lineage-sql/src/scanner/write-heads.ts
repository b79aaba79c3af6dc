import type { StatementKind, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import { foldPart, type Lexis } from '../lexer/lexis.ts'
import { NO_ALIAS, QUERY_STARTS } from './keywords.ts'
import type { Write } from './query-model.ts'
import { readName } from './read-name.ts'

/** The head of a statement that writes. */
export type WriteHead =
  | {
      readonly write: Write
      /** Index of the first token behind the head. */
      readonly next: number
      /** A whole query follows; else sources follow after `sourceWord`. */
      readonly thenQuery: boolean
      readonly sourceWord: 'FROM' | 'USING'
    }
  | { readonly missingAt: number; readonly reason: string }

const missing = (missingAt: number, after: string): WriteHead => ({
  missingAt,
  reason: `expected a table name after ${after}`,
})

/** Names in the parenthesis at `open`, as stored; null: it holds something else. */
export function readColumnList(cursor: Cursor, open: number, lexis: Lexis): readonly string[] | null {
  const columns: string[] = []
  const end = cursor.past(open) - 1
  let at = open + 1
  while (at < end) {
    const { kind, text } = cursor.at(at)
    if (kind !== 'word' && kind !== 'quoted') return null
    columns.push(foldPart({ text, quoted: kind === 'quoted' }, lexis.nameCase))
    // A view's column may carry a comment or a tag.
    while (at < end && cursor.at(at).word !== ',') at = cursor.at(at).word === '(' ? cursor.past(at) : at + 1
    at += 1
  }
  return columns
}

export function startsQuery(cursor: Cursor, index: number): boolean {
  let at = index
  while (cursor.at(at).word === '(') at += 1
  return QUERY_STARTS.has(cursor.at(at).word)
}

/** INSERT ALL and INSERT FIRST name a target at each INTO; the query comes last. */
function readInsert(cursor: Cursor, index: number, lexis: Lexis): WriteHead {
  const targets: WrittenName[] = []
  let columns: readonly string[] | null = null
  const skip = (from: number, ...words: readonly string[]): number =>
    words.includes(cursor.at(from).word) ? from + 1 : from
  const afterOverwrite = skip(index + 1, 'OVERWRITE')
  const afterAll = skip(afterOverwrite, 'ALL', 'FIRST')
  const isMulti = afterAll > afterOverwrite && cursor.at(afterAll).word !== '('
  let at = isMulti ? afterAll : skip(skip(afterOverwrite, 'INTO'), 'TABLE')
  if (!isMulti) {
    const read = readName(cursor, at, lexis)
    if (read === null) return missing(at, 'INSERT')
    targets.push(read.name)
    at = cursor.at(read.next).word === 'AS' ? read.next + 2 : read.next
    if (cursor.at(at).word === '(' && !startsQuery(cursor, at)) columns = readColumnList(cursor, at, lexis)
  }
  while (at < cursor.length) {
    const { word } = cursor.at(at)
    if (word === ')') break
    if (isMulti && word === 'INTO') {
      const read = readName(cursor, at + 1, lexis)
      if (read === null) return missing(at + 1, 'INTO')
      targets.push(read.name)
      at = read.next
    } else if (word === '(' && startsQuery(cursor, at)) break
    else if (word === '(') at = cursor.past(at)
    else if (QUERY_STARTS.has(word) && !(isMulti && word === 'VALUES')) break
    else at += 1
  }
  const write: Write = { kind: 'insert', targets, columns: targets.length === 1 ? columns : null }
  return { write, next: at, thenQuery: true, sourceWord: 'FROM' }
}

const BEFORE_TARGET: ReadonlySet<string> = new Set(['FROM', 'INTO', 'ONLY'])

function readOther(
  cursor: Cursor,
  index: number,
  lexis: Lexis,
  kind: StatementKind,
  sourceWord: 'FROM' | 'USING',
): WriteHead {
  // MERGE WITH SCHEMA EVOLUTION INTO
  let at = cursor.at(index + 1).word === 'WITH' ? index + 4 : index + 1
  while (BEFORE_TARGET.has(cursor.at(at).word)) at += 1
  const isWrapped = cursor.at(at).word === '(' && cursor.at(at - 1).word === 'ONLY'
  const read = readName(cursor, isWrapped ? at + 1 : at, lexis)
  if (read === null) return missing(at, cursor.at(index).word)
  const write: Write = { kind, targets: [read.name], columns: null }
  return { write, next: isWrapped ? read.next + 1 : read.next, thenQuery: false, sourceWord }
}

/** INSERT, UPDATE, DELETE or MERGE at `index`; null: none of them. */
export function readWriteHead(cursor: Cursor, index: number, lexis: Lexis): WriteHead | null {
  switch (cursor.at(index).word) {
    case 'INSERT':
      return readInsert(cursor, index, lexis)
    case 'UPDATE':
      return readOther(cursor, index, lexis, 'update', 'FROM')
    case 'DELETE':
      return readOther(cursor, index, lexis, 'delete', 'USING')
    case 'MERGE':
      return readOther(cursor, index, lexis, 'merge', 'USING')
    default:
      return null
  }
}

const BEFORE_INTO_TARGET: ReadonlySet<string> = new Set([
  'TEMPORARY',
  'TEMP',
  'UNLOGGED',
  'TABLE',
  'LOCAL',
  'GLOBAL',
])

/** SELECT ... INTO at `index`: the table it makes; null: a variable or nothing that is a name. */
export function readSelectInto(
  cursor: Cursor,
  index: number,
  lexis: Lexis,
): { readonly write: Write; readonly next: number } | null {
  let at = index + 1
  while (BEFORE_INTO_TARGET.has(cursor.at(at).word) && !NO_ALIAS.has(cursor.at(at + 1).word)) at += 1
  const read = readName(cursor, at, lexis)
  if (read === null) return null
  return { write: { kind: 'create_table_as', targets: [read.name], columns: null }, next: read.next }
}
