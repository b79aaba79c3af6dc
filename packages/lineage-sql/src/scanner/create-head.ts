import type { StatementKind, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { fileOf } from './files.ts'
import { type Head, unparsed } from './head.ts'
import type { Write } from './query-model.ts'
import { readTarget, skipIfExists } from './read-name.ts'
import { contextOf } from './session-effects.ts'
import { isTemporaryName } from './temporary.ts'
import { readChanges, readCopy } from './transfers.ts'
import { missing, readColumnList, startsQuery } from './write-heads.ts'

/** Words between CREATE and TABLE or VIEW. */
const MODIFIERS: ReadonlySet<string> = new Set(
  `OR REPLACE ALTER GLOBAL LOCAL TEMP TEMPORARY UNLOGGED TRANSIENT VOLATILE EXTERNAL DYNAMIC ICEBERG HYBRID STREAMING
  LIVE SECURE RECURSIVE MATERIALIZED FORCE NOFORCE SNAPSHOT REFRESH FOREIGN EVENT IMMUTABLE PRIVATE MULTISET SET
  COLUMN ROW EDITIONABLE NONEDITIONABLE INTERACTIVE INCREMENTAL UNSECURE`.split(/\s+/),
)
const TEMPORARY: ReadonlySet<string> = new Set(['TEMP', 'TEMPORARY', 'VOLATILE'])

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
    if (word === 'AS' && next === 'REPLICA') return { kind: 'copy', at: at + 3 }
    if (word === 'AS' && startsQuery(cursor, at + 1)) return { kind: 'query', at: at + 1 }
    if (word === 'TEMPLATE') return { kind: 'none', at }
    if (word === 'SELECT') return { kind: 'query', at }
    if (word === '(' && (next === 'SELECT' || next === 'WITH')) return { kind: 'query', at }
    if (word === 'CLONE' || (word === 'COPY' && next !== 'GRANTS' && next !== 'TAGS'))
      return { kind: 'copy', at: at + 1 }
    if (word === 'AS' && cursor.at(at + 1).kind === 'end') return { kind: 'query', at: at + 1 }
    at = word === '(' ? cursor.past(at) : at + 1
  }
  return { kind: 'none', at }
}

function endsWithNoData({ length, at }: Cursor): boolean {
  return at(length - 3).word === 'WITH' && at(length - 2).word === 'NO' && at(length - 1).word === 'DATA'
}

/** Formats in which a location is where the table itself is kept, and no source of it. */
const OWN_STORAGE: ReadonlySet<string> = new Set(['DELTA', 'ICEBERG', 'HUDI'])
const LOCATIONS: ReadonlySet<string> = new Set(['LOCATION', 'PATH', 'URIS', 'EXTERNAL_LOCATION'])

/** The files that a table or view is only a window on. */
function filesBehind(
  cursor: Cursor,
  index: number,
  lexis: Lexis,
  isExternal: boolean,
): readonly WrittenName[] {
  let mayBe = isExternal
  const files: WrittenName[] = []
  for (let at = index; at < cursor.length; at += 1) {
    const { word, kind, text } = cursor.at(at)
    if (word === 'USING') mayBe ||= !OWN_STORAGE.has(cursor.at(at + 1).word)
    const isPath = kind === 'string' && text.slice(1, -1).toLowerCase() === 'path'
    if (!LOCATIONS.has(word) && !isPath) continue
    let value = at + 1
    while (['=', '[', '('].includes(cursor.at(value).word)) value += 1
    for (let file = fileOf(cursor.at(value), lexis); file !== null; file = fileOf(cursor.at(value), lexis)) {
      files.push(file)
      if (cursor.at(value + 1).word !== ',' || word !== 'URIS') break
      value += 2
    }
  }
  return mayBe ? files : []
}

/** CREATE STREAM s ON TABLE t, CREATE SYNONYM s FOR t: another name for the data of one object. */
function readStandIn(cursor: Cursor, index: number, lexis: Lexis, before: string): Head {
  const reason = `create ${cursor.at(index).word.toLowerCase()}`
  const named = skipIfExists(cursor, index + 1)
  const read = readTarget(cursor, named, lexis)
  if (read === null) return unparsed(named, `expected a name after CREATE ${cursor.at(index).word}`)
  let at = read.next
  while (at < cursor.length && cursor.at(at).word !== before)
    at = cursor.at(at).word === '(' ? cursor.past(at) : at + 1
  at += 1
  while (['EXTERNAL', 'DYNAMIC', 'EVENT', 'ICEBERG', 'TABLE', 'VIEW', 'STAGE'].includes(cursor.at(at).word))
    at += 1
  const source = readTarget(cursor, at, lexis)
  if (source === null) return { kind: 'irrelevant', reason }
  const isStage = cursor.at(at - 1).word === 'STAGE'
  const text = `@${source.name.parts.map((part) => part.text).join('.')}`
  const from: WrittenName = isStage ? { parts: [{ text, quoted: true }], kind: 'stage' } : source.name
  const write: Write = { kind: 'create_view', targets: [read.name], columns: null, isTemporary: false }
  return { kind: 'flow', write, sources: [from] }
}

/** CREATE of something else than a table or view. `index` is at its kind. */
function readOtherObject(cursor: Cursor, index: number, lexis: Lexis): Head {
  const { word, kind } = cursor.at(index)
  const as = (): number => {
    let at = index
    while (at < cursor.length && cursor.at(at).word !== 'AS')
      at = cursor.at(at).word === '(' ? cursor.past(at) : at + 1
    return at + 1
  }
  switch (word) {
    case 'STREAM':
      return readStandIn(cursor, index, lexis, 'ON')
    case 'SYNONYM':
      return readStandIn(cursor, index, lexis, 'FOR')
    case 'PIPE': {
      const copy = as()
      return cursor.at(copy).word === 'COPY'
        ? readCopy(cursor, copy, lexis)
        : { kind: 'irrelevant', reason: 'create pipe' }
    }
    case 'FLOW': {
      const start = as()
      if (cursor.at(start).word === 'INSERT') return { kind: 'statement', next: start }
      const into = cursor.at(start).word === 'AUTO' || cursor.at(start).word === 'APPLY' ? start + 2 : -1
      return into === -1 ? { kind: 'irrelevant', reason: 'create flow' } : readChanges(cursor, into, lexis)
    }
    case 'MODEL': {
      const read = readTarget(cursor, skipIfExists(cursor, index + 1), lexis)
      const start = as()
      if (read === null || !startsQuery(cursor, start)) return { kind: 'irrelevant', reason: 'create model' }
      const write: Write = { kind: 'other', targets: [read.name], columns: null, isTemporary: false }
      return { kind: 'query', write, next: start }
    }
    case 'DATABASE':
    case 'SCHEMA': {
      // Snowflake makes a new one the current one.
      const reason = `create ${word.toLowerCase()}`
      if (!lexis.useMeansCatalog) return { kind: 'irrelevant', reason }
      const effect = contextOf(cursor, skipIfExists(cursor, index + 1), lexis, word === 'DATABASE')
      return { kind: 'irrelevant', reason, effects: effect === null ? [] : [effect] }
    }
  }
  if (kind === 'end') return unparsed(index, 'the text ends after CREATE')
  return { kind: 'irrelevant', reason: `create ${word.toLowerCase()}`.trim() }
}

/** CREATE at `index`, or the REPLACE of REPLACE TABLE. */
export function readCreateHead(cursor: Cursor, index: number, lexis: Lexis): Head {
  const modifiers = new Set<string>()
  let at = index + 1
  for (let { word } = cursor.at(at); MODIFIERS.has(word); { word } = cursor.at(at)) {
    modifiers.add(word)
    at += 1
  }
  const object = cursor.at(at).word
  if (object !== 'TABLE' && object !== 'VIEW') return readOtherObject(cursor, at, lexis)
  const named = skipIfExists(cursor, at + 1)
  const read = readTarget(cursor, named, lexis)
  if (read === null) return missing(cursor, named, `CREATE ${object}`)

  const isView = object === 'VIEW' || modifiers.has('MATERIALIZED')
  const kind: StatementKind = isView ? 'create_view' : 'create_table_as'
  const isColumnList = cursor.at(read.next).word === '(' && !startsQuery(cursor, read.next)
  const columns = isColumnList ? readColumnList(cursor, read.next, lexis) : null
  const isTemporary = [...TEMPORARY].some((word) => modifiers.has(word)) || isTemporaryName(read.name)
  const write: Write = { kind, targets: [read.name], columns, isTemporary }
  const body = findBody(cursor, isColumnList ? cursor.past(read.next) : read.next)
  switch (body.kind) {
    case 'query':
      if (!isView && endsWithNoData(cursor)) {
        return isTemporary
          ? { kind: 'empty', write }
          : { kind: 'irrelevant', reason: 'create table with no data' }
      }
      return { kind: 'query', write, next: body.at }
    case 'copy': {
      const source = readTarget(cursor, body.at, lexis)
      if (source === null) return missing(cursor, body.at, 'CLONE or COPY')
      return { kind: 'flow', write, sources: [source.name] }
    }
    case 'prepared':
      return unparsed(body.at, 'the text of the prepared statement is elsewhere')
    case 'none': {
      const files = filesBehind(cursor, read.next, lexis, modifiers.has('EXTERNAL'))
      if (files.length > 0)
        return { kind: 'flow', write: { ...write, kind: isView ? kind : 'other' }, sources: files }
      if (object === 'VIEW') return unparsed(body.at, 'the view has no query')
      if (isTemporary) return { kind: 'empty', write }
      const replaces = cursor.at(index).word === 'REPLACE' || modifiers.has('REPLACE')
      const effects = replaces ? [{ effect: 'truncate' as const, table: read.name }] : []
      return { kind: 'irrelevant', reason: 'create table without data', effects }
    }
  }
}
