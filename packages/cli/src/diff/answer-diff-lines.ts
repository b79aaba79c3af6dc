import type { Dialect, SeverityPolicy } from '@aegis/core'
import * as z from 'zod'
import { findDialect, unknownDialect } from '../dialects.ts'
import type { Line } from '../read-lines.ts'
import { answerDiff, type DiffAnswer } from './answer-diff.ts'
import { readColumns } from './read-columns.ts'

export interface DiffLineOptions {
  /** null: each line must name its own. */
  readonly dialect: Dialect | null
  readonly severityPolicy: SeverityPolicy
}

/** The answer to a line that is no request; its other fields are those of one without drift. */
export interface BrokenDiff extends DiffAnswer {
  readonly error: string
}

const Id = z.union([z.string(), z.number()])
const Request = z.object(
  {
    id: Id.optional(),
    dialect: z.string().nullish(),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  },
  'must be a JSON object',
)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Answers line `number` (1-based). Never throws. */
export function answerDiffLine(
  line: Line,
  number: number,
  options: DiffLineOptions,
): DiffAnswer | BrokenDiff {
  const broken = (problem: string, id?: string | number): BrokenDiff => ({
    ...(id === undefined ? {} : { id }),
    severity: null,
    changes: [],
    error: `line ${number}: ${problem}`,
  })
  if (line === null) return broken('the line is too long')
  const json = parseJson(line)
  if (json === undefined) return broken('the line is not JSON')
  const request = Request.safeParse(json)
  if (!request.success) {
    const {
      issues: [issue],
    } = request.error
    return broken(
      issue?.path.length === 0
        ? `the line ${issue.message}`
        : `field "${issue?.path.join('.')}": ${issue?.message}`,
    )
  }
  const { id, dialect: word } = request.data
  const dialect = word == null || word === '' ? options.dialect : findDialect(word)
  if (dialect === null) {
    const reason =
      word == null || word === ''
        ? 'field "dialect" is missing, and no --dialect is given'
        : `field "dialect": ${unknownDialect(word)}`
    return broken(reason, id)
  }
  const missing = (['before', 'after'] as const).find((side) => request.data[side] === undefined)
  if (missing !== undefined)
    return broken(`field "${missing}" is missing; write null for a table that is not there`, id)
  const before = readColumns(request.data.before)
  if (!before.ok) return broken(`field "before": ${before.problem}`, id)
  const after = readColumns(request.data.after)
  if (!after.ok) return broken(`field "after": ${after.problem}`, id)
  const { severityPolicy } = options
  const { answer } = answerDiff({ before: before.columns, after: after.columns, dialect, severityPolicy })
  return { ...(id === undefined ? {} : { id }), ...answer }
}
