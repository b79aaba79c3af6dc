import type { Column } from '../../../model/table.ts'
import type { TypeVerdict } from '../../../model/type-verdict.ts'
import type { RenameEvidence } from '../../../ports/sentinel.ts'
import type { TypeComparison } from '../types/index.ts'
import type { NameSimilarity } from './name-similarity.ts'
import type { PlaceMatch } from './places.ts'

/** What is known of one deleted and one added column. */
export interface PairFacts {
  readonly before: Column
  readonly after: Column
  readonly type: TypeComparison
  readonly name: NameSimilarity
  readonly place: PlaceMatch
  /** The old name says nothing, so that it cannot speak against the new one. */
  readonly isPlaceholder: boolean
  /** No other column of the table has a type like it. */
  readonly isRareType: boolean
  /** As many columns as before, all others where they stood: columns that are added come last. */
  readonly isSubstitution: boolean
  /** Other columns of the table were plainly renamed where they stand. */
  readonly isRelease: boolean
  /** Nothing else was deleted, nothing else added. */
  readonly isOnlyPair: boolean
  /** The table was dropped and created anew: what stands where is a choice of that day. */
  readonly isOtherObject: boolean
  readonly evidence: readonly RenameEvidence[]
}

export interface PairScore {
  /** 0..1: how alike the names are. */
  readonly likeness: number
  /** The same words, or a sign that names them: no second best can make it doubtful. */
  readonly isSure: boolean
  /** 0..1. */
  readonly confidence: number
  readonly evidence: readonly string[]
}

const STATED = 0.99
const BIAS = -3

const OF_TYPE: Readonly<Record<TypeVerdict, number>> = {
  identical: 1,
  equivalent: 1,
  widening: 0.3,
  narrowing: -0.5,
  unknown: -0.8,
  incompatible: -9,
}

interface Sign {
  readonly weight: number
  /** null: not worth telling. */
  readonly text: string | null
}

function signOfName({ before, after, name, isPlaceholder }: PairFacts): Sign {
  if (name.excluded) return { weight: -4, text: null }
  if (name.isSibling) return { weight: -2.5, text: null }
  if (name.score < 0.3) return { weight: isPlaceholder ? -0.5 : -1.5, text: null }
  const words = name.shared.map((word) => `\`${word}\``).join(', ')
  const text =
    name.score === 1
      ? `\`${before.name}\` and \`${after.name}\` are the same words`
      : words === ''
        ? `\`${before.name}\` and \`${after.name}\` are spelled alike`
        : `the names share ${words}`
  return { weight: 5 * name.score, text }
}

function signOfPlace({ place: { place, isLast }, after }: PairFacts): Sign {
  if (place === 'apart') return { weight: -0.8, text: null }
  const text = `\`${after.name}\` stands between the same neighbours`
  if (isLast) return { weight: place === 'same' ? 0.6 : 0, text: null }
  return { weight: place === 'same' ? 2.2 : 0.8, text }
}

function signOfType({ before, after, type, isRareType }: PairFacts): Sign {
  const isSame = type.verdict === 'identical' || type.verdict === 'equivalent'
  const weight = OF_TYPE[type.verdict] + (isSame && isRareType ? 0.6 : 0)
  if (!isSame) return { weight, text: `${before.type} became ${after.type}: ${type.rule}` }
  const text = isRareType ? `both are ${after.type}, which no other column is` : `both are ${after.type}`
  return { weight, text }
}

function signOfSubstitution({ isSubstitution, isOtherObject, place: { place, isLast } }: PairFacts): Sign {
  if (!isSubstitution || isOtherObject || place !== 'same' || isLast) return { weight: 0, text: null }
  return { weight: 0.5, text: 'a column that is added would come last' }
}

function signOfRelease({ isRelease, place: { place, isLast } }: PairFacts): Sign {
  if (!isRelease || place !== 'same' || isLast) return { weight: 0, text: null }
  return { weight: 1.2, text: 'other columns of the table were renamed where they stand' }
}

function signOfNullability({ before, after }: PairFacts): Sign {
  if (before.nullable === null || after.nullable === null) return { weight: 0, text: null }
  return { weight: before.nullable === after.nullable ? 0.2 : -0.6, text: null }
}

function signOfSameText(
  a: string | null | undefined,
  b: string | null | undefined,
  weight: number,
  text: string,
): Sign {
  return a != null && a !== '' && a === b ? { weight, text } : { weight: 0, text: null }
}

function signsOf(facts: PairFacts): readonly Sign[] {
  const { before, after, evidence } = facts
  return [
    ...evidence.slice(0, 1).map(({ text }) => ({ weight: 4.5, text })),
    signOfName(facts),
    signOfPlace(facts),
    signOfType(facts),
    signOfNullability(facts),
    signOfSameText(before.comment, after.comment, 2.5, 'both have the same comment'),
    signOfSameText(before.defaultValue, after.defaultValue, 0.8, 'both have the same default'),
    signOfSubstitution(facts),
    signOfRelease(facts),
    { weight: facts.isOnlyPair ? 0.4 : 0, text: facts.isOnlyPair ? 'no other column went or came' : null },
    { weight: facts.isOtherObject ? -1 : 0, text: null },
    { weight: facts.name.unitDiffers && facts.type.verdict !== 'identical' ? -2.5 : 0, text: null },
  ]
}

/** How likely `after` is `before` under a new name, and the signs for it. The weights were set on the tuned set of the benchmark. */
export function scorePair(facts: PairFacts): PairScore {
  const { name, type, evidence: signsOfLog, isOtherObject } = facts
  const stated = signsOfLog.find(({ kind }) => kind === 'renamed')
  const common = { likeness: name.score, isSure: name.score === 1 || signsOfLog.length > 0 }
  // A statement about another object of that name says less, and none turns a text into a number.
  if (stated !== undefined && type.verdict !== 'incompatible' && !isOtherObject)
    return { ...common, confidence: STATED, evidence: [stated.text] }
  const signs = signsOf(facts)
  const sum = signs.reduce((total, { weight }) => total + weight, BIAS)
  const evidence = signs.flatMap(({ weight, text }) => (text !== null && weight !== 0 ? [text] : []))
  return { ...common, confidence: Math.min(0.97, 1 / (1 + Math.exp(-sum))), evidence }
}
