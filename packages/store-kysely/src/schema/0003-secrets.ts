import type { SqlDialectTraits } from '../dialect-traits.ts'

export const SECRETS_MIGRATION = '0003-secrets'

/** Which keys have sealed something, and where a stored URI leads. */
export function secretsSchema({ columnTypes }: SqlDialectTraits): readonly string[] {
  const { integer, text, time, tableOptions } = columnTypes
  return [
    // One row, made with the first secret: a sealed text opens in the store that it was written in, and in copies of it.
    `create table installation (\n  id ${integer} primary key check (id = 1),\n  install_id ${text} not null\n)${tableOptions}`,
    `create table encryption_keys (\n  key_id ${text} primary key,\n  canary ${text} not null,\n  first_used_at ${time} not null,\n  retired_at ${time}\n)${tableOptions}`,
    `alter table connections add column uri_target ${text}`,
  ]
}
