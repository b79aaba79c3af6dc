/**
 * - `written`: set by every write, such as `updated_at` and the columns of loaders: the newest is the time of the newest data.
 * - `inserted`: set once a row, such as `created_at`: the newest proves that data came, never that none did.
 */
export type WatermarkTrust = 'written' | 'inserted'

const WRITTEN = [
  '_loaded_at',
  'loaded_at',
  '_fivetran_synced',
  '_airbyte_extracted_at',
  '_airbyte_emitted_at',
  '_sdc_batched_at',
  '_sdc_received_at',
  '_updated_at',
  'updated_at',
  'updated_on',
  'updatedat',
  'last_updated_at',
  'last_updated',
  'last_update',
  'modified_at',
  'modified_on',
  'modifiedat',
  'last_modified_at',
  'last_modified',
]

const INSERTED = [
  // Of a snapshot these two are times of its source, not of its own writing.
  'dbt_updated_at',
  'dbt_valid_from',
  '_ingested_at',
  'ingested_at',
  'ingestedat',
  'inserted_at',
  'insertedat',
  'created_at',
  'created_on',
  'createdat',
]

/** By preference. Compared with the column's name in lower case. */
const RANKS: ReadonlyMap<string, number> = new Map([...WRITTEN, ...INSERTED].map((name, at) => [name, at]))

export const WATERMARK_NAMES: readonly string[] = [...RANKS.keys()]

/** The place in the order of preference; the lower, the better. Infinity: no watermark by its name. */
export function rankOf(name: string): number {
  return RANKS.get(name.toLowerCase()) ?? Number.POSITIVE_INFINITY
}

export function trustOf(name: string): WatermarkTrust {
  return rankOf(name) < WRITTEN.length ? 'written' : 'inserted'
}
