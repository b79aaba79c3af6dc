import type { IdentifierPart } from '@aegis/core/ports'

const DECORATOR = /^(.+)\$(?:\d{4,10}|__NULL__|__UNPARTITIONED__)$/
const SHARD = /_(?:(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{1,8}\*)$/

/**
 * The days of a table are one node: `events_20260101`, `events_2026*` and `events_*` are `events_*`, and
 * `events$20260101`, a partition, is `events`. Anything else stays as written.
 */
export function foldShard(parts: IdentifierPart[]): IdentifierPart[] {
  const last = parts[parts.length - 1]
  if (last === undefined) return parts
  const end = last.text.charCodeAt(last.text.length - 1)
  const mayBe = (end >= 48 && end <= 57) || end === 42 || end === 95
  if (!mayBe) return parts
  const whole = DECORATOR.exec(last.text)?.[1] ?? last.text
  parts[parts.length - 1] = { text: whole.replace(SHARD, '_*'), quoted: last.quoted }
  return parts
}
