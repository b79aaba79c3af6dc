import type { IdentifierPart, WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import type { Token } from '../lexer/token.ts'
import { NO_TABLE_NAME } from './keywords.ts'

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
    const [dash, tail] = [cursor.at(next), cursor.at(next + 1)]
    const joined = dash.word === '-' && dash.start === cursor.at(next - 1).end && tail.start === dash.end
    if (!joined || (tail.kind !== 'word' && tail.kind !== 'number')) return { text, next }
    text += `-${tail.text}`
    next += 2
  }
}

function canBePart(token: Token, isFirst: boolean, lexis: Lexis): boolean {
  if (token.kind === 'quoted') return token.text !== ''
  if (token.kind === 'number') return !isFirst && lexis.digitNames
  return token.kind === 'word' && !(isFirst && NO_TABLE_NAME.has(token.word))
}

function addQuoted(parts: IdentifierPart[], text: string, lexis: Lexis): void {
  const texts = lexis.dottedQuotes ? text.split('.') : [text]
  parts.push(...texts.map((part) => ({ text: part, quoted: true })))
}

/** The name of a table at `index`, of any number of parts. null: there is none. */
export function readPath(cursor: Cursor, index: number, lexis: Lexis): NameRead | null {
  const parts: IdentifierPart[] = []
  let next = index
  for (;;) {
    const token = cursor.at(next)
    if (!canBePart(token, parts.length === 0, lexis)) return null
    if (token.kind === 'quoted') {
      addQuoted(parts, token.text, lexis)
      next += 1
    } else {
      const dashed = lexis.dashedNames ? readDashed(cursor, next) : { text: token.text, next: next + 1 }
      parts.push({ text: dashed.text, quoted: false })
      next = dashed.next
    }
    if (cursor.at(next).word !== '.') return { name: { parts }, next }
    next += 1
    if (cursor.at(next).word === '.') {
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

const FILE_FORMATS: ReadonlySet<string> = new Set(
  'delta parquet csv json orc avro text binaryfile iceberg xml'.split(' '),
)

/** Files read as a table: delta.`s3://bucket/orders`. */
export function isFilePath({ parts }: WrittenName): boolean {
  const [format, path] = parts
  if (parts.length !== 2 || format === undefined || path === undefined) return false
  return path.quoted && path.text.includes('/') && FILE_FORMATS.has(format.text.toLowerCase())
}
