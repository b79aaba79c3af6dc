import type { IdentifierPart, StatementEffect, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { literalText } from '../split/literal-text.ts'
import type { Head } from './head.ts'
import type { Write } from './query-model.ts'
import { readName, skipIfExists } from './read-name.ts'

/** Words between DROP, ALTER or TRUNCATE and the kind of object. */
const MODIFIERS: WordSet = wordSet(
  'MATERIALIZED EXTERNAL FOREIGN DYNAMIC ICEBERG HYBRID EVENT SNAPSHOT TEMP TEMPORARY STREAMING LIVE TRANSIENT',
)
const HOLDS_DATA: WordSet = wordSet('TABLE VIEW STREAM MODEL')

/** Index behind `TABLE`, `MATERIALIZED VIEW` and the like; -1: another kind of object. */
function pastKind(cursor: Cursor, index: number): number {
  let at = index
  while (cursor.isOneOf(at, MODIFIERS)) at += 1
  const isFunction = cursor.word(at) === 'TABLE' && cursor.word(at + 1) === 'FUNCTION'
  return cursor.isOneOf(at, HOLDS_DATA) && !isFunction ? at + 1 : -1
}

const done = (reason: string, effects: readonly StatementEffect[] = []): Head => ({
  kind: 'irrelevant',
  reason,
  effects,
})

function readNames(cursor: Cursor, index: number, lexis: Lexis): readonly WrittenName[] {
  const names: WrittenName[] = []
  let at = index
  for (;;) {
    if (cursor.word(at) === 'ONLY') at += 1
    const read = readName(cursor, at, lexis)
    if (read === null) return names
    names.push(read.name)
    at = cursor.word(read.next) === '*' ? read.next + 1 : read.next
    if (cursor.word(at) === 'PARTITION') return names.slice(0, -1)
    if (cursor.word(at) !== ',') return names
    at += 1
  }
}

export function readDrop(cursor: Cursor, index: number, lexis: Lexis): Head {
  const at = pastKind(cursor, index + 1)
  if (at === -1) return ofSchema(cursor, index + 1, 'drop')
  const names = readNames(cursor, skipIfExists(cursor, at), lexis)
  return done(
    'drop',
    names.map((table) => ({ effect: 'drop', table })),
  )
}

const HOLDS_TABLES: WordSet = wordSet('SCHEMA DATABASE CATALOG')

/** What becomes of the tables of a schema that goes or gets another name. */
function ofSchema(cursor: Cursor, index: number, reason: string): Head {
  const kind = cursor.isOneOf(index, HOLDS_TABLES) ? cursor.lower(index) : null
  return done(kind === null ? reason : `${reason} ${kind}: its tables are not followed`)
}

/** TRUNCATE of one partition leaves the table its data: no effect. */
export function readTruncate(cursor: Cursor, index: number, lexis: Lexis): Head {
  const kind = pastKind(cursor, index + 1)
  const names = readNames(cursor, skipIfExists(cursor, kind === -1 ? index + 1 : kind), lexis)
  return done(
    'truncate',
    names.map((table) => ({ effect: 'truncate', table })),
  )
}

function withSchema({ parts }: WrittenName, schema: readonly IdentifierPart[]): WrittenName {
  return {
    parts: [...parts.slice(0, Math.max(0, parts.length - 1 - schema.length)), ...schema, ...parts.slice(-1)],
  }
}

/** `RENAME COLUMN a TO b, RENAME COLUMN c TO d`, also without COLUMN. */
function readColumnRenames(
  cursor: Cursor,
  index: number,
  table: WrittenName,
  lexis: Lexis,
): readonly StatementEffect[] {
  const effects: StatementEffect[] = []
  for (let at = index; cursor.word(at) === 'RENAME'; ) {
    const from = skipIfExists(cursor, cursor.lower(at + 1) === 'column' ? at + 2 : at + 1)
    const column = readPart(cursor, from, lexis)
    const to = cursor.word(from + 1) === 'TO' ? readPart(cursor, from + 2, lexis) : null
    if (column === null || to === null) return effects
    effects.push({ effect: 'rename_column', table, column, to })
    at = cursor.word(from + 3) === ',' ? from + 4 : from + 3
  }
  return effects
}

/** ALTER SCHEMA a RENAME TO b, and whatever else is no table. */
function readAlterOther(cursor: Cursor, index: number): Head {
  for (let at = index + 2; at < cursor.length; at += 1) {
    if (cursor.word(at) === 'RENAME' || cursor.word(at) === 'SWAP')
      return ofSchema(cursor, index + 1, 'alter')
  }
  return done('alter')
}

export function readAlter(cursor: Cursor, index: number, lexis: Lexis): Head {
  const kind = pastKind(cursor, index + 1)
  if (kind === -1) return readAlterOther(cursor, index)
  let at = skipIfExists(cursor, kind)
  if (cursor.word(at) === 'ONLY') at += 1
  const read = readName(cursor, at, lexis)
  if (read === null) return done('alter')
  const { name: table, next } = read
  const word = cursor.word(next)
  const second = cursor.word(next + 1)
  const other = (from: number): WrittenName | null => readName(cursor, from, lexis)?.name ?? null
  if (word === 'RENAME' && (second === 'TO' || second === 'AS')) {
    const to = other(next + 2)
    return done('alter', to === null ? [] : [{ effect: 'rename', table, to }])
  }
  if (word === 'RENAME') return done('alter', readColumnRenames(cursor, next, table, lexis))
  if (word === 'SWAP' && second === 'WITH') {
    const partner = other(next + 2)
    return done('alter', partner === null ? [] : [{ effect: 'swap', table, with: partner }])
  }
  if (word === 'SET' && second === 'SCHEMA') {
    const schema = other(next + 2)
    return done(
      'alter',
      schema === null ? [] : [{ effect: 'rename', table, to: withSchema(table, schema.parts) }],
    )
  }
  const write: Write = { kind: 'other', targets: [table], columns: null, isTemporary: false }
  if (word === 'APPEND' && second === 'FROM') {
    const source = other(next + 2)
    return source === null ? done('alter') : { kind: 'flow', write, sources: [source] }
  }
  if (word === 'EXCHANGE' && second === 'PARTITION') {
    const with_ = cursor.word(next + 2) === '(' ? cursor.past(next + 2) : next + 3
    const source = cursor.word(with_ + 1) === 'TABLE' ? other(with_ + 2) : null
    return source === null ? done('alter') : { kind: 'flow', write, sources: [source] }
  }
  if (word === 'SWITCH') {
    const to = second === 'PARTITION' ? next + 3 : next + 1
    const target = cursor.word(to) === 'TO' ? other(to + 1) : null
    return target === null
      ? done('alter')
      : { kind: 'flow', write: { ...write, targets: [target] }, sources: [table] }
  }
  if (cursor.word(kind - 1) === 'VIEW') {
    const as = cursor.word(next) === '(' ? cursor.past(next) : next
    if (cursor.word(as) === 'AS')
      return { kind: 'query', write: { ...write, kind: 'create_view' }, next: as + 1 }
  }
  return done('alter')
}

/** RENAME TABLE a TO b, c TO d. */
export function readRename(cursor: Cursor, index: number, lexis: Lexis): Head {
  const effects: StatementEffect[] = []
  let at = pastKind(cursor, index + 1)
  if (at === -1) return done('rename')
  for (;;) {
    const from = readName(cursor, at, lexis)
    const to =
      from !== null && cursor.word(from.next) === 'TO' ? readName(cursor, from.next + 1, lexis) : null
    if (from === null || to === null) return done('rename', effects)
    effects.push({ effect: 'rename', table: from.name, to: to.name })
    if (cursor.word(to.next) !== ',') return done('rename', effects)
    at = to.next + 1
  }
}

/** `'x'`, `x`, `"x"`: a schema or catalog. */
export function readPart(cursor: Cursor, index: number, lexis: Lexis): IdentifierPart | null {
  const kind = cursor.kind(index)
  if (kind === 'string') return { text: literalText(cursor.text(index), lexis), quoted: true }
  return cursor.isName(index) ? { text: cursor.text(index), quoted: kind === 'quoted' } : null
}
