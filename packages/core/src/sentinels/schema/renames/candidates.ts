import type { Column } from '../../../model/table.ts'
import type { NameTokens } from './name-tokens.ts'
import { tokensOf } from './name-tokens.ts'
import type { RenameCase } from './rename-case.ts'
import { weightOf } from './words.ts'

export interface Named {
  readonly column: Column
  readonly tokens: NameTokens
}

/** Up to here every pair is looked at. */
const MOST_PAIRS = 40_000

function keysOf({ tokens }: Named): readonly string[] {
  const telling = tokens.concepts.filter((word) => weightOf(word) === 1)
  return [`=${tokens.squashed}`, ...(telling.length === 0 ? tokens.concepts : telling)]
}

/**
 * Pairs that may be renames. Of two very long lists only those that share a word, a place or a piece of evidence: 1,600 columns
 * against 1,600 would be two and a half million pairs.
 */
export function candidatePairs(given: RenameCase): readonly (readonly [Named, Named])[] {
  const named = (column: Column): Named => ({ column, tokens: tokensOf(column.name) })
  const deleted = given.deleted.map(named)
  const added = given.added.map(named)
  if (deleted.length * added.length <= MOST_PAIRS) {
    return deleted.flatMap((before) => added.map((after) => [before, after] as const))
  }
  const byKey = new Map<string, Named[]>()
  const put = (key: string, after: Named): void => {
    const list = byKey.get(key)
    if (list === undefined) byKey.set(key, [after])
    else list.push(after)
  }
  const stated = new Map(given.evidence.map(({ from, to }) => [from, to]))
  for (const after of added) {
    for (const key of keysOf(after)) put(key, after)
    put(`#${after.column.ordinal}`, after)
    put(`"${after.column.name}`, after)
  }
  return deleted.flatMap((before) => {
    const { name, ordinal } = before.column
    const keys = [...keysOf(before), `#${ordinal}`, `"${stated.get(name) ?? ''}`]
    // A word that hundreds of columns share tells nothing.
    const partners = keys.flatMap((key) => {
      const list = byKey.get(key) ?? []
      return list.length <= 50 ? list : []
    })
    return [...new Set(partners)].map((after) => [before, after] as const)
  })
}
