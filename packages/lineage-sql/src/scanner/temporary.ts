import type { WrittenName } from '@aegis/core/ports'

const TEMPORARY_SCHEMA = /^(?:_session$|pg_temp)/i

/** `#orders`, `pg_temp.orders`, `_SESSION.orders`: the name itself says that one session owns the table. */
export function isTemporaryName({ parts, kind }: WrittenName): boolean {
  const name = parts[parts.length - 1]
  if (name === undefined || (kind ?? 'table') !== 'table') return false
  if (name.text.startsWith('#')) return true
  return parts.length > 1 && TEMPORARY_SCHEMA.test(parts[parts.length - 2]?.text ?? '')
}
