import { normalizedText, type Token, tokenize, unquoted } from './tokens.ts'

/** Nothing that a warehouse accepts nests deeper: BigQuery ends at 15, Spark's parser far below this. */
export const MAX_DEPTH = 200

export interface TypeSyntax {
  /** Words with one space between them; schema-qualified names with dots. Quoted names keep their quotes. */
  readonly name: string
  /** What stands between parentheses; null: there are none. */
  readonly args: readonly string[] | null
  /** Types or fields between angle brackets, or between the parentheses of `OBJECT(...)`; null: there are none. */
  readonly members: readonly MemberSyntax[] | null
  /** How many `[]` follow. */
  readonly dimensions: number
  readonly notNull: boolean
  /** As named, lower case; null: none is named. */
  readonly collation: string | null
  /** As it stands in the source, without `[]` and decorations. */
  readonly bare: string
  /** Without decorations. */
  readonly written: string
  /** With NOT NULL, COLLATE, COMMENT and OPTIONS. */
  readonly decorated: string
  /** `bare` with spaces and case normalised. */
  normalized(): string
}

export interface MemberSyntax {
  readonly name: string | null
  readonly isQuoted: boolean
  readonly type: TypeSyntax
}

export interface Grammar {
  /** The quotes in which a backslash escapes. */
  readonly backslashQuotes: string
  /** Names whose parentheses hold types or fields, not numbers. */
  readonly constructors: ReadonlySet<string>
  /** Constructors of arrays and maps: what they hold has no names, so that `array<interval day>` has an element. */
  readonly arrays: ReadonlySet<string>
  readonly maps: ReadonlySet<string>
}

const CONTINUATIONS: ReadonlySet<string> = new Set(
  `varying precision without with local time zone large object year month day hour minute second to unsigned
  signed character char`.split(/\s+/),
)

const DECORATIONS: ReadonlySet<string> = new Set(['not', 'null', 'collate', 'comment', 'options', 'default'])

/** First and second words that are one name, not a field and its type. */
const TWO_WORDS =
  /^(double precision|(n?char|character|bit|binary) varying|time(stamp)? with(out)?|(tiny|small|big)?int(eger)? unsigned)$/

const CLOSING: Readonly<Record<string, string>> = { '<': '>', '(': ')' }

interface Parser {
  readonly source: string
  readonly tokens: readonly Token[]
  readonly grammar: Grammar
  at: number
}

function peek(parser: Parser, ahead = 0): string {
  return parser.tokens[parser.at + ahead]?.text ?? ''
}

function isName(parser: Parser, ahead = 0): boolean {
  const kind = parser.tokens[parser.at + ahead]?.kind
  return kind === 'word' || kind === 'quoted'
}

function take(parser: Parser, text: string): boolean {
  if (peek(parser) !== text) return false
  parser.at += 1
  return true
}

function textBetween(parser: Parser, first: number, last: number): string {
  const start = parser.tokens[first]?.start ?? 0
  return parser.source.slice(start, parser.tokens[last - 1]?.end ?? start)
}

/** Steps over `( ... )`, however deep. */
function skipParentheses(parser: Parser): boolean {
  let depth = 0
  while (parser.at < parser.tokens.length) {
    if (peek(parser) === '(') depth += 1
    else if (peek(parser) === ')') depth -= 1
    parser.at += 1
    if (depth === 0) return true
  }
  return false
}

function parseArgs(parser: Parser): readonly string[] | null {
  const args: string[] = []
  let first = parser.at + 1
  const open = parser.at
  let depth = 0
  for (; parser.at < parser.tokens.length; parser.at += 1) {
    const text = peek(parser)
    if (text === '(') depth += 1
    else if (text === ')') depth -= 1
    const ends = depth === 0 || (depth === 1 && text === ',')
    if (!ends || parser.at === open) continue
    args.push(normalizedText(parser.tokens.slice(first, parser.at)))
    first = parser.at + 1
    if (depth > 0) continue
    parser.at += 1
    return args.length === 1 && args[0] === '' ? [] : args
  }
  return null
}

interface Decorations {
  readonly notNull: boolean
  readonly collation: string | null
}

function parseDecorations(parser: Parser): Decorations {
  let notNull = false
  let collation: string | null = null
  for (;;) {
    const first = parser.at
    if (take(parser, 'not') && take(parser, 'null')) notNull = true
    else if (parser.at === first && take(parser, 'null')) notNull = false
    else if (parser.at === first && take(parser, 'collate') && isName(parser)) {
      const from = parser.at
      parser.at += 1
      while (peek(parser) === '.' && isName(parser, 1)) parser.at += 2
      const name = parser.tokens[parser.at - 1]
      collation = (
        name === undefined || parser.at - from > 1
          ? normalizedText(parser.tokens.slice(from, parser.at))
          : unquoted(name)
      ).toLowerCase()
    } else if (parser.at === first && take(parser, 'comment') && isName(parser)) parser.at += 1
    else if (parser.at === first && take(parser, 'options') && peek(parser) === '(') skipParentheses(parser)
    else if (parser.at === first && take(parser, 'default')) {
      take(parser, '-')
      if (isName(parser)) parser.at += 1
      if (peek(parser) === '(') skipParentheses(parser)
    } else {
      parser.at = first
      return { notNull, collation }
    }
  }
}

/** The `:` of `first name:string`; -1: fields are not written that way here. */
function findColon(parser: Parser): number {
  for (let at = parser.at; at < parser.tokens.length; at += 1) {
    const text = parser.tokens[at]?.text ?? ''
    if (text === ':') return at > parser.at ? at : -1
    if (text === ',' || text === '<' || text === '>' || text === '(' || text === ')') return -1
  }
  return -1
}

function parseMember(parser: Parser, hasNames: boolean, depth: number): MemberSyntax | null {
  const first = parser.tokens[parser.at]
  if (first === undefined) return null
  const colon = hasNames ? findColon(parser) : -1
  let name: string | null = null
  let isQuoted = false
  if (colon !== -1) {
    const single = colon === parser.at + 1
    isQuoted = single && first.kind === 'quoted'
    name = isQuoted ? unquoted(first) : textBetween(parser, parser.at, colon)
    parser.at = colon + 1
  } else if (
    hasNames &&
    isName(parser) &&
    isName(parser, 1) &&
    !DECORATIONS.has(peek(parser, 1)) &&
    !TWO_WORDS.test(`${peek(parser)} ${peek(parser, 1)}`)
  ) {
    isQuoted = first.kind === 'quoted'
    name = isQuoted ? unquoted(first) : textBetween(parser, parser.at, parser.at + 1)
    parser.at += 1
  }
  const type = parseType(parser, depth + 1)
  return type === null ? null : { name, isQuoted, type }
}

function parseMembers(parser: Parser, hasNames: boolean, depth: number): readonly MemberSyntax[] | null {
  const closing = CLOSING[peek(parser)] ?? ''
  parser.at += 1
  const members: MemberSyntax[] = []
  if (take(parser, closing)) return members
  for (;;) {
    const member = parseMember(parser, hasNames, depth)
    if (member === null) return null
    members.push(member)
    if (take(parser, closing)) return members
    if (!take(parser, ',')) return null
  }
}

function parseDimensions(parser: Parser): number | null {
  let dimensions = 0
  for (;;) {
    if (take(parser, 'array')) {
      dimensions += 1
      if (peek(parser) !== '[') continue
    } else if (peek(parser) !== '[') return dimensions
    else dimensions += 1
    parser.at += 1
    if (/^\d+$/.test(peek(parser))) parser.at += 1
    if (!take(parser, ']')) return null
  }
}

function parseName(parser: Parser): string | null {
  if (!isName(parser)) return null
  const first = parser.at
  parser.at += 1
  while (peek(parser) === '.' && isName(parser, 1)) parser.at += 2
  return normalizedText(parser.tokens.slice(first, parser.at))
}

function parseType(parser: Parser, depth: number): TypeSyntax | null {
  if (depth > MAX_DEPTH) return null
  const first = parser.at
  let name = parseName(parser)
  if (name === null) return null
  let args: readonly string[] | null = null
  let members: readonly MemberSyntax[] | null = null
  for (;;) {
    const next = peek(parser)
    if (next === '<' || (next === '(' && parser.grammar.constructors.has(name))) {
      if (members !== null || args !== null) return null
      const { arrays, maps } = parser.grammar
      members = parseMembers(parser, !arrays.has(name) && !maps.has(name), depth)
      if (members === null) return null
    } else if (next === '(') {
      // Of `interval day(2) to second(3)` the last one counts: the leading field has no fixed width anywhere here.
      if (members !== null || (args !== null && !name.startsWith('interval '))) return null
      args = parseArgs(parser)
      if (args === null) return null
    } else if (CONTINUATIONS.has(next) && members === null) {
      name += ` ${next}`
      parser.at += 1
    } else break
  }
  const bareEnd = parser.at
  const dimensions = parseDimensions(parser)
  if (dimensions === null) return null
  const end = parser.at
  const decorations = parseDecorations(parser)
  return {
    name,
    args,
    members,
    dimensions,
    ...decorations,
    bare: textBetween(parser, first, bareEnd),
    written: textBetween(parser, first, end),
    decorated: textBetween(parser, first, parser.at),
    normalized: () => normalizedText(parser.tokens.slice(first, bareEnd)),
  }
}

/** The syntax of a type's text; null where it is none, or nests too deep. `normalized` is there for any text. */
export function parseTypeText(
  source: string,
  grammar: Grammar,
): { readonly syntax: TypeSyntax | null; readonly normalized: string } {
  const tokens = tokenize(source, grammar.backslashQuotes)
  const parser: Parser = { source, tokens, grammar, at: 0 }
  const syntax = parseType(parser, 0)
  return {
    syntax: parser.at === tokens.length ? syntax : null,
    normalized: normalizedText(tokens),
  }
}
