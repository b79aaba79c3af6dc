import type { IdentifierPart } from '@aegis/core/ports'

const DECORATOR = /^(.+)\$(?:\d{4,10}|__NULL__|__UNPARTITIONED__)$/
const SHARD = /_(?:(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{1,8}\*)$/

/** `_` before eight more characters, or `*` at the end: seen faster than by the pattern, which few names match. */
function mayBeShard(text: string): boolean {
  const { length } = text
  return text.endsWith('*') || (length >= 9 && text.charCodeAt(length - 9) === 95)
}

/**
 * The days of a table are one node: `events_20260101`, `events_2026*` and `events_*` are `events_*`, and
 * `events$20260101`, a partition, is `events`. Anything else stays as written.
 */
export function foldShard(parts: IdentifierPart[]): IdentifierPart[] {
  const last = parts[parts.length - 1]
  if (last === undefined) return parts
  const { text } = last
  const whole = text.includes('$') ? (DECORATOR.exec(text)?.[1] ?? text) : text
  const folded = mayBeShard(whole) ? whole.replace(SHARD, '_*') : whole
  if (folded !== text) parts[parts.length - 1] = { text: folded, quoted: last.quoted }
  return parts
}
