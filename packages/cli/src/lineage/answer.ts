import type { LineageSession } from '@aegis/core'
import type { ParsedStatement } from '@aegis/core/ports'
import { type AnswerEdge, answerEdges, uniteEdges } from './edge.ts'

/** What one piece of SQL does, in the form that scripts rely on. */
export interface LineageAnswer extends AnswerBody {
  readonly id: string | number | null
}

/** An answer to whoever asked. */
export interface AnswerBody {
  /** `invalid`: the line was no request. */
  readonly status: 'parsed' | 'irrelevant' | 'unparsed' | 'invalid'
  readonly edges: readonly AnswerEdge[]
  /** Tables read and not written. */
  readonly reads: readonly string[]
  /** Tables whose data or name the statements change. */
  readonly writes: readonly string[]
  /** What was not understood, or why nothing flows. Absent: there is nothing to add. */
  readonly reason?: string
}

const MOST_REASONS = 3

function reasonOf(statement: ParsedStatement): string | null {
  if (statement.status !== 'parsed') return statement.reason
  const remarks = [
    ...(statement.partial ? ['partial: understood in part, there may be more sources'] : []),
    ...(statement.agreement === 'disagreed' ? ['a second parser sees other tables'] : []),
  ]
  return remarks.length === 0 ? null : remarks.join('; ')
}

/** Where something flows, only what is not certain is worth a word; where nothing does, why. */
function reasonsOf(statements: readonly ParsedStatement[], status: AnswerBody['status']): string | null {
  const isScript = statements.some(({ index }) => index !== statements[0]?.index)
  const reasons = new Set<string>()
  for (const statement of statements) {
    const reason = statement.status === 'irrelevant' && status !== 'irrelevant' ? null : reasonOf(statement)
    if (reason === null) continue
    const isShared = status === 'irrelevant' || !isScript
    reasons.add(isShared ? reason : `statement ${statement.index + 1}: ${reason}`)
  }
  if (reasons.size === 0) return null
  const shown = [...reasons].slice(0, MOST_REASONS)
  const left = reasons.size - shown.length
  return left === 0 ? shown.join('; ') : `${shown.join('; ')}; and ${left} more`
}

function statusOf(statements: readonly ParsedStatement[]): AnswerBody['status'] {
  for (const status of ['parsed', 'unparsed'] as const) {
    if (statements.some((statement) => statement.status === status)) return status
  }
  return 'irrelevant'
}

function openNames(count: number): string | null {
  if (count === 0) return null
  const names = count === 1 ? '1 name without a schema' : `${count} names without a schema`
  return `${names} may be in several of the search path`
}

/**
 * One answer for all statements of a text: their edges united. `parsed` if one of them moves data, else `unparsed` if
 * one was not understood, else `irrelevant`. The session goes on to what the statements leave behind.
 */
export function answer(statements: readonly ParsedStatement[], session: LineageSession): AnswerBody {
  const { edges, reads, writes, unresolved } = session.run(statements)
  const written = new Set(writes.map(({ key }) => key))
  const read = new Set(reads.map(({ key }) => key))
  const status = statusOf(statements)
  const known = statements.length === 0 ? 'no statement' : reasonsOf(statements, status)
  const open = openNames(unresolved.length)
  const reason = known === null || open === null ? (known ?? open) : `${known}; ${open}`
  return {
    status,
    edges: uniteEdges(answerEdges(edges.filter(({ source, target }) => source.key !== target.key))),
    reads: [...read].filter((name) => !written.has(name)),
    writes: [...written],
    ...(reason === null ? {} : { reason }),
  }
}

export function invalid(reason: string): AnswerBody {
  return { status: 'invalid', edges: [], reads: [], writes: [], reason }
}
