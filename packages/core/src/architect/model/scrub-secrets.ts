const REMOVED = '[removed]'

/** Not in the middle of a word; `_` and `-` may stand before a key. */
const START = '(?<![A-Za-z0-9])'

/** What is a secret by its own form. */
const FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
  // A URI with a password, up to its end: the password may hold what a URI should not.
  /[a-z][a-z0-9+.-]*:\/\/[^\s/@'"`]*:[^\s'"`]*@[^\s'"`]*/gi,
  new RegExp(`${START}eyJ[\\w-]{8,}\\.[\\w-]+(?:\\.[\\w-]*)?`, 'g'),
  new RegExp(`${START}(?:sk|pk|rk)[-_][A-Za-z0-9_-]{12,}`, 'g'),
  new RegExp(`${START}(?:AKIA|ASIA|AROA)[A-Z0-9]{12,}`, 'g'),
  new RegExp(`${START}(?:gh[pousr]_|github_pat_|glpat-|npm_|hf_|dapi|AIza|ya29\\.)[\\w-]{16,}`, 'g'),
  new RegExp(`${START}xox[a-z]-[\\w-]{8,}`, 'g'),
  new RegExp(`${START}(?:bearer|basic)\\s+[\\w.~+/=-]{8,}`, 'gi'),
  /[?&](?:sig|signature|x-amz-[a-z-]+|token|key)=[^\s&'"`]+/gi,
]

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

/** The text with everything that looks like a secret taken out. Takes out too much rather than too little. */
export function scrubSecrets(text: string): string {
  let clean = text
  for (const form of FORMS) clean = clean.replace(form, REMOVED)
  clean = clean.replace(NAMED, (_all, word: string) => `${word}${REMOVED}`)
  return clean.replace(RUN, (run) => (looksRandom(run) ? REMOVED : run))
}
