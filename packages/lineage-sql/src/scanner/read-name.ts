import type { IdentifierPart, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import { lex } from '../lexer/lex.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { NO_TOKEN, type Token } from '../lexer/token.ts'
import { literalText } from '../split/literal-text.ts'
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
  let text = cursor.at(index).text
  let next = index + 1
  for (;;) {
    const dash = cursor.at(next)
    if (dash.word !== '-' || dash.start !== cursor.at(next - 1).end) return { text, next }
    const tail = cursor.at(next + 1)
    if (tail.start !== dash.end || (tail.kind !== 'word' && tail.kind !== 'number')) return { text, next }
    text += `-${tail.text}`
    next += 2
  }
}

function canBePart(token: Token, isFirst: boolean, lexis: Lexis): boolean {
  if (token.kind === 'quoted') return token.text !== ''
  if (token.kind === 'number') return !isFirst && lexis.digitNames
  return token.kind === 'word' && !(isFirst && NO_TABLE_NAME.has(token.word))
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

/** The name in the string at `index`; null: there is no string, or no name in it. */
export function readLiteralName(cursor: Cursor, index: number, lexis: Lexis): WrittenName | null {
  const literal = cursor.at(index)
  if (literal.kind !== 'string') return null
  const { tokens } = lex(literalText(literal, lexis), lexis)
  const inner: Cursor = {
    length: tokens.length,
    at: (at) => tokens[at] ?? NO_TOKEN,
    past: (at) => at + 1,
    unbalanced: false,
  }
  const read = readParts(inner, 0, lexis)
  return read === null || read.next < tokens.length ? null : read.name
}

function readParts(cursor: Cursor, index: number, lexis: Lexis): NameRead | null {
  const parts: IdentifierPart[] = []
  let next = index
  for (;;) {
    const token = cursor.at(next)
    if (!canBePart(token, parts.length === 0, lexis)) return null
    if (token.kind === 'quoted') {
      addQuoted(parts, token.text, lexis)
      next += 1
    } else if (lexis.dashedNames) {
      const dashed = readDashed(cursor, next)
      parts.push({ text: dashed.text, quoted: false })
      next = dashed.next
    } else {
      parts.push({ text: token.text, quoted: false })
      next += 1
    }
    if (cursor.at(next).word !== '.') {
      return { name: { parts: lexis.dateShards ? foldShard(parts) : parts }, next }
    }
    next += 1
    if (cursor.at(next).word === '.') {
      // `db..orders`: the schema was left out, which means PUBLIC.
      parts.push({ text: 'PUBLIC', quoted: false })
      next += 1
    }
  }
}

/** The name of a table at `index`, of any number of parts. null: there is none. */
export function readPath(cursor: Cursor, index: number, lexis: Lexis): NameRead | null {
  if (cursor.at(index).word === 'IDENTIFIER' && cursor.at(index + 1).word === '(') {
    const name = cursor.at(index + 3).word === ')' ? readLiteralName(cursor, index + 2, lexis) : null
    return name === null ? null : { name, next: index + 4 }
  }
  return readParts(cursor, index, lexis)
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
  if (cursor.at(index).word !== 'IF') return index
  if (cursor.at(index + 1).word === 'EXISTS') return index + 2
  return cursor.at(index + 1).word === 'NOT' ? index + 3 : index
}
