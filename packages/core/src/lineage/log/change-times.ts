import type { IdentifierRules } from '../../ports/identifiers.ts'
import type { StatementEffect, WrittenName } from '../../ports/lineage-parser.ts'
import type { DistinctText } from '../distinct-texts.ts'
import type { Breaks } from './spells.ts'

/** When tables changed, by the last part of their names: what may tell one run of a text from the next. */
export interface ChangeTimes {
  note(text: DistinctText, at: number): void
  /** Times of changes that may touch a table which the text names. */
  of(text: DistinctText): Breaks
}

const NO_BREAKS: Breaks = []

function changedBy(effect: StatementEffect): readonly WrittenName[] {
  switch (effect.effect) {
    case 'drop':
    case 'truncate':
      return [effect.table]
    case 'rename':
      return [effect.table, effect.to]
    case 'swap':
      return [effect.table, effect.with]
    default:
      return []
  }
}

/** Puts the time in its place, which is nearly always the last. */
export function insertTime(times: number[], at: number): void {
  let index = times.length
  while (index > 0 && (times[index - 1] ?? 0) > at) index -= 1
  if (times[index - 1] !== at) times.splice(index, 0, at)
}

export function createChangeTimes(identifiers: IdentifierRules): ChangeTimes {
  const byName = new Map<string, number[]>()
  const namesOf = new Map<DistinctText, readonly string[]>()

  const lastPart = ({ parts }: WrittenName): string => {
    const last = parts.at(-1)
    return last === undefined ? '' : identifiers.fold(last)
  }
  function namesIn(text: DistinctText): readonly string[] {
    const known = namesOf.get(text)
    if (known !== undefined) return known
    const names = text.statements.flatMap((statement) =>
      statement.status === 'parsed' ? [statement.target, ...statement.sources.map(({ name }) => name)] : [],
    )
    const distinct = [...new Set(names.map(lastPart))]
    namesOf.set(text, distinct)
    return distinct
  }

  return {
    note({ statements }, at) {
      for (const statement of statements) {
        if (statement.status !== 'irrelevant' || statement.effect === undefined) continue
        for (const name of changedBy(statement.effect).map(lastPart)) {
          const times = byName.get(name) ?? []
          if (times.length === 0) byName.set(name, times)
          insertTime(times, at)
        }
      }
    },
    of: (text) => (byName.size === 0 ? NO_BREAKS : namesIn(text).flatMap((name) => [byName.get(name) ?? []])),
  }
}
