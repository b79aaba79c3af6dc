import { withoutLive } from './live-values.ts'

const SECRET = '[secret]'

/** Not in the middle of a word; `_` and `-` may stand before a key. */
const START = '(?<![A-Za-z0-9])'

/** Keys and tokens by their own form. Nothing else looks like them. */
const FORMS: readonly (readonly [form: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g, SECRET],
  // The sign-in part of a URI, with a password up to the last @: it may hold what a URI should not. Not the example of our own messages.
  [/:\/\/(?!user:password@)[^\s/@:"'`]*(?::[^\s"'`]*)?@/g, `://${SECRET}@`],
  [new RegExp(`${START}eyJ[\\w-]{8,}\\.[\\w-]+(?:\\.[\\w-]*)?`, 'g'), SECRET],
  [new RegExp(`${START}(?:sk|pk|rk)[-_][A-Za-z0-9_-]{12,}`, 'g'), SECRET],
  [new RegExp(`${START}(?:AKIA|ASIA|AROA)[A-Z0-9]{12,}`, 'g'), SECRET],
  [
    new RegExp(`${START}(?:gh[pousr]_|github_pat_|glpat-|npm_|hf_|dapi|AIza|ya29\\.)[\\w-]{16,}`, 'g'),
    SECRET,
  ],
  [new RegExp(`${START}xox[a-z]-[\\w-]{8,}`, 'g'), SECRET],
  [new RegExp(`${START}(bearer|basic)\\s+[\\w.~+/=-]{8,}`, 'gi'), `$1 ${SECRET}`],
  [/([?&](?:sig|signature|x-amz-[a-z-]+|token|key)=)[^\s&'"`]+/gi, `$1${SECRET}`],
  [/\b(password|passwd|pwd|secret)(["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&]+)/gi, `$1$2${SECRET}`],
  [/\b(token|key)=[^\s,;&]+/gi, `$1=${SECRET}`],
]

/**
 * The text without secrets: every value that `secret()` was given in this process, in whatever encoding, the sign-in part of URIs, and what
 * is a key or token by its form. Sentences about tables stay as they are.
 */
export function scrubText(text: string): string {
  let clean = withoutLive(text, SECRET)
  for (const [form, replacement] of FORMS) clean = clean.replace(form, replacement)
  return clean
}

/** A URI with a password, to its end: a model has no use for the rest. */
const WHOLE_URI = /[a-z][a-z0-9+.-]*:\/\/[^\s/@'"`]*:[^\s'"`]*@[^\s'"`]*/gi

/** A word that says what follows it is secret. The word stays. */
const NAMED =
  /([A-Za-z0-9_-]*(?:passw(?:or)?d|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)["'`]?\s*(?:=>|:=|=|:|\bis\b|\bby\b)\s*)("[^"]*"|'[^']*'|`[^`]*`|[^\s,;)&]+)/gi

/** Long runs of letters and digits as keys have them: no word, no number, no path of words. */
const RUN = /[A-Za-z0-9+/]{24,}={0,2}/g

function looksRandom(run: string): boolean {
  const digits = run.replace(/[^0-9]/g, '').length
  const isMixed = /[a-z]/.test(run) && /[A-Z]/.test(run)
  const isHex = /^[0-9a-f]{32,}$/i.test(run)
  return isHex || (isMixed && (digits >= 3 || run.length >= 32))
}

/** For what leaves the house: also what only may be a secret goes. Takes out too much rather than too little. */
export function scrubPrompt(text: string): string {
  return scrubText(text.replace(WHOLE_URI, SECRET))
    .replace(NAMED, (_all, word: string) => `${word}${SECRET}`)
    .replace(RUN, (run) => (looksRandom(run) ? SECRET : run))
}
