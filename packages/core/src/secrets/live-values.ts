import { patternOf } from './encodings.ts'
import { partsOf } from './parts-of.ts'

/** The newest are remembered. A process has a handful of secrets; thousands come of opening them again and again. */
const MOST = 2000
/** Values in one expression: when a new one comes, only the last expression is made anew. */
const PER_GROUP = 50

interface Group {
  readonly values: Set<string>
  pattern: RegExp | null
}

/** One list for the process: what is secret in one part of it is secret in all. */
const groups: Group[] = []
const known = new Map<string, Group>()

function forgetOldest(): void {
  const [oldest] = groups.splice(0, 1)
  for (const value of oldest?.values ?? []) known.delete(value)
}

/** From now on the value, and the passwords and keys in it, are taken out of what is logged, stored, told or sent to a model. */
export function rememberLive(value: string): void {
  for (const part of partsOf(value)) {
    if (known.has(part)) continue
    let group = groups.at(-1)
    if (group === undefined || group.values.size >= PER_GROUP) {
      group = { values: new Set(), pattern: null }
      groups.push(group)
    }
    group.values.add(part)
    group.pattern = null
    known.set(part, group)
    if (known.size > MOST) forgetOldest()
  }
}

function patternFor(group: Group): RegExp {
  // Long ones first: a password is part of its URI.
  group.pattern ??= new RegExp(
    [...group.values]
      .toSorted((a, b) => b.length - a.length)
      .map(patternOf)
      .join('|'),
    'g',
  )
  return group.pattern
}

/** The text with every live secret replaced, in whatever encoding it stands there. */
export function withoutLive(text: string, replacement: string): string {
  let clean = text
  for (const group of groups) clean = clean.replace(patternFor(group), replacement)
  return clean
}
