import type { Dialect } from '../../../model/connection.ts'
import type { DialectTypes } from './dialects/dialect-types.ts'
import { typesOf } from './dialects/index.ts'
import { resolveType } from './resolve-type.ts'
import type { SqlType } from './sql-type.ts'

const MAX_TEXTS = 10_000
/** Of all remembered texts together. */
const MAX_CHARACTERS = 4_000_000

interface Memory {
  readonly types: Map<string, SqlType>
  characters: number
}

const memories = new Map<DialectTypes, Memory>()

/**
 * `resolveType`, remembering what it found: a warehouse of 200,000 columns has a few hundred types. When the memory is full it
 * starts anew, which costs one parse of each type still in use.
 */
export function typeOf(text: string, dialect: Dialect): SqlType {
  const rules = typesOf(dialect)
  let memory = memories.get(rules)
  if (memory === undefined) {
    memory = { types: new Map(), characters: 0 }
    memories.set(rules, memory)
  }
  const known = memory.types.get(text)
  if (known !== undefined) return known
  const type = resolveType(text, rules)
  if (text.length > MAX_CHARACTERS) return type
  if (memory.types.size >= MAX_TEXTS || memory.characters + text.length > MAX_CHARACTERS) {
    memory.types.clear()
    memory.characters = 0
  }
  memory.types.set(text, type)
  memory.characters += text.length
  return type
}
