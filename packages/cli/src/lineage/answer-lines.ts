import type { LineageParser, ParseResult } from '@aegis/core/ports'
import type { Line } from '../read-lines.ts'
import { answer, invalid, type LineageAnswer } from './answer.ts'
import { leastRecent } from './least-recent.ts'
import { type BrokenLine, type LineageRequest, type RequestDefaults, readRequest } from './request.ts'
import { createSession, type Session } from './session.ts'

export interface AnswerLinesOptions extends RequestDefaults {
  readonly parser: LineageParser
  /** false: tables only, which is many times faster. */
  readonly columns: boolean
}

/** Statements that are understood at the same time; also the most answers held. */
const AT_ONCE = 64
/** Sessions remembered; the one that was silent longest is forgotten first. */
const MOST_SESSIONS = 5_000

type Understood = BrokenLine | (LineageRequest & { readonly result: ParseResult })

/** Answers to lines, in their order, in pieces of a few. Never throws on a line. */
export async function* answerLines(
  batches: AsyncIterable<readonly Line[]>,
  { parser, columns, ...defaults }: AnswerLinesOptions,
): AsyncGenerator<readonly LineageAnswer[]> {
  const sessions = leastRecent<Session>(MOST_SESSIONS)
  const analyze = columns ? parser.analyze : undefined

  function understand(line: Line, number: number): Understood | Promise<Understood> {
    if (line === null) return { id: null, problem: `line ${number}: the line is too long` }
    const request = readRequest(line, number, defaults)
    if ('problem' in request) return request
    const { sql, dialect } = request
    if (analyze === undefined) return { ...request, result: parser.parse(sql, dialect) }
    return analyze.call(parser, sql, dialect).then((result) => ({ ...request, result }))
  }

  function answerTo(understood: Understood): LineageAnswer {
    if ('problem' in understood) return invalid(understood.id, understood.problem)
    const { id, dialect, session: sessionId } = understood
    if (sessionId === null) return answer(id, understood.result, createSession(dialect, understood, false))
    const session = sessions.get(`${dialect} ${sessionId}`, () => createSession(dialect, understood, true))
    session.names.begin(understood)
    return answer(id, understood.result, session)
  }

  let number = 0
  for await (const lines of batches) {
    for (let start = 0; start < lines.length; start += AT_ONCE) {
      const some = lines.slice(start, start + AT_ONCE).map((line) => {
        number += 1
        return understand(line, number)
      })
      // Names depend on what came before in the session, so they are settled in order.
      yield (await Promise.all(some)).map(answerTo)
    }
  }
}
