import type { WrittenName } from '@aegis/core/ports'

/** `#orders`, `pg_temp.orders`, `_SESSION.orders`: the name itself says that one session owns the table. */
export function isTemporaryName({ parts, kind }: WrittenName): boolean {
  const name = parts[parts.length - 1]
  if (name === undefined || (kind ?? 'table') !== 'table') return false
  if (name.text.charCodeAt(0) === 35) return true
  const schema = parts[parts.length - 2]?.text.toLowerCase()
  return schema !== undefined && (schema === '_session' || schema.startsWith('pg_temp'))
}
