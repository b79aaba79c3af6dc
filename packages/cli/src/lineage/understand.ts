import type { Dialect } from '@aegis/core'
import type { LineageParser, ParseResult } from '@aegis/core/ports'
import type { AnswerBody } from './answer.ts'

/** An answer that may be given again. */
export interface KeptAnswer {
  readonly body: AnswerBody
  /** The answer as JSON, without its beginning up to the id. */
  readonly tail: string
}

/** One text, read once however often it comes. */
export interface UnderstoodText {
  readonly result: ParseResult
  /** Leaves the session as it was, so that the same is answered where the session is the same. */
  readonly isQuiet: boolean
  /** By what its session was like. */
  readonly answers: Map<string, KeptAnswer>
}

/** A promise where the parser has to read it first. Rejects only when the parser does. */
export type Understand = (sql: string, dialect: Dialect) => UnderstoodText | Promise<UnderstoodText>

/** Texts remembered, and their letters: a log repeats itself, and the memory must not grow with it. */
const MOST_TEXTS = 4_096
const MOST_CHARACTERS = 4_000_000
/** A longer text is hardly one that comes again. */
const LONGEST = 40_000

function isQuiet({ statements }: ParseResult): boolean {
  return statements.every((statement) => {
    if (statement.status === 'parsed') return statement.temporary !== true
    return statement.status === 'unparsed' || statement.effect === undefined
  })
}

/** Reads each text once, as long as it is remembered. `columns` false: tables only. */
export function understandTexts(parser: LineageParser, columns: boolean): Understand {
  const analyze = columns ? parser.analyze : undefined
  const known = new Map<Dialect, Map<string, UnderstoodText>>()
  let texts = 0
  let characters = 0

  function keep(sql: string, dialect: Dialect, result: ParseResult): UnderstoodText {
    const text = { result, isQuiet: isQuiet(result), answers: new Map() }
    if (sql.length > LONGEST) return text
    if (texts >= MOST_TEXTS || characters + sql.length > MOST_CHARACTERS) {
      known.clear()
      texts = 0
      characters = 0
    }
    texts += 1
    characters += sql.length
    const ofDialect = known.get(dialect) ?? new Map<string, UnderstoodText>()
    known.set(dialect, ofDialect.set(sql, text))
    return text
  }

  return (sql, dialect) => {
    const text = known.get(dialect)?.get(sql)
    if (text !== undefined) return text
    if (analyze === undefined) return keep(sql, dialect, parser.parse(sql, dialect))
    return analyze.call(parser, sql, dialect).then((result) => keep(sql, dialect, result))
  }
}
