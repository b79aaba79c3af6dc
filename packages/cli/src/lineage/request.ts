import type { Dialect } from '@aegis/core'
import * as z from 'zod'
import { findDialect, unknownDialect } from '../dialects.ts'

/** One line of a log, checked. */
export interface LineageRequest {
  readonly id: string | number
  readonly sql: string
  readonly dialect: Dialect
  /** As SQL would write it; null: not known. */
  readonly defaultCatalog: string | null
  readonly defaultSchema: string | null
  /** null: the statement stands alone. */
  readonly session: string | null
}

/** Why a line is no request, with its id where that can be read. */
export interface BrokenLine {
  readonly id: string | number | null
  readonly problem: string
}

export interface RequestDefaults {
  /** null: each line must name its own. */
  readonly dialect: Dialect | null
  readonly defaultCatalog: string | null
  readonly defaultSchema: string | null
}

function must(be: string): { error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => (input === undefined ? 'is missing' : `must be ${be}`) }
}

const Id = z.union([z.string(), z.number()], must('a string or a number'))
const Name = z.string(must('a string')).nullish()

/** Other fields are let through: logs carry more than lineage needs. */
const Line = z.object(
  {
    id: Id,
    sql: z.string(must('a string')),
    dialect: Name,
    default_catalog: Name,
    default_schema: Name,
    session: Id.nullish(),
    at: Id.nullish(),
  },
  must('a JSON object'),
)
const WithId = z.object({ id: Id })

function describe({ issues: [issue] }: z.ZodError): string {
  const field = issue?.path.join('.') ?? ''
  const message = issue?.message ?? 'is not understood'
  return field === '' ? `the line ${message}` : `field "${field}" ${message}`
}

/** A text that is empty says nothing: it is the same as a field that is not there. */
function orNull(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text
}

/** An id of 64 bits, which a JavaScript number would round: read as text, so that it comes back exact. */
const LONG_NUMBER = /"(id|session)"\s*:\s*(-?\d{16,})(?=\s*[,}])/g

const isLong = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) >= 1e15

function hasLongNumber(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false
  return ('id' in json && isLong(json.id)) || ('session' in json && isLong(json.session))
}

function parseJson(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text)
    return hasLongNumber(json) ? JSON.parse(text.replace(LONG_NUMBER, '"$1":"$2"')) : json
  } catch {
    return undefined
  }
}

/** Reads line number `number` (1-based). Never throws. */
export function readRequest(
  text: string,
  number: number,
  defaults: RequestDefaults,
): LineageRequest | BrokenLine {
  const json = parseJson(text)
  const broken = (problem: string): BrokenLine => {
    const known = WithId.safeParse(json)
    return { id: known.success ? known.data.id : null, problem: `line ${number}: ${problem}` }
  }
  if (json === undefined) return broken(text.trim() === '' ? 'the line is empty' : 'the line is not JSON')
  const line = Line.safeParse(json)
  if (!line.success) return broken(describe(line.error))
  const { id, sql, session } = line.data
  const word = orNull(line.data.dialect)
  const dialect = word === null ? defaults.dialect : findDialect(word)
  if (dialect === null) {
    return broken(
      word === null
        ? 'field "dialect" is missing, and no --dialect is given'
        : `field "dialect": ${unknownDialect(word)}`,
    )
  }
  return {
    id,
    sql,
    dialect,
    defaultCatalog: orNull(line.data.default_catalog) ?? defaults.defaultCatalog,
    defaultSchema: orNull(line.data.default_schema) ?? defaults.defaultSchema,
    session: session === undefined || session === null || session === '' ? null : String(session),
  }
}
