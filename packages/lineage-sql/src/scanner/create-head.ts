import type { StatementKind, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { readOtherObject } from './create-other.ts'
import { fileOf } from './files.ts'
import { type Head, unparsed } from './head.ts'
import type { Write } from './query-model.ts'
import { readTarget, skipIfExists } from './read-name.ts'
import { readMetricView } from './semantic-views.ts'
import { isTemporaryName } from './temporary.ts'
import { readChangesFrom } from './transfers.ts'
import { missing, readColumnList, startsQuery } from './write-heads.ts'

/** Words between CREATE and TABLE or VIEW. */
const MODIFIERS: WordSet = wordSet(
  `OR REPLACE ALTER GLOBAL LOCAL TEMP TEMPORARY UNLOGGED TRANSIENT VOLATILE EXTERNAL DYNAMIC ICEBERG HYBRID STREAMING
  LIVE SECURE RECURSIVE MATERIALIZED FORCE NOFORCE SNAPSHOT REFRESH FOREIGN EVENT IMMUTABLE PRIVATE MULTISET SET
  COLUMN ROW EDITIONABLE NONEDITIONABLE INTERACTIVE INCREMENTAL UNSECURE PUBLIC`,
)
const TEMPORARY: WordSet = wordSet('TEMP TEMPORARY VOLATILE')

const GLOBAL: WordSet = wordSet('GLOBAL')
const MATERIALIZED: WordSet = wordSet('MATERIALIZED')
const EXTERNAL: WordSet = wordSet('EXTERNAL')
const BACKFILL: WordSet = wordSet('BACKFILL')
const REPLACE: WordSet = wordSet('REPLACE')

function hasOneOf(cursor: Cursor, from: number, to: number, set: WordSet): boolean {
  for (let at = from; at < to; at += 1) if (cursor.isOneOf(at, set)) return true
  return false
}

interface Body {
  readonly kind: 'query' | 'copy' | 'changes' | 'prepared' | 'none'
  readonly at: number
}

/** CREATE TABLE t AS s WITH DATA: a copy of the table itself. */
function isCopyOfAll(cursor: Cursor, index: number, lexis: Lexis): boolean {
  const read = readTarget(cursor, index, lexis)
  if (read === null || cursor.word(read.next) !== 'WITH') return false
  const data = cursor.word(read.next + 1) === 'NO' ? read.next + 2 : read.next + 1
  return cursor.word(data) === 'DATA'
}

/** Goes over options, column lists and properties to what fills the table. */
function findBody(cursor: Cursor, index: number, lexis: Lexis): Body {
  let at = index
  while (at < cursor.length) {
    const word = cursor.word(at)
    const next = cursor.word(at + 1)
    if (word === 'AS' && next === 'EXECUTE') return { kind: 'prepared', at: at + 1 }
    if (word === 'AS' && next === 'REPLICA') return { kind: 'copy', at: at + 3 }
    if (word === 'AS' && startsQuery(cursor, at + 1)) return { kind: 'query', at: at + 1 }
    if (word === 'FLOW' && next === 'AUTO') return { kind: 'changes', at: at + 1 }
    if (word === 'AS' && isCopyOfAll(cursor, at + 1, lexis)) return { kind: 'copy', at: at + 1 }
    if (word === 'TEMPLATE') return { kind: 'none', at }
    if (word === 'SELECT') return { kind: 'query', at }
    if (word === '(' && (next === 'SELECT' || next === 'WITH')) return { kind: 'query', at }
    if (word === 'CLONE' || (word === 'COPY' && next !== 'GRANTS' && next !== 'TAGS'))
      return { kind: 'copy', at: at + 1 }
    if (word === 'AS' && cursor.kind(at + 1) === 'end') return { kind: 'query', at: at + 1 }
    at = word === '(' ? cursor.past(at) : at + 1
  }
  return { kind: 'none', at }
}

function endsWithNoData(cursor: Cursor): boolean {
  const last = cursor.length - 1
  return cursor.word(last) === 'DATA' && cursor.word(last - 1) === 'NO' && cursor.word(last - 2) === 'WITH'
}

/** Formats in which a location is where the table itself is kept, and no source of it. */
const OWN_STORAGE: WordSet = wordSet('DELTA ICEBERG HUDI')
const LOCATIONS: WordSet = wordSet('LOCATION PATH URIS EXTERNAL_LOCATION')

const BEFORE_VALUE: WordSet = wordSet('= [ (')

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
    const word = cursor.word(at)
    if (word === 'USING') mayBe ||= !cursor.isOneOf(at + 1, OWN_STORAGE)
    const isPath = cursor.kind(at) === 'string' && cursor.text(at).slice(1, -1).toLowerCase() === 'path'
    if (!cursor.isOneOf(at, LOCATIONS) && !isPath) continue
    let value = at + 1
    while (cursor.isOneOf(value, BEFORE_VALUE)) value += 1
    for (let file = fileOf(cursor, value, lexis); file !== null; file = fileOf(cursor, value, lexis)) {
      files.push(file)
      if (cursor.word(value + 1) !== ',' || word !== 'URIS') break
      value += 2
    }
  }
  return mayBe ? files : []
}

const DEFINER: WordSet = wordSet('ALGORITHM DEFINER SQL')

/** Past `ALGORITHM = MERGE DEFINER = 'u'@'h' SQL SECURITY INVOKER` before VIEW; `index` where none of it stands. */
function pastDefiner(cursor: Cursor, index: number): number {
  if (!cursor.isOneOf(index, DEFINER)) return index
  let at = index
  while (at < cursor.length && cursor.word(at) !== 'VIEW' && cursor.word(at) !== 'AS') at += 1
  return cursor.word(at) === 'VIEW' ? at : index
}

/** CREATE GLOBAL TEMPORARY VIEW v: all sessions see it, as `global_temp.v`. */
function globalName({ parts }: WrittenName): WrittenName {
  return { parts: [{ text: 'global_temp', quoted: false }, ...parts.slice(-1)] }
}

/** ON COMMIT DROP between `from` and `to`. */
function isDroppedAtCommit(cursor: Cursor, from: number, to: number): boolean {
  for (let at = from; at < to; at = cursor.word(at) === '(' ? cursor.past(at) : at + 1) {
    if (cursor.word(at) === 'ON' && cursor.lower(at + 1) === 'commit' && cursor.word(at + 2) === 'DROP')
      return true
  }
  return false
}

/** BACKFILL FROM t between `from` and `to`: the rows that a dynamic table begins with. */
function withBackfill(write: Write, cursor: Cursor, from: number, to: number, lexis: Lexis): Write {
  for (let at = from; at < to; at += 1) {
    if (!cursor.isOneOf(at, BACKFILL) || cursor.word(at + 1) !== 'FROM') continue
    const read = readTarget(cursor, at + 2, lexis)
    if (read !== null) return { ...write, alsoFrom: [read.name] }
  }
  return write
}

/** CREATE at `index`, or the REPLACE of REPLACE TABLE. */
export function readCreateHead(cursor: Cursor, index: number, lexis: Lexis): Head {
  let at = index + 1
  while (cursor.isOneOf(at, MODIFIERS)) at += 1
  at = pastDefiner(cursor, at)
  const object = cursor.word(at)
  if (object === 'VIEW' && cursor.word(at + 1) === 'LOG' && cursor.word(at + 2) === 'ON')
    return { kind: 'irrelevant', reason: 'create materialized view log' }
  if (object !== 'TABLE' && object !== 'VIEW') return readOtherObject(cursor, at, lexis)
  const named = skipIfExists(cursor, at + 1)
  const read = readTarget(cursor, named, lexis)
  if (read === null) return missing(cursor, named, `CREATE ${object}`)

  const isView = object === 'VIEW' || hasOneOf(cursor, index + 1, at, MATERIALIZED)
  const kind: StatementKind = isView ? 'create_view' : 'create_table_as'
  const isColumnList = cursor.word(read.next) === '(' && !startsQuery(cursor, read.next)
  const columns = isColumnList ? readColumnList(cursor, read.next, lexis) : null
  const isGlobal = object === 'VIEW' && hasOneOf(cursor, index + 1, at, GLOBAL)
  const name = isGlobal ? globalName(read.name) : read.name
  const isTemporary = (hasOneOf(cursor, index + 1, at, TEMPORARY) && !isGlobal) || isTemporaryName(read.name)
  // ClickHouse: what a materialized view reads goes into a table that stands already.
  const into = isView && cursor.word(read.next) === 'TO' ? readTarget(cursor, read.next + 1, lexis) : null
  const body = findBody(cursor, isColumnList ? cursor.past(read.next) : read.next, lexis)
  const write: Write = {
    kind,
    targets: [into?.name ?? name],
    columns,
    isTemporary,
    unlessExists: cursor.word(named - 2) === 'NOT',
    dropsAtCommit: isTemporary && isDroppedAtCommit(cursor, read.next, body.at),
  }
  if (!isView && (body.kind === 'query' || body.kind === 'copy') && endsWithNoData(cursor)) {
    return isTemporary
      ? { kind: 'empty', write }
      : { kind: 'irrelevant', reason: 'create table with no data' }
  }
  switch (body.kind) {
    case 'query':
      return { kind: 'query', write: withBackfill(write, cursor, read.next, body.at, lexis), next: body.at }
    case 'copy': {
      const source = readTarget(cursor, body.at, lexis)
      if (source === null) return missing(cursor, body.at, 'CLONE or COPY')
      return { kind: 'flow', write, sources: [source.name] }
    }
    case 'changes':
      return readChangesFrom(cursor, body.at, read.name, lexis)
    case 'prepared':
      return unparsed(body.at, 'the text of the prepared statement is elsewhere')
    case 'none': {
      const files = filesBehind(cursor, read.next, lexis, hasOneOf(cursor, index + 1, at, EXTERNAL))
      if (files.length > 0)
        return { kind: 'flow', write: { ...write, kind: isView ? kind : 'other' }, sources: files }
      if (object === 'VIEW')
        return readMetricView(cursor, read.next, write, lexis) ?? unparsed(body.at, 'the view has no query')
      if (isTemporary) return { kind: 'empty', write }
      const replaces = cursor.word(index) === 'REPLACE' || hasOneOf(cursor, index + 1, at, REPLACE)
      const effects = replaces ? [{ effect: 'truncate' as const, table: read.name }] : []
      return { kind: 'irrelevant', reason: 'create table without data', effects }
    }
  }
}
