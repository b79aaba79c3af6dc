import type { WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import type { Word } from '../lexer/vocabulary.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { fileOf } from './files.ts'
import { type Head, unparsed } from './head.ts'
import type { Write } from './query-model.ts'
import { readTarget } from './read-name.ts'
import { isTemporaryName } from './temporary.ts'
import { startsQuery } from './write-heads.ts'

const copyInto = (target: WrittenName, isTemporary: boolean = isTemporaryName(target)): Write => ({
  kind: 'copy',
  targets: [target],
  columns: null,
  isTemporary,
})

function find(cursor: Cursor, from: number, ...words: readonly Word[]): number {
  let at = from
  while (at < cursor.length && !words.includes(cursor.word(at))) {
    at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
  }
  return at
}

/** Strings in `uris = [...]`, `uri = '...'`, between `from` and the end. */
function readUris(cursor: Cursor, from: number, lexis: Lexis): readonly WrittenName[] {
  const files: WrittenName[] = []
  for (let at = from; at < cursor.length; at += 1) {
    const word = cursor.word(at)
    if ((word !== 'URIS' && word !== 'URI') || cursor.word(at + 1) !== '=') continue
    let value = at + 2
    if (cursor.word(value) === '[' || cursor.word(value) === '(') value += 1
    for (;;) {
      const file = fileOf(cursor, value, lexis)
      if (file === null) break
      files.push(file)
      value += cursor.word(value + 1) === ',' ? 2 : 1
    }
    return files
  }
  return files
}

const VALIDATES: WordSet = wordSet('VALIDATE VALIDATION_MODE')

function validates(cursor: Cursor, from: number): boolean {
  for (let at = from; at < cursor.length; at = cursor.word(at) === '(' ? cursor.past(at) : at + 1) {
    if (cursor.isOneOf(at, VALIDATES)) return true
  }
  return false
}

/** Snowflake's and Databricks' COPY INTO, either way, and COPY FILES INTO between stages. */
function readCopyInto(cursor: Cursor, index: number, lexis: Lexis): Head {
  const file = fileOf(cursor, index, lexis)
  const read = file === null ? readTarget(cursor, index, lexis) : { name: file, next: index + 1 }
  if (read === null) return unparsed(index, 'expected a table or a stage after COPY INTO')
  const from = find(cursor, read.next, 'FROM')
  const write = copyInto(read.name)
  const after = from + 1
  if (validates(cursor, after)) return { kind: 'irrelevant', reason: 'copy that only validates' }
  if (cursor.kind(after) === 'end') return unparsed(after, 'expected a source after COPY INTO')
  if (startsQuery(cursor, after)) return { kind: 'query', write, next: after }
  const source = fileOf(cursor, after, lexis) ?? readTarget(cursor, after, lexis)?.name
  return source == null
    ? unparsed(after, 'expected a source after FROM')
    : { kind: 'flow', write, sources: [source] }
}

const WRITES: WordSet = wordSet('INSERT UPDATE DELETE MERGE')

/** PostgreSQL's and Redshift's COPY. What the client sends or takes is no node. */
export function readCopy(cursor: Cursor, index: number, lexis: Lexis): Head {
  if (cursor.word(index + 1) === 'INTO') return readCopyInto(cursor, index + 2, lexis)
  if (cursor.word(index + 1) === 'FILES' && cursor.word(index + 2) === 'INTO')
    return readCopyInto(cursor, index + 3, lexis)
  const isQuery = cursor.word(index + 1) === '('
  const start = cursor.word(index + 1) === 'BINARY' ? index + 2 : index + 1
  const table = isQuery ? null : readTarget(cursor, start, lexis)
  if (table === null && !isQuery) return unparsed(start, 'expected a table after COPY')
  const way = find(cursor, isQuery ? cursor.past(index + 1) : (table?.next ?? start), 'FROM', 'TO')
  const file = fileOf(cursor, way + 1, lexis)
  if (cursor.kind(way) === 'end') return unparsed(way, 'expected FROM or TO after COPY')
  if (isQuery && cursor.isOneOf(index + 2, WRITES)) return { kind: 'statement', next: index + 2 }
  if (isQuery) {
    const readsFrom = index + 1
    if (file === null) return { kind: 'irrelevant', reason: 'copy to the client', readsFrom }
    return { kind: 'query', write: copyInto(file), next: index + 1 }
  }
  const isFrom = cursor.word(way) === 'FROM'
  if (table === null || file === null) {
    if (!isFrom) return { kind: 'irrelevant', reason: 'copy to the client' }
    return { kind: 'irrelevant', reason: 'copy from the client', writes: table === null ? [] : [table.name] }
  }
  return isFrom
    ? { kind: 'flow', write: copyInto(table.name), sources: [file] }
    : { kind: 'flow', write: copyInto(file), sources: [table.name] }
}

/** UNLOAD ('SELECT ...') TO 's3://...', or with the query itself in the parentheses. */
export function readUnload(cursor: Cursor, index: number, lexis: Lexis): Head {
  const open = index + 1
  const to = find(cursor, cursor.past(open), 'TO')
  const file = fileOf(cursor, to + 1, lexis)
  if (file === null) return unparsed(to, 'expected TO and a path after UNLOAD')
  if (cursor.kind(open + 1) === 'string')
    return { kind: 'text', write: copyInto(file), literal: cursor.text(open + 1) }
  return { kind: 'query', write: copyInto(file), next: open }
}

/** EXPORT DATA OPTIONS (uri = '...') AS SELECT, and EXPORT MODEL. */
export function readExport(cursor: Cursor, index: number, lexis: Lexis): Head {
  const what = cursor.word(index + 1)
  const [file] = readUris(cursor, index + 1, lexis)
  if (what === 'MODEL' && file !== undefined) {
    const model = readTarget(cursor, index + 2, lexis)
    if (model !== null) return { kind: 'flow', write: copyInto(file), sources: [model.name] }
  }
  if (what !== 'DATA') return { kind: 'irrelevant', reason: 'export' }
  const as = find(cursor, index + 2, 'AS')
  if (file === undefined) return { kind: 'irrelevant', reason: 'export', readsFrom: as + 1 }
  return { kind: 'query', write: copyInto(file), next: as + 1 }
}

/** LOAD DATA of BigQuery, Hive and MySQL. */
export function readLoad(cursor: Cursor, index: number, lexis: Lexis): Head {
  if (cursor.word(index + 1) !== 'DATA') return { kind: 'irrelevant', reason: 'load' }
  const inPath = find(cursor, index + 2, 'INPATH', 'INFILE')
  const into = find(cursor, index + 2, 'INTO', 'OVERWRITE')
  let at = into + 1
  if (cursor.word(at) === 'INTO') at += 1
  const isTemporary = cursor.word(at) === 'TEMP' || cursor.word(at) === 'TEMPORARY'
  if (isTemporary) at += 1
  if (cursor.word(at) === 'TABLE') at += 1
  const target = readTarget(cursor, at, lexis)
  if (target === null) return unparsed(at, 'expected a table after LOAD DATA')
  const path = fileOf(cursor, inPath + 1, lexis)
  const sources = path === null ? readUris(cursor, target.next, lexis) : [path]
  if (sources.length === 0) return unparsed(target.next, 'expected the files to load')
  return { kind: 'flow', write: isTemporary ? copyInto(target.name, true) : copyInto(target.name), sources }
}

/** BULK INSERT t FROM 'file'. */
export function readBulkInsert(cursor: Cursor, lexis: Lexis): Head {
  const target = readTarget(cursor, 2, lexis)
  if (target === null) return unparsed(2, 'expected a table after BULK INSERT')
  const file = cursor.word(target.next) === 'FROM' ? fileOf(cursor, target.next + 1, lexis) : null
  if (file === null) return unparsed(target.next, 'expected FROM and a path after BULK INSERT')
  return { kind: 'flow', write: copyInto(target.name), sources: [file] }
}

/** The path in OPTIONS ('path' = '/out'), or without the quotes, between `from` and `to`. */
function readPathOption(cursor: Cursor, from: number, to: number, lexis: Lexis): WrittenName | null {
  for (let at = from; at < to; at += 1) {
    if (!/^(['"]?)path\1$/i.test(cursor.text(at))) continue
    return fileOf(cursor, cursor.word(at + 1) === '=' ? at + 2 : at + 1, lexis)
  }
  return null
}

/** INSERT OVERWRITE [LOCAL] DIRECTORY 'path' ... SELECT: index is at OVERWRITE. null: it is no such statement. */
export function readDirectory(cursor: Cursor, index: number, lexis: Lexis): Head | null {
  const directory = cursor.word(index + 1) === 'LOCAL' ? index + 2 : index + 1
  if (cursor.word(directory) !== 'DIRECTORY') return null
  let path = fileOf(cursor, directory + 1, lexis)
  let at = directory + 1
  while (at < cursor.length && !startsQuery(cursor, at))
    at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
  path ??= readPathOption(cursor, directory + 1, at, lexis)
  if (path === null) return { kind: 'irrelevant', reason: 'insert into files', readsFrom: at }
  return { kind: 'query', write: { ...copyInto(path), kind: 'insert' }, next: at }
}

/** FROM, somewhere behind `index`, and the stream or the snapshots that `target` is made of. */
export function readChangesFrom(cursor: Cursor, index: number, target: WrittenName, lexis: Lexis): Head {
  const from = find(cursor, index, 'FROM')
  const write: Write = { kind: 'merge', targets: [target], columns: null, isTemporary: false }
  let at = cursor.word(from + 1) === 'SNAPSHOT' ? from + 2 : from + 1
  if (cursor.word(at) === '(' && startsQuery(cursor, at)) return { kind: 'query', write, next: at }
  if (cursor.word(at) === 'STREAM') at += cursor.word(at + 1) === '(' ? 2 : 1
  const source = readTarget(cursor, at, lexis)
  if (source === null) return unparsed(at, 'expected a source after FROM')
  return { kind: 'flow', write, sources: [source.name] }
}

/** APPLY CHANGES INTO and AUTO CDC INTO: a stream of changes kept as a table. INTO is at `index`. */
export function readChanges(cursor: Cursor, index: number, lexis: Lexis): Head {
  const target = readTarget(cursor, index + 1, lexis)
  if (target === null) return unparsed(index + 1, 'expected a table after INTO')
  return readChangesFrom(cursor, target.next, target.name, lexis)
}
