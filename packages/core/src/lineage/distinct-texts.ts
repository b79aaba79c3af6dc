import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Dialect } from '../model/connection.ts'
import type { LineageParser, ParseContext, ParsedStatement, WrittenName } from '../ports/lineage-parser.ts'
import { textLookup } from './text-lookup.ts'

/** One text, however often it ran. */
export interface DistinctText {
  readonly id: string
  /** As it was first met. */
  readonly sql: string
  /** Without literals: what people may be shown. */
  readonly normalized: string
  /** SHA-256 of the normalised text, hexadecimal. */
  readonly queryHash: string
  readonly context: Pick<ParseContext, 'viewName' | 'truncated'>
  /** First the quick answer, then the thorough one where the parser has one. */
  statements: readonly ParsedStatement[]
  /** Moves data or nothing: it changes neither tables nor sessions. */
  readonly isPlain: boolean
  /** Plain, and makes no table: in a session without temporary tables it does the same each time. */
  readonly isQuiet: boolean
  /** Makes a table that only its session sees. */
  readonly makesTemporary: boolean
}

export interface DistinctTexts {
  of(sql: string, context: DistinctText['context']): DistinctText
  all(): readonly DistinctText[]
}

/** Texts that are told apart by their letters alone, to spare their normalisation. Bounds the memory. */
const MOST_SPELLINGS = 20_000

function isPlain(statements: readonly ParsedStatement[]): boolean {
  return statements.every((statement) => {
    if (statement.status === 'parsed') return statement.temporary !== true
    return statement.status === 'unparsed' || statement.effect === undefined
  })
}

function makesTable(statements: readonly ParsedStatement[], temporary: boolean): boolean {
  return statements.some(
    (statement) =>
      statement.status === 'parsed' &&
      (temporary ? statement.temporary === true : statement.kind === 'create_table_as'),
  )
}

function contextKey({ viewName, truncated }: DistinctText['context']): string {
  return `${truncated === true ? 't' : ''}${viewName === undefined ? '' : JSON.stringify(viewName.parts)}`
}

/** Each distinct text is read once, however many runs and literals it comes with. */
export function distinctTexts(parser: LineageParser, dialect: Dialect): DistinctTexts {
  const byText = new Map<string, DistinctText>()
  const whole = textLookup<DistinctText>(MOST_SPELLINGS)
  const cutShort = textLookup<DistinctText>(MOST_SPELLINGS)

  function read(sql: string, context: DistinctText['context']): DistinctText {
    const normalized = parser.normalize(sql, dialect)
    const textKey = `${contextKey(context)}\n${normalized}`
    const known = byText.get(textKey)
    if (known !== undefined) return known
    const { statements } = parser.parse(sql, dialect, context)
    const text: DistinctText = {
      id: `${byText.size}`,
      sql,
      normalized,
      queryHash: bytesToHex(sha256(utf8ToBytes(normalized))),
      context,
      statements,
      isPlain: isPlain(statements),
      isQuiet: isPlain(statements) && !makesTable(statements, false),
      makesTemporary: makesTable(statements, true),
    }
    byText.set(textKey, text)
    return text
  }

  return {
    of(sql, context) {
      if (context.viewName !== undefined) return read(sql, context)
      const bySpelling = context.truncated === true ? cutShort : whole
      const known = bySpelling.get(sql)
      if (known !== undefined) return known
      const text = read(sql, context)
      bySpelling.set(sql, text)
      return text
    },
    all: () => [...byText.values()],
  }
}

/** What the thorough reading is to be given and told. */
export interface Analysis {
  readonly parser: LineageParser
  readonly dialect: Dialect
  readonly columnsOf: (table: WrittenName) => readonly string[] | null
  readonly signal?: AbortSignal | undefined
}

/** Texts under analysis at once: a parser in another thread must not have to wait for the next one. */
const CONCURRENCY = 64

/** Gives each text its thorough answer, where the parser has one. Rejects only when aborted. */
export async function analyzeTexts(texts: readonly DistinctText[], analysis: Analysis): Promise<void> {
  const { parser, dialect, columnsOf, signal } = analysis
  if (parser.analyze === undefined) return
  const left = texts.values()
  async function work(): Promise<void> {
    for (const text of left) {
      signal?.throwIfAborted()
      const result = await parser.analyze?.(text.sql, dialect, { ...text.context, columnsOf }, { signal })
      if (result !== undefined) text.statements = result.statements
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
}
