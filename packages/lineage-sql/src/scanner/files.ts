import type { WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { PARAMETER, STRING } from '../lexer/vocabulary.ts'
import { literalText } from '../split/literal-text.ts'

function named(kind: 'stage' | 'path', text: string): WrittenName {
  return { parts: [{ text, quoted: true }], kind }
}

/** The stage or path that the token at `index` names; null: it names none. */
export function fileOf(cursor: Cursor, index: number, lexis: Lexis): WrittenName | null {
  const code = cursor.code(index)
  if (code === PARAMETER) {
    const text = cursor.text(index)
    return lexis.stages && text.startsWith('@') ? named('stage', text) : null
  }
  if (code !== STRING) return null
  const text = literalText(cursor.text(index), lexis).trim()
  if (text === '') return null
  return named(lexis.stages && text.startsWith('@') ? 'stage' : 'path', text)
}

const FILE_FORMATS: ReadonlySet<string> = new Set(
  'delta parquet csv json orc avro text binaryfile iceberg xml hudi'.split(' '),
)

/** Files read or written as a table, delta.`s3://bucket/orders` or "s3://bucket/orders"; null: it is a table. */
export function pathOf({ parts }: WrittenName): WrittenName | null {
  const [only] = parts
  if (parts.length === 1 && only?.quoted === true && only.text.includes('://'))
    return named('path', only.text)
  if (parts.length !== 2) return null
  const format = parts[0]
  const path = parts[1]
  // Of most names this is all that is looked at.
  if (path === undefined || !path.quoted || format === undefined) return null
  const isPath = path.text.includes('/') && FILE_FORMATS.has(format.text.toLowerCase())
  return isPath ? named('path', path.text) : null
}
