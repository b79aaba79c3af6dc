import type { KeyStatus, KeysStatus, Rotation } from '@aegis/store-kysely'

function count(secrets: number): string {
  return secrets === 1 ? '1 secret' : `${secrets} secrets`
}

function places(connectionIds: readonly number[]): string {
  return `connection ${connectionIds.join(', ')}`
}

function adviceFor({ position, secrets, retiredAt }: KeyStatus): string {
  const isRetired = retiredAt !== null
  if (position === null) {
    if (secrets > 0) return 'MISSING: add it to AEGIS_ENCRYPTION_KEY'
    return isRetired ? 'rotated out' : 'not given, and not needed'
  }
  if (position === 1) return isRetired ? 'rotated out: put the new key first' : 'seals'
  if (secrets > 0) return 'opens; `aegis keys rotate` moves these to the first key'
  return isRetired ? 'may be dropped' : 'opens; `aegis keys rotate` retires it'
}

export function statusPage({ keys, unreadable }: KeysStatus): string {
  const lines = keys.map((key) => `${key.id}  ${count(key.secrets).padEnd(12)}  ${adviceFor(key)}\n`)
  const bad =
    unreadable.length === 0 ? '' : `\nUnreadable: ${places(unreadable)}. Give the connection string again.\n`
  return lines.join('') + bad
}

export function rotationPage({ rotated, sealed, unreadable, droppable, stillNeeded }: Rotation): string {
  const lines = [`Sealed ${count(rotated)} again; ${sealed} with the first key now.`]
  if (unreadable.length > 0) {
    lines.push(`Unreadable, and left as it is: ${places(unreadable)}. Give the connection string again.`)
  }
  if (droppable.length > 0) {
    lines.push(
      `Drop from AEGIS_ENCRYPTION_KEY: ${droppable.join(', ')}. Nothing is sealed with it any more, nor can be.`,
    )
  }
  if (stillNeeded.length > 0) lines.push(`Still needed: ${stillNeeded.join(', ')}. Run this again.`)
  return lines.map((line) => `${line}\n`).join('')
}

export function statusJson({ keys, unreadable }: KeysStatus): string {
  const shown = keys.map(({ id, secrets, position, firstUsedAt, retiredAt }) => ({
    id,
    secrets,
    position,
    first_used_at: firstUsedAt,
    retired_at: retiredAt,
  }))
  return `${JSON.stringify({ keys: shown, unreadable })}\n`
}

export function rotationJson({ rotated, sealed, unreadable, droppable, stillNeeded }: Rotation): string {
  return `${JSON.stringify({ rotated, sealed, unreadable, droppable, still_needed: stillNeeded })}\n`
}
