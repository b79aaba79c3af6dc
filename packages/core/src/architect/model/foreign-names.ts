import type { KnownWords } from './known-words.ts'
import type { OpaqueNames } from './opaque-names.ts'

/** A word, or words held together by dots, as names are. */
const NAME = /(?<![\p{L}\p{N}_$])[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*/gu
const QUOTED = /`([^`]*)`|"([^"]*)"|“([^”]*)”|«([^»]*)»|\[([^\]]*)\]/gu
const TIME = /\d{4}-\d\d-\d\d(?:[T ]\d[\d:.]*Z?)?/g
const LINK = /[a-z]{2,}:\/\/|\bwww\.|\]\(|<\/?[a-z!]/i

/** Prose has no underscores, dots, digits or capitals inside its words. */
function readsLikeName(word: string): boolean {
  return /[._$\p{N}]/u.test(word) || /\p{Ll}\p{Lu}/u.test(word)
}

/**
 * Names in a model's text that neither an id nor the evidence explains. Bare words that read like prose pass: they cannot be
 * told from it.
 */
export function foreignNames(text: string, known: KnownWords, names: OpaqueNames): readonly string[] {
  const ids = new Set(names.ids.map((id) => id.toLowerCase()))
  const isKnownWord = (word: string): boolean => known.words.has(word) || ids.has(word) || /^e\d+$/.test(word)
  const isKnown = (name: string): boolean => {
    const lower = name.toLowerCase()
    if (isKnownWord(lower)) return true
    const [first = '', ...steps] = lower.split('.')
    const isStep = (step: string): boolean => known.steps.has(step)
    return steps.length > 0 && (ids.has(first) || isStep(first)) && steps.every(isStep)
  }
  const foreign = new Set<string>(names.unknownIds(text))
  let rest = text.replace(TIME, ' ')
  for (const [whole, ...contents] of text.matchAll(QUOTED)) {
    const content = contents.find((part) => part !== undefined) ?? ''
    rest = rest.replace(whole, ' ')
    if (known.columns.has(content.trim().toLowerCase())) continue
    const isCode = whole.startsWith('`')
    for (const [name] of content.matchAll(NAME)) {
      const isSuspect = known.suspect.has(name.toLowerCase())
      if (isSuspect || ((isCode || readsLikeName(name)) && !isKnown(name))) foreign.add(name)
    }
  }
  for (const [name] of rest.matchAll(NAME)) {
    if (readsLikeName(name) && !isKnown(name)) foreign.add(name)
    else if (known.suspect.has(name.toLowerCase())) foreign.add(name)
  }
  if (LINK.test(text)) foreign.add('a link')
  return [...foreign]
}

/** Words of a statement that are neither SQL's, nor an id, nor a column or type of the evidence. Literals are not looked into. */
export function foreignSqlWords(sql: string, known: KnownWords, names: OpaqueNames): readonly string[] {
  const withoutLiterals = sql.replace(/'(?:[^']|'')*'/g, ' ')
  const ids = new Set(names.ids.map((id) => id.toLowerCase()))
  const foreign = new Set<string>(names.unknownIds(sql))
  if (/--|\/\*|#|\$\$|\\|'/.test(withoutLiterals)) foreign.add('a comment or an open literal')
  if (LINK.test(sql)) foreign.add('a link')
  let rest = withoutLiterals
  for (const [whole, ...contents] of withoutLiterals.matchAll(QUOTED)) {
    const content = contents.find((part) => part !== undefined) ?? ''
    if (known.columns.has(content.toLowerCase())) rest = rest.replace(whole, ' ')
  }
  for (const [word] of rest.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)) {
    const lower = word.toLowerCase()
    if (!known.words.has(lower) && !ids.has(lower)) foreign.add(word)
  }
  return [...foreign]
}
