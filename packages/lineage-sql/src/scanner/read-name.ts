import type { IdentifierPart, WrittenName } from '@aegis/core/ports'
import { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { readTokens } from '../lexer/read-tokens.ts'
import { DOT, NUMBER, PLAIN_WORD, QUOTED } from '../lexer/vocabulary.ts'
import { joinLiterals } from '../split/dynamic-sql.ts'
import { pathOf } from './files.ts'
import { NO_TABLE_NAME } from './keywords.ts'
import { foldShard } from './shards.ts'

export interface NameRead {
  readonly name: WrittenName
  /** Index of the token after the name. */
  readonly next: number
}

const MAX_PARTS = 3

/** `sales-prod` arrives as three tokens that touch each other. */
function readDashed(cursor: Cursor, index: number): { readonly text: string; readonly next: number } {
  let text = cursor.text(index)
  let next = index + 1
  for (;;) {
    if (cursor.word(next) !== '-' || cursor.start(next) !== cursor.end(next - 1)) return { text, next }
    const kind = cursor.kind(next + 1)
    const isTail = cursor.start(next + 1) === cursor.end(next) && (kind === 'word' || kind === 'number')
    if (!isTail) return { text, next }
    text += `-${cursor.text(next + 1)}`
    next += 2
  }
}

function canBePart(cursor: Cursor, index: number, isFirst: boolean, lexis: Lexis): boolean {
  switch (cursor.code(index)) {
    case PLAIN_WORD:
      return true
    case QUOTED:
      return cursor.text(index) !== ''
    case NUMBER:
      // `1e5` and `10L` may be numbers in other places, but not where a table stands.
      return lexis.digitNames && (!isFirst || /^\d+[A-Z_]/i.test(cursor.text(index)))
    default:
      return cursor.isName(index) && !(isFirst && cursor.isOneOf(index, NO_TABLE_NAME))
  }
}

/** `` `example.com:project.dataset.table` ``: the dots of a domain part nothing. */
export function splitDotted(text: string): readonly string[] {
  const colon = text.indexOf(':')
  if (colon === -1) return text.split('.')
  const [first = '', ...rest] = text.slice(colon).split('.')
  return [text.slice(0, colon) + first, ...rest]
}

function addQuoted(parts: IdentifierPart[], text: string, lexis: Lexis): void {
  if (lexis.dottedQuotes) for (const part of splitDotted(text)) parts.push({ text: part, quoted: true })
  else parts.push({ text, quoted: true })
}

/** The name in the string at `index`, or in several that `||` joins; null: there is no string, or no name in it. */
export function readLiteralName(cursor: Cursor, index: number, lexis: Lexis): WrittenName | null {
  const text = joinLiterals(cursor, index, cursor.length, lexis)
  if (text === null) return null
  const inner = new Cursor(readTokens(text, lexis))
  const read = readPath(inner, 0, lexis)
  return read === null || read.next < inner.length ? null : read.name
}

/** `orders`, `sales.orders`, in words alone: what most names are. null: it may be another. */
function readPlain(cursor: Cursor, index: number): NameRead | null {
  if (cursor.code(index) !== PLAIN_WORD) return null
  const first = { text: cursor.text(index), quoted: false }
  if (cursor.code(index + 1) !== DOT) return { name: { parts: [first] }, next: index + 1 }
  if (cursor.code(index + 2) !== PLAIN_WORD || cursor.code(index + 3) === DOT) return null
  return { name: { parts: [first, { text: cursor.text(index + 2), quoted: false }] }, next: index + 3 }
}

/**
 * The name of a table at `index`, of any number of parts, some of which IDENTIFIER('x') may give. null: there is none, or
 * a variable names it.
 */
export function readPath(cursor: Cursor, index: number, lexis: Lexis): NameRead | null {
  if (!lexis.dashedNames && !lexis.dateShards) {
    const plain = readPlain(cursor, index)
    if (plain !== null) return plain
  }
  const parts: IdentifierPart[] = []
  let next = index
  for (;;) {
    if (!canBePart(cursor, next, parts.length === 0, lexis)) return null
    if (cursor.word(next) === 'IDENTIFIER' && cursor.word(next + 1) === '(') {
      const literal = readLiteralName(cursor, next + 2, lexis)
      if (literal === null) return null
      parts.push(...literal.parts)
      next = cursor.past(next + 1)
    } else if (cursor.code(next) === QUOTED) {
      addQuoted(parts, cursor.text(next), lexis)
      next += 1
    } else if (lexis.dashedNames) {
      const dashed = readDashed(cursor, next)
      parts.push({ text: dashed.text, quoted: false })
      next = dashed.next
    } else {
      parts.push({ text: cursor.text(next), quoted: false })
      next += 1
    }
    if (cursor.word(next) !== '.') {
      return { name: { parts: lexis.dateShards ? foldShard(parts) : parts }, next }
    }
    next += 1
    if (cursor.word(next) === '.') {
      // `db..orders`: the schema was left out, which means PUBLIC.
      parts.push({ text: 'PUBLIC', quoted: false })
      next += 1
    }
  }
}

/** The name of a table at `index`. null: there is none, or it has more parts than a table's name can have. */
export function readName(cursor: Cursor, index: number, lexis: Lexis): NameRead | null {
  const read = readPath(cursor, index, lexis)
  return read === null || read.name.parts.length > MAX_PARTS ? null : read
}

/** Like `readName`; files that are written as a table come as their path. */
export function readTarget(cursor: Cursor, index: number, lexis: Lexis): NameRead | null {
  const read = readName(cursor, index, lexis)
  return read === null ? null : { name: pathOf(read.name) ?? read.name, next: read.next }
}

/** Skips `IF EXISTS` and `IF NOT EXISTS`. */
export function skipIfExists(cursor: Cursor, index: number): number {
  if (cursor.word(index) !== 'IF') return index
  if (cursor.word(index + 1) === 'EXISTS') return index + 2
  return cursor.word(index + 1) === 'NOT' ? index + 3 : index
}
