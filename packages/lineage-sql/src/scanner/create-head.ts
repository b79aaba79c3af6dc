import type { StatementKind, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import type { Write } from './query-model.ts'
import { readName } from './read-name.ts'
import { readColumnList, startsQuery } from './write-heads.ts'

export type CreateHead =
  /** A query follows at `next`. */
  | { readonly kind: 'query'; readonly write: Write; readonly next: number }
  /** The new table is a copy of another. */
  | { readonly kind: 'copy'; readonly write: Write; readonly source: WrittenName }
  | { readonly kind: 'irrelevant'; readonly reason: string }
  | { readonly kind: 'unparsed'; readonly at: number; readonly reason: string }

/** Words between CREATE and TABLE or VIEW. */
const MODIFIERS: ReadonlySet<string> = new Set(
  `OR REPLACE ALTER GLOBAL LOCAL TEMP TEMPORARY UNLOGGED TRANSIENT VOLATILE EXTERNAL DYNAMIC ICEBERG HYBRID STREAMING
  LIVE SECURE RECURSIVE MATERIALIZED FORCE NOFORCE SNAPSHOT REFRESH FOREIGN EVENT IMMUTABLE PRIVATE`.split(
    /\s+/,
  ),
)

function skipIfNotExists(cursor: Cursor, index: number): number {
  const isThere = cursor.at(index).word === 'IF' && cursor.at(index + 1).word === 'NOT'
  return isThere ? index + 3 : index
}

interface Body {
  readonly kind: 'query' | 'copy' | 'prepared' | 'none'
  readonly at: number
}

/** Goes over options, column lists and properties to what fills the table. */
function findBody(cursor: Cursor, index: number): Body {
  let at = index
  while (at < cursor.length) {
    const { word } = cursor.at(at)
    const next = cursor.at(at + 1).word
    if (word === 'AS' && next === 'EXECUTE') return { kind: 'prepared', at: at + 1 }
    if (word === 'AS' && startsQuery(cursor, at + 1)) return { kind: 'query', at: at + 1 }
    if (word === 'SELECT') return { kind: 'query', at }
    if (word === '(' && next === 'SELECT') return { kind: 'query', at }
    if (word === 'CLONE' || (word === 'COPY' && next !== 'GRANTS')) return { kind: 'copy', at: at + 1 }
    if (word === 'AS' && cursor.at(at + 1).kind === 'end') return { kind: 'query', at: at + 1 }
    at = word === '(' ? cursor.past(at) : at + 1
  }
  return { kind: 'none', at }
}

function endsWithNoData(cursor: Cursor): boolean {
  const { length } = cursor
  return (
    cursor.at(length - 3).word === 'WITH' &&
    cursor.at(length - 2).word === 'NO' &&
    cursor.at(length - 1).word === 'DATA'
  )
}

/** CREATE at `index`. */
export function readCreateHead(cursor: Cursor, index: number, lexis: Lexis): CreateHead {
  let at = index + 1
  let isMaterialized = false
  while (MODIFIERS.has(cursor.at(at).word)) {
    isMaterialized ||= cursor.at(at).word === 'MATERIALIZED'
    at += 1
  }
  const object = cursor.at(at).word
  if (object !== 'TABLE' && object !== 'VIEW') {
    if (cursor.at(at).kind === 'end') return { kind: 'unparsed', at, reason: 'the text ends after CREATE' }
    return { kind: 'irrelevant', reason: `create ${object.toLowerCase()}`.trim() }
  }
  const named = skipIfNotExists(cursor, at + 1)
  const read = readName(cursor, named, lexis)
  if (read === null) return { kind: 'unparsed', at: named, reason: `expected a name after CREATE ${object}` }

  const kind: StatementKind = object === 'VIEW' || isMaterialized ? 'create_view' : 'create_table_as'
  const isColumnList = cursor.at(read.next).word === '(' && !startsQuery(cursor, read.next)
  const columns = isColumnList ? readColumnList(cursor, read.next, lexis) : null
  const write: Write = { kind, targets: [read.name], columns }
  const body = findBody(cursor, isColumnList ? cursor.past(read.next) : read.next)
  switch (body.kind) {
    case 'query':
      if (kind === 'create_table_as' && endsWithNoData(cursor))
        return { kind: 'irrelevant', reason: 'create table with no data' }
      return { kind: 'query', write, next: body.at }
    case 'copy': {
      const source = readName(cursor, body.at, lexis)
      if (source === null)
        return { kind: 'unparsed', at: body.at, reason: 'expected the name of the table to copy' }
      return { kind: 'copy', write, source: source.name }
    }
    case 'prepared':
      return { kind: 'unparsed', at: body.at, reason: 'the text of the prepared statement is elsewhere' }
    case 'none':
      if (object === 'VIEW')
        return { kind: 'unparsed', at: body.at, reason: 'the text ends before the query of the view' }
      return { kind: 'irrelevant', reason: 'create table without data' }
  }
}
