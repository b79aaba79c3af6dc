import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Column } from '../../model/table.ts'

/** The hash of a table that is not there. */
export const ABSENT_HASH = 'v1:absent'

function byName(a: Column, b: Column): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

const encoder = new TextEncoder()

/**
 * SHA-256 over all that a snapshot records of each column, in name order, as canonical JSON: name, type, nullability,
 * position, and where there are any, default and comment, and identity and parts of the type. Equal hashes: nothing changed. Other hashes alone are no drift, the columns
 * decide: so neither a reordered table nor a later format, with another prefix, looks like one.
 */
export function hashShape(columns: readonly Column[]): string {
  // One flat list, few items a column: small arrays for 200,000 columns a scan would be a fifth of its time.
  const canonical: (string | number | boolean | null)[] = []
  for (const column of columns.toSorted(byName)) {
    const { name, type, nullable, ordinal, defaultValue, comment, typeId, madeOf } = column
    canonical.push(name, type, nullable, ordinal)
    if (defaultValue != null || comment != null) canonical.push(defaultValue ?? null, comment ?? null, true)
    if (typeId !== undefined || madeOf !== undefined) canonical.push(typeId ?? null, madeOf ?? null, 1)
  }
  return `v1:${bytesToHex(sha256(encoder.encode(JSON.stringify(canonical))))}`
}
