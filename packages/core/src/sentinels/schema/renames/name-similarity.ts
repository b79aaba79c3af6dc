import { distance } from 'fastest-levenshtein'
import type { NameTokens } from './name-tokens.ts'
import {
  areOpposites,
  changesMeaning,
  exclusiveGroup,
  isKnownWord,
  isSubunit,
  isUnit,
  isWholeWord,
  weightOf,
} from './words.ts'

export interface NameSimilarity {
  /** 0 nothing in common .. 1 the same words. */
  readonly score: number
  /** The names say that they are two things: `first_name`, `last_name`; `price`, `price_cents`; `is_active`, `is_inactive`. */
  readonly excluded: boolean
  /** They share a word, and each has a telling one of its own: `utm_source`, `utm_medium`. */
  readonly isSibling: boolean
  /** Only one of them names a unit. */
  readonly unitDiffers: boolean
  /** Words they share, for people. */
  readonly shared: readonly string[]
}

const isNumber = (word: string): boolean => /^\d+$/.test(word)

/** `qnty` of `quantity`: its letters in order, from the first one on, the vowels left out. */
function isConsonantsOf(short: string, long: string): boolean {
  if (short.length < 2 || short.length >= long.length - 1 || short[0] !== long[0]) return false
  if (/[aeiou]/.test(short.slice(1))) return false
  let at = 0
  for (const letter of long) if (letter === short[at]) at += 1
  return at === short.length
}

/**
 * Two letters swapped, a double letter written once, or a word that nobody knows next to one that is known: other near words are other
 * words, such as contact and contract.
 */
function isTypo(a: string, b: string): boolean {
  if (Math.max(a.length, b.length) < 5) return false
  const longest = Math.max(a.length, b.length)
  if (isKnownWord(a) !== isKnownWord(b) && distance(a, b) <= (longest >= 8 ? 2 : 1)) return true
  const undouble = (word: string): string => word.replace(/(.)\1/g, '$1')
  if (a.length !== b.length) return undouble(a) === undouble(b)
  const apart = [...a].flatMap((letter, index) => (letter === b[index] ? [] : [index]))
  const [first, second] = apart
  if (apart.length !== 2 || first === undefined || second !== first + 1) return false
  return a[first] === b[second] && a[second] === b[first]
}

/** How alike two words are, 0..1. */
function wordSimilarity(a: string, b: string, conceptA: string, conceptB: string): number {
  if (a === b) return 1
  if (conceptA === conceptB) return 0.85
  if (isNumber(a) || isNumber(b)) return 0
  if (isTypo(a, b) || stemOf(a) === stemOf(b)) return 0.85
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return isConsonantsOf(short, long) || isBeginningOf(short, long) ? 0.7 : 0
}

/** `hire`, `hired`; `ship`, `shipping`. */
function stemOf(word: string): string {
  const stem = word.replace(/(?:ing|ed|d|e)$/, '')
  return stem.length >= 3 ? stem.replace(/(.)\1$/, '$1') : word
}

/** `sched` of `schedule`, unless the beginning is a word of its own. */
function isBeginningOf(short: string, long: string): boolean {
  return short.length >= 3 && long.length - short.length >= 2 && long.startsWith(short) && !isWholeWord(short)
}

/** Whether `text` is made of beginnings of all words in their order: `dob` of date of birth, `custname` of customer name. */
function isMadeOf(text: string, words: readonly string[]): boolean {
  let places = new Set([0])
  for (const word of words) {
    const next = new Set<number>()
    for (const place of places) {
      for (
        let length = 1;
        length <= word.length && text.startsWith(word.slice(0, length), place);
        length += 1
      )
        next.add(place + length)
    }
    places = next
  }
  return places.has(text.length)
}

/** One name is the other run together and cut short; two letters say less than three. */
function contraction(short: NameTokens, long: NameTokens): number {
  if (short.words.length !== 1 || long.words.length < 2 || short.squashed.length < 2) return 0
  // `price` is a word, and not made of price and cents.
  if (short.words.some(isKnownWord) || long.words.includes(short.squashed)) return 0
  if (!isMadeOf(short.squashed, long.words)) return 0
  return short.squashed.length === 2 ? 0.6 : 0.8
}

/** Words of each that have no equal in the other. */
function onlyIn(a: readonly string[], b: readonly string[]): readonly string[] {
  return a.filter((word) => !b.includes(word))
}

/** What one name says in place of the other, or besides it, that makes another thing of it. */
function areExcluded(a: readonly string[], b: readonly string[]): boolean {
  const [mine, theirs] = [onlyIn(a, b), onlyIn(b, a)]
  const both = (test: (word: string) => boolean): boolean => mine.some(test) && theirs.some(test)
  // `phone_1`, `phone_2`; `team_a`, `team_b`.
  if (both(isNumber) || both((word) => word.length === 1)) return true
  if (both(isUnit)) return true
  if ([...mine, ...theirs].some((word) => isSubunit(word) || changesMeaning(word))) return true
  return mine.some((word) => {
    const group = exclusiveGroup(word)
    return theirs.some(
      (other) => areOpposites(word, other) || (group !== null && exclusiveGroup(other) === group),
    )
  })
}

/** Some word without a partner says much. */
function hasTelling({ words }: NameTokens, matched: ReadonlySet<number>): boolean {
  return words.some((word, index) => !matched.has(index) && weightOf(word) === 1)
}

/** Both names by their words: each word with its best partner, weighted by how much it says. */
export function nameSimilarity(a: NameTokens, b: NameTokens): NameSimilarity {
  if (a.squashed === b.squashed && a.squashed !== '')
    return { score: 1, excluded: false, isSibling: false, unitDiffers: false, shared: a.words }
  const contracted = Math.max(contraction(a, b), contraction(b, a))
  const excluded = contracted === 0 && (areExcluded(a.words, b.words) || areExcluded(a.concepts, b.concepts))
  const taken = new Set<number>()
  const matchedA = new Set<number>()
  const shared: string[] = []
  let matched = 0
  a.words.forEach((word, index) => {
    let best = 0
    let partner = -1
    b.words.forEach((other, at) => {
      if (taken.has(at)) return
      const alike = wordSimilarity(word, other, a.concepts[index] ?? word, b.concepts[at] ?? other)
      if (alike > best) {
        best = alike
        partner = at
      }
    })
    if (partner < 0) return
    taken.add(partner)
    matchedA.add(index)
    shared.push(word)
    matched += best * (weightOf(word) + weightOf(b.words[partner] ?? word))
  })
  const weight = [...a.words, ...b.words].reduce((sum, word) => sum + weightOf(word), 0)
  const score = Math.max(weight === 0 ? 0 : matched / weight, contracted)
  const isReplaced = contracted === 0 && hasTelling(a, matchedA) && hasTelling(b, taken)
  const unitDiffers = a.words.some(isUnit) !== b.words.some(isUnit)
  const isSibling = isReplaced && shared.some((word) => weightOf(word) === 1)
  return { score: isReplaced ? score * 0.4 : score, excluded, isSibling, unitDiffers, shared }
}
