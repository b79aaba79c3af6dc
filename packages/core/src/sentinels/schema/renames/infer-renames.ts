import { compareTypes } from '../types/index.ts'
import { assign } from './assign.ts'
import { candidatePairs } from './candidates.ts'
import { nameSimilarity } from './name-similarity.ts'
import { showsAlteredInPlace } from './numbering.ts'
import { placeMatcher } from './places.ts'
import type { InferredRename, RenameCase } from './rename-case.ts'
import { type PairFacts, scorePair } from './score-pair.ts'
import { isPlaceholder } from './words.ts'

/** Below this a pair stays a deletion and an addition: a wrong rename hides a lost column. */
const THRESHOLD = 0.5
const SAME_NUMBER = 0.98

/** Columns that are gone and new at the same number of a table that was altered in place. */
function byNumber({ deleted, added, dialect }: RenameCase): readonly InferredRename[] {
  const numbers = new Map(added.map((column) => [column.ordinal, column]))
  return deleted.flatMap((before) => {
    const after = numbers.get(before.ordinal)
    if (after === undefined) return []
    if (compareTypes(before.type, after.type, dialect).verdict === 'incompatible') return []
    const why = `\`${before.name}\` is gone and \`${after.name}\` is new at the same number ${before.ordinal} of a table that was altered in place`
    return [{ before, after, confidence: SAME_NUMBER, evidence: [why] }]
  })
}

/** As many columns as before, and each that kept its name kept its position. */
function isPureSubstitution({ before, after }: RenameCase): boolean {
  const positions = new Map(before.map(({ name, ordinal }) => [name, ordinal]))
  return (
    before.length === after.length &&
    after.every(({ name, ordinal }) => (positions.get(name) ?? ordinal) === ordinal)
  )
}

/** What can be said about each pair that may be a rename. */
function factsOf(given: RenameCase): readonly Omit<PairFacts, 'isRelease'>[] {
  const placeOf = placeMatcher(given.before, given.after)
  const isOnlyPair = given.deleted.length === 1 && given.added.length === 1
  const isSubstitution = isPureSubstitution(given)
  const typeCounts = new Map<string, number>()
  for (const { type } of given.before) typeCounts.set(type, (typeCounts.get(type) ?? 0) + 1)
  const evidenceOf = Map.groupBy(given.evidence, ({ from, to }) => JSON.stringify([from, to]))
  return candidatePairs(given).flatMap(([old, now]) => {
    const [before, after] = [old.column, now.column]
    const type = compareTypes(before.type, after.type, given.dialect)
    const evidence = evidenceOf.get(JSON.stringify([before.name, after.name])) ?? []
    // A column of another family is another column, whatever the log says of a name.
    if (type.verdict === 'incompatible') return []
    return [
      {
        ...{
          before,
          after,
          type,
          evidence,
          isOnlyPair,
          isSubstitution,
          isOtherObject: given.sameObject === false,
        },
        name: nameSimilarity(old.tokens, now.tokens),
        isPlaceholder: isPlaceholder(old.tokens.words),
        place: placeOf(before, after),
        isRareType: before.type === after.type && typeCounts.get(before.type) === 1,
      },
    ]
  })
}

/** Several columns of the table have plainly new names and stand where they stood: a release of new names. */
function isRenamingRelease(facts: readonly Omit<PairFacts, 'isRelease'>[]): boolean {
  const plain = facts.filter(
    ({ name, place }) => name.score >= 0.6 && !name.excluded && place.place === 'same',
  )
  return new Set(plain.map(({ before }) => before)).size >= 2
}

/**
 * Which deleted column is which added one under a new name: one-to-one, with a confidence and the signs for it. What is not likely
 * enough, or has another nearly as likely beside it, is left out.
 */
export function inferRenames(given: RenameCase): readonly InferredRename[] {
  const isInPlace =
    given.sameObject !== false && showsAlteredInPlace(given.before, given.after, given.dialect)
  const certain = isInPlace ? byNumber(given) : []
  const gone = new Set(certain.map(({ before }) => before))
  const come = new Set(certain.map(({ after }) => after))
  const open = {
    ...given,
    deleted: given.deleted.filter((column) => !gone.has(column)),
    added: given.added.filter((column) => !come.has(column)),
  }
  // Altered in place, only a statement of the log can still name a rename.
  const facts = factsOf(open).filter(
    ({ evidence }) => !isInPlace || evidence.some(({ kind }) => kind === 'renamed'),
  )
  const isRelease = isRenamingRelease(facts)
  const scored = facts.map((pair) => ({
    before: pair.before,
    after: pair.after,
    ...scorePair({ ...pair, isRelease }),
  }))
  return [...certain, ...assign(scored, THRESHOLD)]
}
