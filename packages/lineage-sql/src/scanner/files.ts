import type { WrittenName } from '@aegis/core/ports'
import type { Lexis } from '../lexer/lexis.ts'
import type { Token } from '../lexer/token.ts'
import { literalText } from '../split/literal-text.ts'

function named(kind: 'stage' | 'path', text: string): WrittenName {
  return { parts: [{ text, quoted: true }], kind }
}

/** The stage or path that a token names; null: it names none. */
export function fileOf(token: Token, lexis: Lexis): WrittenName | null {
  if (token.kind === 'parameter') {
    return lexis.stages && token.text.startsWith('@') ? named('stage', token.text) : null
  }
  if (token.kind !== 'string') return null
  const text = literalText(token, lexis).trim()
  if (text === '') return null
  return named(lexis.stages && text.startsWith('@') ? 'stage' : 'path', text)
}

const FILE_FORMATS: ReadonlySet<string> = new Set(
  'delta parquet csv json orc avro text binaryfile iceberg xml hudi'.split(' '),
)

/** Files read or written as a table, delta.`s3://bucket/orders`; null: it is a table. */
export function pathOf({ parts }: WrittenName): WrittenName | null {
  const [format, path] = parts
  if (parts.length !== 2 || format === undefined || path === undefined) return null
  const isPath = path.quoted && path.text.includes('/') && FILE_FORMATS.has(format.text.toLowerCase())
  return isPath ? named('path', path.text) : null
}
