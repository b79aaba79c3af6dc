import type { StatementKind, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import type { Word } from '../lexer/vocabulary.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { fileOf } from './files.ts'
import { type Head, unparsed } from './head.ts'
import type { Write } from './query-model.ts'
import { readTarget, skipIfExists } from './read-name.ts'
import { readMetricView, readSemanticView } from './semantic-views.ts'
import { contextOf } from './session-effects.ts'
import { isTemporaryName } from './temporary.ts'
import { readChanges, readChangesFrom, readCopy } from './transfers.ts'
import { missing, readColumnList, startsQuery } from './write-heads.ts'

/** Words between CREATE and TABLE or VIEW. */
const MODIFIERS: WordSet = wordSet(
  `OR REPLACE ALTER GLOBAL LOCAL TEMP TEMPORARY UNLOGGED TRANSIENT VOLATILE EXTERNAL DYNAMIC ICEBERG HYBRID STREAMING
  LIVE SECURE RECURSIVE MATERIALIZED FORCE NOFORCE SNAPSHOT REFRESH FOREIGN EVENT IMMUTABLE PRIVATE MULTISET SET
  COLUMN ROW EDITIONABLE NONEDITIONABLE INTERACTIVE INCREMENTAL UNSECURE`,
)
const TEMPORARY: WordSet = wordSet('TEMP TEMPORARY VOLATILE')

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

/** Goes over options, column lists and properties to what fills the table. */
function findBody(cursor: Cursor, index: number): Body {
  let at = index
  while (at < cursor.length) {
    const word = cursor.word(at)
    const next = cursor.word(at + 1)
    if (word === 'AS' && next === 'EXECUTE') return { kind: 'prepared', at: at + 1 }
    if (word === 'AS' && next === 'REPLICA') return { kind: 'copy', at: at + 3 }
    if (word === 'AS' && startsQuery(cursor, at + 1)) return { kind: 'query', at: at + 1 }
    if (word === 'FLOW' && next === 'AUTO') return { kind: 'changes', at: at + 1 }
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

const BEFORE_ORIGINAL: WordSet = wordSet('EXTERNAL DYNAMIC EVENT ICEBERG TABLE VIEW STAGE')

/** CREATE STREAM s ON TABLE t or CLONE of another, CREATE SYNONYM s FOR t: another name for the data of one object. */
function readStandIn(cursor: Cursor, index: number, lexis: Lexis, before: Word): Head {
  const reason = `create ${cursor.lower(index)}`
  const named = skipIfExists(cursor, index + 1)
  const read = readTarget(cursor, named, lexis)
  if (read === null) return unparsed(named, `expected a name after CREATE ${cursor.word(index)}`)
  let at = read.next
  while (at < cursor.length && cursor.word(at) !== before && cursor.word(at) !== 'CLONE')
    at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
  at += 1
  while (cursor.isOneOf(at, BEFORE_ORIGINAL)) at += 1
  const source = readTarget(cursor, at, lexis)
  if (source === null) return { kind: 'irrelevant', reason }
  const isStage = cursor.word(at - 1) === 'STAGE'
  const text = `@${source.name.parts.map((part) => part.text).join('.')}`
  const from: WrittenName = isStage ? { parts: [{ text, quoted: true }], kind: 'stage' } : source.name
  const write: Write = { kind: 'create_view', targets: [read.name], columns: null, isTemporary: false }
  return { kind: 'flow', write, sources: [from] }
}

/** CREATE of something else than a table or view. `index` is at its kind. */
function readOtherObject(cursor: Cursor, index: number, lexis: Lexis): Head {
  const word = cursor.word(index)
  const as = (): number => {
    let at = index
    while (at < cursor.length && cursor.word(at) !== 'AS')
      at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
    return at + 1
  }
  switch (word) {
    case 'STREAM':
      return readStandIn(cursor, index, lexis, 'ON')
    case 'SEMANTIC':
      return readSemanticView(cursor, index, lexis)
    case 'SYNONYM':
      return readStandIn(cursor, index, lexis, 'FOR')
    case 'PIPE': {
      const copy = as()
      return cursor.word(copy) === 'COPY'
        ? readCopy(cursor, copy, lexis)
        : { kind: 'irrelevant', reason: 'create pipe' }
    }
    case 'FLOW': {
      const start = as()
      if (cursor.word(start) === 'INSERT') return { kind: 'statement', next: start }
      if (cursor.word(start) !== 'AUTO' && cursor.word(start) !== 'APPLY')
        return { kind: 'irrelevant', reason: 'create flow' }
      return readChanges(cursor, cursor.word(start + 2) === 'ONCE' ? start + 3 : start + 2, lexis)
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
      const reason = `create ${cursor.lower(index)}`
      if (!lexis.useMeansCatalog) return { kind: 'irrelevant', reason }
      const effect = contextOf(cursor, skipIfExists(cursor, index + 1), lexis, word === 'DATABASE')
      return { kind: 'irrelevant', reason, effects: effect === null ? [] : [effect] }
    }
  }
  if (cursor.kind(index) === 'end') return unparsed(index, 'the text ends after CREATE')
  return { kind: 'irrelevant', reason: `create ${cursor.lower(index)}`.trim() }
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
  const object = cursor.word(at)
  if (object !== 'TABLE' && object !== 'VIEW') return readOtherObject(cursor, at, lexis)
  const named = skipIfExists(cursor, at + 1)
  const read = readTarget(cursor, named, lexis)
  if (read === null) return missing(cursor, named, `CREATE ${object}`)

  const isView = object === 'VIEW' || hasOneOf(cursor, index + 1, at, MATERIALIZED)
  const kind: StatementKind = isView ? 'create_view' : 'create_table_as'
  const isColumnList = cursor.word(read.next) === '(' && !startsQuery(cursor, read.next)
  const columns = isColumnList ? readColumnList(cursor, read.next, lexis) : null
  const isTemporary = hasOneOf(cursor, index + 1, at, TEMPORARY) || isTemporaryName(read.name)
  const write: Write = { kind, targets: [read.name], columns, isTemporary }
  const body = findBody(cursor, isColumnList ? cursor.past(read.next) : read.next)
  switch (body.kind) {
    case 'query':
      if (!isView && endsWithNoData(cursor)) {
        return isTemporary
          ? { kind: 'empty', write }
          : { kind: 'irrelevant', reason: 'create table with no data' }
      }
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
