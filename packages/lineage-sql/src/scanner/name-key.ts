import type { WrittenName } from '@aegis/core/ports'
import { foldPart, type Lexis } from '../lexer/lexis.ts'

/** Equal for two spellings of the same name. */
export function nameKey({ parts, kind }: WrittenName, lexis: Lexis): string {
  const only = parts[0]
  if (only !== undefined && parts.length === 1) {
    return kind === undefined || kind === 'table' ? foldPart(only, lexis.nameCase) : `${kind}\0\0${only.text}`
  }
  return parts.map((part) => foldPart(part, lexis.nameCase)).join('\0')
}
