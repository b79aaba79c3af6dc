/** Words, with names in double quotes kept whole: a line break must not fall into `"Daily Sales"`. */
const WORD = /(?:"(?:[^"]|"")*"|[^\s"]|"(?!(?:[^"]|"")*"))+/g

export interface WrapOptions {
  readonly width: number
  /** Put before the first line. */
  readonly first?: string
  /** Put before the other lines; default: as wide as `first`, blank. */
  readonly rest?: string
}

/** The text in lines of at most `width` characters; only a single word may be longer. */
export function wrap(text: string, { width, first = '', rest }: WrapOptions): readonly string[] {
  const indent = rest ?? ' '.repeat(first.length)
  const lines: string[] = []
  let line = ''
  for (const [word] of text.matchAll(WORD)) {
    const room = width - (lines.length === 0 ? first : indent).length
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  lines.push(line)
  return lines.map((item, index) => `${index === 0 ? first : indent}${item}`)
}

/** A statement in lines: whole where it fits, else `USING` and what follows begin a new line. */
export function wrapSql(sql: string, options: WrapOptions): readonly string[] {
  const { width, first = '', rest = ' '.repeat(first.length) } = options
  if (first.length + sql.length <= width) return [`${first}${sql}`]
  const words = Array.from(sql.matchAll(WORD), ([word]) => word)
  const clause = words.indexOf('USING')
  if (clause <= 0) return wrap(sql, options)
  return [
    ...wrap(words.slice(0, clause).join(' '), { width, first, rest }),
    ...wrap(words.slice(clause).join(' '), { width, first: rest, rest }),
  ]
}
