import type { JsonValue } from '../model/json.ts'
import { scrubText } from './scrub-text.ts'

/** The value with every text in it scrubbed. */
function scrubJson(value: JsonValue): JsonValue {
  if (typeof value === 'string') return scrubText(value)
  if (typeof value !== 'object' || value === null) return value
  return isList(value) ? value.map(scrubJson) : scrubFields(value)
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

type Fields = Readonly<Record<string, JsonValue>>

/** The fields with every text in them scrubbed. */
export function scrubFields(fields: Readonly<Record<string, JsonValue | undefined>>): Fields {
  const clean: Record<string, JsonValue> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) clean[name] = scrubJson(value)
  return clean
}
