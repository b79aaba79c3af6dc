export interface AlterToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol'
  /** A word in lower case, everything else as written. */
  readonly text: string
  /** As written. */
  readonly written: string
}

const TOKEN =
  /\s*(?:(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<quoted>"(?:[^"]|"")+")|(?<string>'(?:[^']|'')*')|(?<number>\d+(?:\.\d+)?)|(?<symbol>::|[(),.[\]+*/%<>=|~!@#^&?-]))/uy

/**
 * Cuts a statement into tokens. null: it holds what none of ours needs: comments, several statements, dollar quotes, backslashes,
 * strings with a letter in front.
 */
export function alterTokens(statement: string): readonly AlterToken[] | null {
  if (/--|\/\*|[;$\\]/.test(statement)) return null
  const text = statement.trim()
  const tokens: AlterToken[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const before = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (found === null) return null
    const [whole] = found
    const { word, quoted, string, number, symbol } = found.groups ?? {}
    // E'...' and U&"..." have escapes of their own.
    if ((string !== undefined || quoted !== undefined) && whole === whole.trimStart() && before > 0) {
      const last = tokens.at(-1)
      if (last?.kind === 'word' || last?.text === '&') return null
    }
    const written = whole.trimStart()
    if (word !== undefined) tokens.push({ kind: 'word', text: word.toLowerCase(), written })
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted, written })
    else if (string !== undefined) tokens.push({ kind: 'string', text: string, written })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, written })
    else tokens.push({ kind: 'symbol', text: symbol ?? '', written })
  }
  return tokens
}
