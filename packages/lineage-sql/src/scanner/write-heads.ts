import type { StatementKind, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import { foldPart, type Lexis } from '../lexer/lexis.ts'
import type { Head } from './head.ts'
import { NO_ALIAS, NO_TABLE_NAME, QUERY_STARTS } from './keywords.ts'
import type { Write } from './query-model.ts'
import { readTarget } from './read-name.ts'
import { isTemporaryName } from './temporary.ts'

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
  | (Head & { readonly kind: 'unparsed' })

/** The answer where a table's name does not stand at `at`. */
export function missing(cursor: Cursor, at: number, after: string): Head & { readonly kind: 'unparsed' } {
  const { word, kind } = cursor.at(at)
  const isVariable = word === 'IDENTIFIER' || word === ':' || kind === 'parameter'
  const reason = isVariable
    ? `the table after ${after} is known only when it runs`
    : `expected a table name after ${after}`
  return { kind: 'unparsed', at, reason }
}

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

/** INTO and TABLE before the target's name, and what several dialects allow before INTO. */
function pastInto(cursor: Cursor, index: number): number {
  let at = index
  while (['OVERWRITE', 'IGNORE', 'LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY'].includes(cursor.at(at).word))
    at += 1
  if (cursor.at(at).word === 'OR' && cursor.at(at + 2).word === 'INTO') at += 2
  // INSERT WITH SCHEMA EVOLUTION INTO
  if (cursor.at(at).word === 'WITH' && cursor.at(at + 1).word === 'SCHEMA') at += 3
  if (cursor.at(at).word === 'INTO') at += 1
  const next = cursor.at(at + 1)
  const isPrefix = next.kind === 'quoted' || (next.kind === 'word' && !NO_TABLE_NAME.has(next.word))
  return cursor.at(at).word === 'TABLE' && isPrefix && next.word !== 'PARTITION' ? at + 1 : at
}

/** INSERT ALL and INSERT FIRST name a target at each INTO; the query comes last. */
function readInsert(cursor: Cursor, index: number, lexis: Lexis): WriteHead {
  const targets: WrittenName[] = []
  let columns: readonly string[] | null = null
  const afterOverwrite = cursor.at(index + 1).word === 'OVERWRITE' ? index + 2 : index + 1
  const choice = cursor.at(afterOverwrite).word
  const into = cursor.at(afterOverwrite + 1).word
  const isMulti = (choice === 'ALL' || choice === 'FIRST') && (into === 'INTO' || into === 'WHEN')
  let at = isMulti ? afterOverwrite + 1 : pastInto(cursor, index + 1)
  if (!isMulti) {
    const read = readTarget(cursor, at, lexis)
    if (read === null) return missing(cursor, at, 'INSERT')
    targets.push(read.name)
    at = cursor.at(read.next).word === 'AS' ? read.next + 2 : read.next
    if (cursor.at(at).word === '(' && !startsQuery(cursor, at)) columns = readColumnList(cursor, at, lexis)
  }
  while (at < cursor.length) {
    const { word } = cursor.at(at)
    if (word === ')') break
    if (isMulti && word === 'INTO') {
      const read = readTarget(cursor, at + 1, lexis)
      if (read === null) return missing(cursor, at + 1, 'INTO')
      targets.push(read.name)
      at = read.next
    } else if (word === '(' && startsQuery(cursor, at)) break
    else if (word === '(') at = cursor.past(at)
    else if (QUERY_STARTS.has(word) && !(isMulti && word === 'VALUES')) break
    else at += 1
  }
  const isTemporary = targets.every(isTemporaryName)
  const write: Write = {
    kind: 'insert',
    targets,
    columns: targets.length === 1 ? columns : null,
    isTemporary,
  }
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
  const isBare = !BEFORE_TARGET.has(cursor.at(index + 1).word)
  let at = cursor.at(index + 1).word === 'WITH' ? index + 4 : index + 1
  while (BEFORE_TARGET.has(cursor.at(at).word)) at += 1
  const isWrapped = cursor.at(at).word === '(' && cursor.at(at - 1).word === 'ONLY'
  const read = readTarget(cursor, isWrapped ? at + 1 : at, lexis)
  if (read === null) return missing(cursor, at, cursor.at(index).word)
  const write: Write = { kind, targets: [read.name], columns: null, isTemporary: isTemporaryName(read.name) }
  const next = isWrapped ? read.next + 1 : read.next
  // DELETE o FROM orders o JOIN ...
  const isDeleteOf = kind === 'delete' && isBare && cursor.at(next).word === 'FROM'
  return { write, next, thenQuery: false, sourceWord: isDeleteOf ? 'FROM' : sourceWord }
}

/** INSERT, UPDATE, DELETE or MERGE at `index`; null: none of them. */
export function readWriteHead(cursor: Cursor, index: number, lexis: Lexis): WriteHead | null {
  switch (cursor.at(index).word) {
    case 'INSERT':
    case 'REPLACE':
    case 'UPSERT':
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
  let isTemporary = false
  while (BEFORE_INTO_TARGET.has(cursor.at(at).word) && !NO_ALIAS.has(cursor.at(at + 1).word)) {
    isTemporary ||= cursor.at(at).word.startsWith('TEMP')
    at += 1
  }
  const read = readTarget(cursor, at, lexis)
  if (read === null) return null
  isTemporary ||= isTemporaryName(read.name)
  return {
    write: { kind: 'create_table_as', targets: [read.name], columns: null, isTemporary },
    next: read.next,
  }
}
