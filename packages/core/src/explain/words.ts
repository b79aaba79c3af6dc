/** `2026-02-15 12:00:00 UTC`. */
export function timeWords(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** `1 update`, `2 updates`. */
export function countWords(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
