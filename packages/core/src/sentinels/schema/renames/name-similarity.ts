import { distance } from 'fastest-levenshtein'
import type { NameTokens } from './name-tokens.ts'
import { exclusiveGroup, weightOf } from './words.ts'

export interface NameSimilarity {
  /** 0 nothing in common .. 1 the same words. */
  readonly score: number
  /** Each name has a word that excludes one of the other: `first_name`, `last_name`. */
  readonly excluded: boolean
  /** Words they share, for people. */
  readonly shared: readonly string[]
}

/** `qnty` of `quantity`: the letters in order, from the first one on. */
function isShortFor(short: string, long: string): boolean {
  if (short.length < 2 || short.length >= long.length || short[0] !== long[0]) return false
  let at = 0
  for (const letter of long) if (letter === short[at]) at += 1
  return at === short.length
}

/** How alike two words are, 0..1. */
function wordSimilarity(a: string, b: string, conceptA: string, conceptB: string): number {
  if (a === b) return 1
  if (conceptA === conceptB) return 0.85
  if (/^\d+$/.test(a) || /^\d+$/.test(b)) return 0
  const longest = Math.max(a.length, b.length)
  if (longest >= 4) {
    const apart = distance(a, b)
    if (apart === 1 || (apart === 2 && longest >= 7)) return 0.85
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length >= 3 && long.startsWith(short)) return 0.8
  return isShortFor(short, long) && short.length * 2 >= long.length - 2 ? 0.6 : 0
}

/** `dob` of `date_of_birth`; two letters say less than three. */
function initials(short: NameTokens, long: NameTokens): number {
  const letters = long.words.map((word) => word[0] ?? '').join('')
  if (letters.length < 2 || short.squashed !== letters) return 0
  return letters.length === 2 ? 0.6 : 0.8
}

function areExcluded(a: readonly string[], b: readonly string[]): boolean {
  return a.some((word) => {
    const group = exclusiveGroup(word)
    if (group === null || b.includes(word)) return false
    return b.some((other) => !a.includes(other) && exclusiveGroup(other) === group)
  })
}

/** Some word without a partner says much. */
function hasTelling({ words }: NameTokens, matched: ReadonlySet<number>): boolean {
  return words.some((word, index) => !matched.has(index) && weightOf(word) === 1)
}

/** Both names by their words: each word with its best partner, weighted by how much it says. */
export function nameSimilarity(a: NameTokens, b: NameTokens): NameSimilarity {
  const excluded = areExcluded(a.words, b.words) || areExcluded(a.concepts, b.concepts)
  if (a.squashed === b.squashed) return { score: 1, excluded: false, shared: a.words }
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
  const byWords = weight === 0 ? 0 : matched / weight
  const longest = Math.max(a.squashed.length, b.squashed.length)
  // Words run together, such as `custname`, and typing errors: the letters as a whole.
  const byLetters = longest < 5 ? 0 : 1 - distance(a.squashed, b.squashed) / longest
  const byInitials = Math.max(initials(a, b), initials(b, a))
  const score = Math.max(byWords, byLetters >= 0.75 ? byLetters : 0, byInitials)
  // `utm_source`, `utm_medium`: what they do not share says that they are two things.
  const isReplaced = byLetters < 0.75 && byInitials === 0 && hasTelling(a, matchedA) && hasTelling(b, taken)
  return { score: isReplaced ? score * 0.4 : score, excluded, shared }
}
