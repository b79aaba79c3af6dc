/** `word`: letters, digits, `_`, `$` and all that is not ASCII; `quoted`: an identifier or a string with its quotes. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'symbol'
  /** Words in lower case (ASCII only, as PostgreSQL folds); all else as written. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const SPACE = /\s/

function isSpace(code: number): boolean {
  return code <= 32 || (code >= 128 && SPACE.test(String.fromCharCode(code)))
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    (code >= 128 && !isSpace(code))
  )
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** The end of a quoted token; an unclosed one takes the rest. A doubled quote stands for itself. */
function endOfQuoted(text: string, start: number, backslashes: boolean): number {
  const quote = text.charCodeAt(start)
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (backslashes && code === 92) at += 2
    else if (code !== quote) at += 1
    else if (text.charCodeAt(at + 1) === quote) at += 2
    else return at + 1
  }
  return text.length
}

/** One pass, any text. In the quotes named, a backslash escapes what follows. */
export function tokenize(text: string, backslashQuotes: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const start = at
    const code = text.charCodeAt(at)
    at += 1
    if (isSpace(code)) continue
    if (code === 34 || code === 39 || code === 96) {
      at = endOfQuoted(text, start, backslashQuotes.includes(text.charAt(start)))
      tokens.push({ kind: 'quoted', text: text.slice(start, at), start, end: at })
    } else if (isWord(code)) {
      while (at < text.length && isWord(text.charCodeAt(at))) at += 1
      tokens.push({ kind: 'word', text: lowerAscii(text.slice(start, at)), start, end: at })
    } else {
      tokens.push({ kind: 'symbol', text: text.charAt(start), start, end: at })
    }
  }
  return tokens
}

/** Spaces and case normalised outside quotes: one space between words and behind a closing bracket, none elsewhere. */
export function normalizedText(tokens: readonly Token[]): string {
  let text = ''
  let wasSymbol = true
  for (const token of tokens) {
    const isSymbol = token.kind === 'symbol'
    text += wasSymbol || isSymbol ? token.text : ` ${token.text}`
    wasSymbol = isSymbol && token.text !== ')'
  }
  return text
}

/** What a quoted token names: `"a""b"` is `a"b`. */
export function unquoted(token: Token): string {
  if (token.kind !== 'quoted') return token.text
  const quote = token.text.charAt(0)
  const closed = token.text.length > 1 && token.text.endsWith(quote)
  return token.text.slice(1, closed ? -1 : undefined).replaceAll(quote + quote, quote)
}
