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

/** null: the parser has not answered yet. */
export type Understand = (sql: string, dialect: Dialect) => UnderstoodText | Promise<UnderstoodText>

/** Texts remembered, and their letters: a log repeats itself, and the memory must not grow with it. */
const MOST_TEXTS = 4_096
const MOST_CHARACTERS = 4_000_000

function isQuiet({ statements }: ParseResult): boolean {
  return statements.every((statement) => {
    if (statement.status === 'parsed') return statement.temporary !== true
    return statement.status === 'unparsed' || statement.effect === undefined
  })
}

/** Reads each text once, as long as it is remembered. `columns` false: tables only. */
export function understandTexts(parser: LineageParser, columns: boolean): Understand {
  const analyze = columns ? parser.analyze : undefined
  const known = new Map<string, UnderstoodText>()
  let characters = 0

  function keep(key: string, result: ParseResult): UnderstoodText {
    const text = { result, isQuiet: isQuiet(result), answers: new Map() }
    if (known.size >= MOST_TEXTS || characters + key.length > MOST_CHARACTERS) {
      known.clear()
      characters = 0
    }
    if (key.length > MOST_CHARACTERS / 100) return text
    characters += key.length
    known.set(key, text)
    return text
  }

  return (sql, dialect) => {
    const key = `${dialect}\n${sql}`
    const text = known.get(key)
    if (text !== undefined) return text
    if (analyze === undefined) return keep(key, parser.parse(sql, dialect))
    return analyze.call(parser, sql, dialect).then((result) => keep(key, result))
  }
}
