import { createLineageSession, type LineageSession } from '@aegis/core'
import type { LineageParser } from '@aegis/core/ports'
import type { Line } from '../read-lines.ts'
import { answer, invalid, type LineageAnswer } from './answer.ts'
import { exactNames } from './given-names.ts'
import { leastRecent } from './least-recent.ts'
import { type BrokenLine, type LineageRequest, type RequestDefaults, readRequest } from './request.ts'
import { type KeptAnswer, type UnderstoodText, understandTexts } from './understand.ts'

export interface AnswerLinesOptions extends RequestDefaults {
  readonly parser: LineageParser
  /** false: tables only, which is many times faster. */
  readonly columns: boolean
}

/** Statements that are understood at the same time; also the most answers held. */
const AT_ONCE = 64
/** Sessions remembered; the one that was silent longest is forgotten first. */
const MOST_SESSIONS = 5_000
/** Answers kept of one text, which many schemas may have. */
const MOST_STATES = 16

type Understood = BrokenLine | { readonly request: LineageRequest; readonly text: UnderstoodText }

interface Answered extends KeptAnswer {
  readonly id: LineageAnswer['id']
}

function keptAnswer(body: KeptAnswer['body']): KeptAnswer {
  return { body, tail: JSON.stringify(body).slice(1) }
}

async function* answered(
  batches: AsyncIterable<readonly Line[]>,
  { parser, columns, ...defaults }: AnswerLinesOptions,
): AsyncGenerator<readonly Answered[]> {
  const sessions = leastRecent<LineageSession>(MOST_SESSIONS)
  const understand = understandTexts(parser, columns)

  function read(line: Line, number: number): Understood | Promise<Understood> {
    if (line === null) return { id: null, problem: `line ${number}: the line is too long` }
    const request = readRequest(line, number, defaults)
    if ('problem' in request) return request
    const text = understand(request.sql, request.dialect)
    return text instanceof Promise ? text.then((read) => ({ request, text: read })) : { request, text }
  }

  /** Answers a text once for each state of a session. null: the state is like no other. */
  function answerOnce(text: UnderstoodText, state: string | null, make: () => LineageSession): KeptAnswer {
    const known = state === null ? undefined : text.answers.get(state)
    if (known !== undefined) return known
    const made = keptAnswer(answer(text.result.statements, make()))
    if (state === null) return made
    if (text.answers.size >= MOST_STATES) text.answers.clear()
    text.answers.set(state, made)
    return made
  }

  function answerTo(understood: Understood): Answered {
    if ('problem' in understood) return { id: understood.id, ...keptAnswer(invalid(understood.problem)) }
    const { request, text } = understood
    const { id, dialect, session: sessionId } = request
    const scope = exactNames(request, dialect)
    if (sessionId === null) {
      const state = `alone\n${scope.defaultCatalog ?? ''}\n${scope.defaultSchema ?? ''}`
      const { body, tail } = answerOnce(text, state, () => {
        const alone = createLineageSession({ dialect, hidesTemporary: false })
        alone.enter(scope)
        return alone
      })
      return { id, body, tail }
    }
    const session = sessions.get(`${dialect} ${sessionId}`, () => createLineageSession({ dialect }))
    session.enter(scope)
    const { body, tail } = answerOnce(text, text.isQuiet ? session.state() : null, () => session)
    return { id, body, tail }
  }

  let number = 0
  for await (const lines of batches) {
    for (let start = 0; start < lines.length; start += AT_ONCE) {
      const some = lines.slice(start, start + AT_ONCE).map((line) => {
        number += 1
        return read(line, number)
      })
      // Names depend on what came before in the session, so they are settled in order.
      yield (await Promise.all(some)).map(answerTo)
    }
  }
}

/** Answers to lines, in their order, in pieces of a few. Never throws on a line. */
export async function* answerLines(
  batches: AsyncIterable<readonly Line[]>,
  options: AnswerLinesOptions,
): AsyncGenerator<readonly LineageAnswer[]> {
  for await (const answers of answered(batches, options))
    yield answers.map(({ id, body }) => ({ id, ...body }))
}

/** The same as text: one line of JSON for each answer. */
export async function* answerText(
  batches: AsyncIterable<readonly Line[]>,
  options: AnswerLinesOptions,
): AsyncGenerator<string> {
  for await (const answers of answered(batches, options))
    yield answers.map(({ id, tail }) => `{"id":${JSON.stringify(id)},${tail}\n`).join('')
}
