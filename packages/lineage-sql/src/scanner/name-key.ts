import type { WrittenName } from '@aegis/core/ports'
import { foldPart, type Lexis } from '../lexer/lexis.ts'

/** Equal for two spellings of the same name. */
export function nameKey({ parts }: WrittenName, lexis: Lexis): string {
  return parts.map((part) => foldPart(part, lexis.nameCase)).join('\0')
}
