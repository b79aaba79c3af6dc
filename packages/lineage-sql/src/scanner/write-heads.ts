import type { StatementKind, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import { foldPart, type Lexis } from '../lexer/lexis.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { fileOf } from './files.ts'
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
      /** A whole query, what stands before `sourceWord` and its tables, or more tables at once. */
      readonly follows: 'query' | 'items' | 'sources'
      readonly sourceWord: 'FROM' | 'USING'
      /** A condition reads a table that is not followed. */
      readonly hasGap?: boolean
    }
  | (Head & { readonly kind: 'unparsed' })

/** The answer where a table's name does not stand at `at`. */
export function missing(cursor: Cursor, at: number, after: string): Head & { readonly kind: 'unparsed' } {
  const word = cursor.word(at)
  const isVariable = word === 'IDENTIFIER' || word === ':' || cursor.kind(at) === 'parameter'
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
    if (!cursor.isName(at)) return null
    const quoted = cursor.kind(at) === 'quoted'
    columns.push(foldPart({ text: cursor.text(at), quoted }, lexis.nameCase))
    // A view's column may carry a comment or a tag.
    while (at < end && cursor.word(at) !== ',') at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
    at += 1
  }
  return columns
}

/** `PIVOT orders ON ...` at `index`; a column may have that name too. */
function isPivot(cursor: Cursor, index: number): boolean {
  if (cursor.word(index) !== 'PIVOT' && cursor.word(index) !== 'UNPIVOT') return false
  const after = cursor.word(index + 2)
  return cursor.word(index + 1) === '(' || (cursor.isName(index + 1) && (after === 'ON' || after === '.'))
}

export function startsQuery(cursor: Cursor, index: number): boolean {
  let at = index
  while (cursor.word(at) === '(') at += 1
  return cursor.isOneOf(at, QUERY_STARTS) || isPivot(cursor, at)
}

/** `training_data AS (SELECT ...)` at `index`: one of the queries that a model learns from. */
export function isNamedQuery(cursor: Cursor, index: number): boolean {
  return cursor.isName(index) && cursor.word(index + 1) === 'AS' && cursor.word(index + 2) === '('
}

const BEFORE_INTO: WordSet = wordSet('OVERWRITE IGNORE LOW_PRIORITY DELAYED HIGH_PRIORITY')

const AFTER_TARGET: WordSet = wordSet('BY AS PARTITION REPLACE', NO_TABLE_NAME)

/** INTO and TABLE before the target's name, and what several dialects allow before INTO. */
function pastInto(cursor: Cursor, index: number): number {
  let at = index
  // INSERT WITH SCHEMA EVOLUTION INTO
  if (cursor.word(at) === 'WITH' && cursor.word(at + 1) === 'SCHEMA') at += 3
  while (cursor.isOneOf(at, BEFORE_INTO)) at += 1
  if (cursor.word(at) === 'OR' && cursor.word(at + 2) === 'INTO') at += 2
  if (cursor.word(at) === 'ONCE' && cursor.word(at + 1) === 'INTO') at += 1
  if (cursor.word(at) === 'INTO') at += 1
  if (cursor.word(at) === 'ONCE' && cursor.isName(at + 1) && !cursor.isOneOf(at + 1, AFTER_TARGET)) at += 1
  if (cursor.word(at) !== 'TABLE' || cursor.word(at + 1) === 'PARTITION') return at
  return cursor.isName(at + 1) && !cursor.isOneOf(at + 1, NO_TABLE_NAME) ? at + 1 : at
}

/** INSERT ALL and INSERT FIRST name a target at each INTO; the query comes last. */
function readInsert(cursor: Cursor, index: number, lexis: Lexis): WriteHead {
  const targets: WrittenName[] = []
  let columns: readonly string[] | null = null
  let byName = false
  let isPart = false
  let isCondition = false
  let hasGap = false
  const isOverwrite = cursor.word(index + 1) === 'OVERWRITE'
  const afterOverwrite = isOverwrite ? index + 2 : index + 1
  const choice = cursor.word(afterOverwrite)
  const into = cursor.word(afterOverwrite + 1)
  const isMulti = (choice === 'ALL' || choice === 'FIRST') && (into === 'INTO' || into === 'WHEN')
  let at = isMulti ? afterOverwrite + 1 : pastInto(cursor, index + 1)
  if (!isMulti) {
    const read = readTarget(cursor, at, lexis)
    if (read === null) return missing(cursor, at, 'INSERT')
    targets.push(read.name)
    at = cursor.word(read.next) === 'AS' ? read.next + 2 : read.next
    if (cursor.word(at) === 'PARTITION' || cursor.word(at) === 'WITH') {
      // PARTITION (day = '2026-01-01'), WITH ('option' = 1)
      isPart = cursor.word(at) === 'PARTITION'
      if (cursor.word(at + 1) === '(') at = cursor.past(at + 1)
    }
    byName = cursor.word(at) === 'BY' && cursor.word(at + 1) === 'NAME'
    if (cursor.word(at) === '(' && !startsQuery(cursor, at)) columns = readColumnList(cursor, at, lexis)
    const behind = columns === null ? at : cursor.past(at)
    if (cursor.word(behind) === 'EXEC' || cursor.word(behind) === 'EXECUTE')
      return { kind: 'unparsed', at: behind, reason: 'what a procedure gives is out of sight' }
    if (cursor.word(behind) === 'SET') {
      const write: Write = {
        kind: 'insert',
        targets,
        columns: null,
        isTemporary: targets.every(isTemporaryName),
      }
      return { write, next: behind, follows: 'items', sourceWord: 'FROM' }
    }
  }
  while (at < cursor.length) {
    const word = cursor.word(at)
    if (word === ')') break
    if (isMulti && (word === 'WHEN' || word === 'THEN')) isCondition = word === 'WHEN'
    if (isMulti && word === 'INTO') {
      const read = readTarget(cursor, at + 1, lexis)
      if (read === null) return missing(cursor, at + 1, 'INTO')
      targets.push(read.name)
      at = read.next
    } else if (word === '(' && startsQuery(cursor, at) && !isCondition) break
    else if (word === '(') {
      hasGap ||= isCondition && startsQuery(cursor, at)
      at = cursor.past(at)
    } else if (word === 'WITH' && cursor.word(at + 1) === '(') at = cursor.past(at + 1)
    else if (isPivot(cursor, at)) break
    else if (cursor.isOneOf(at, QUERY_STARTS) && !(isMulti && word === 'VALUES')) break
    else at += 1
  }
  const isTemporary = targets.every(isTemporaryName)
  const write: Write = {
    kind: 'insert',
    targets,
    columns: targets.length === 1 ? columns : null,
    byName,
    isTemporary,
    replaces: isOverwrite && !isPart,
  }
  return { write, next: at, follows: 'query', sourceWord: 'FROM', hasGap }
}

const BEFORE_TARGET: WordSet = wordSet('FROM INTO ONLY')
const MANNERS: WordSet = wordSet('LOW_PRIORITY QUICK IGNORE')

/** Past `TOP (10) PERCENT`, `LOW_PRIORITY`, `OR IGNORE`: how rows are written, and not where. */
function pastManner(cursor: Cursor, index: number): number {
  let at = index
  if (cursor.word(at) === 'TOP' && cursor.word(at + 1) === '(') at = cursor.past(at + 1)
  if (cursor.word(at) === 'OR' && cursor.isName(at + 1)) at += 2
  while (cursor.isOneOf(at, MANNERS) && (cursor.isName(at + 1) || cursor.word(at + 1) === 'FROM')) {
    if (cursor.word(at + 1) === 'SET') break
    at += 1
  }
  return at
}

/** Past `FOR PORTION OF valid FROM a TO b`. */
function pastPortion(cursor: Cursor, index: number): number {
  if (cursor.word(index) !== 'FOR' || cursor.word(index + 1) !== 'PORTION') return index
  let at = index
  while (at < cursor.length && cursor.word(at) !== 'SET' && cursor.word(at) !== 'WHERE')
    at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
  return at
}

/** UPDATE a, b SET ...: index of the comma; -1: there is none. */
function moreTargets(cursor: Cursor, index: number): number {
  const alias = cursor.word(index) === 'AS' ? index + 1 : index
  if (cursor.word(alias) === ',') return alias
  return cursor.isName(alias) && cursor.word(alias + 1) === ',' ? alias + 1 : -1
}

function readOther(
  cursor: Cursor,
  index: number,
  lexis: Lexis,
  kind: StatementKind,
  sourceWord: 'FROM' | 'USING',
): WriteHead {
  // MERGE WITH SCHEMA EVOLUTION INTO
  let at = cursor.word(index + 1) === 'WITH' ? index + 4 : pastManner(cursor, index + 1)
  while (cursor.isOneOf(at, BEFORE_TARGET)) at += 1
  const isWrapped = cursor.word(at) === '(' && cursor.word(at - 1) === 'ONLY'
  const read = readTarget(cursor, isWrapped ? at + 1 : at, lexis)
  if (read === null) return missing(cursor, at, cursor.word(index))
  const write: Write = { kind, targets: [read.name], columns: null, isTemporary: isTemporaryName(read.name) }
  const next = pastPortion(cursor, isWrapped ? read.next + 1 : read.next)
  const more = kind === 'update' ? moreTargets(cursor, next) : -1
  if (more !== -1) return { write, next: more, follows: 'sources', sourceWord }
  // DELETE o FROM orders o JOIN ...
  const isDeleteOf = kind === 'delete' && cursor.word(next) === 'FROM'
  return { write, next, follows: 'items', sourceWord: isDeleteOf ? 'FROM' : sourceWord }
}

/** INSERT, UPDATE, DELETE or MERGE at `index`; null: none of them. */
export function readWriteHead(cursor: Cursor, index: number, lexis: Lexis): WriteHead | null {
  switch (cursor.word(index)) {
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

const BEFORE_INTO_TARGET: WordSet = wordSet('TEMPORARY TEMP UNLOGGED TABLE LOCAL GLOBAL')

/** SELECT ... INTO at `index`: the table it makes; null: a variable or nothing that is a name. */
export function readSelectInto(
  cursor: Cursor,
  index: number,
  lexis: Lexis,
): { readonly write: Write; readonly next: number } | null {
  let at = index + 1
  if (cursor.word(at) === 'OUTFILE' || cursor.word(at) === 'DUMPFILE') {
    const file = fileOf(cursor, at + 1, lexis)
    if (file !== null)
      return { write: { kind: 'copy', targets: [file], columns: null, isTemporary: false }, next: at + 2 }
  }
  let isTemporary = false
  while (cursor.isOneOf(at, BEFORE_INTO_TARGET) && !cursor.isOneOf(at + 1, NO_ALIAS)) {
    isTemporary ||= cursor.word(at) === 'TEMP' || cursor.word(at) === 'TEMPORARY'
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
