import type { ParsedStatement, ParseResult } from '@aegis/core/ports'
import { type AnswerEdge, edgeOf, unite } from './edge.ts'
import { changedBy } from './effect.ts'
import type { Session } from './session.ts'

/** What one piece of SQL does, in the form that scripts rely on. */
export interface LineageAnswer {
  readonly id: string | number | null
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
function reasonsOf(statements: readonly ParsedStatement[], status: LineageAnswer['status']): string | null {
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

function statusOf(statements: readonly ParsedStatement[]): LineageAnswer['status'] {
  for (const status of ['parsed', 'unparsed'] as const) {
    if (statements.some((statement) => statement.status === status)) return status
  }
  return 'irrelevant'
}

function uniteAll(flows: readonly AnswerEdge[]): readonly AnswerEdge[] {
  const edges = new Map<string, AnswerEdge>()
  for (const edge of flows) {
    if (edge.source === edge.target) continue
    const key = JSON.stringify([edge.source, edge.target])
    const before = edges.get(key)
    edges.set(key, before === undefined ? edge : unite(before, edge))
  }
  return [...edges.values()]
}

/**
 * One answer for all statements of a text: their edges united. `parsed` if one of them moves data, else `unparsed` if
 * one was not understood, else `irrelevant`. What the text itself rolls back leaves no edge and no write. The session
 * goes on to what the statements leave behind.
 */
export function answer(
  id: LineageAnswer['id'],
  { statements }: ParseResult,
  session: Session,
): LineageAnswer {
  const { names } = session
  const flows: AnswerEdge[] = []
  const reads: string[] = []
  const writes: string[] = []
  let before = { flows: 0, writes: 0 }
  for (const statement of statements) {
    const isOpen = session.isInTransaction()
    if (!isOpen) before = { flows: flows.length, writes: writes.length }
    if (statement.status === 'parsed') {
      const { target, sources } = statement
      const found = sources.flatMap((source) => session.trace(edgeOf(source, target, names), source.name))
      const isKept = session.keep(statement, found)
      // Not spread: a text may name more tables than a call takes arguments.
      for (const edge of found) {
        reads.push(edge.source)
        if (!isKept) flows.push(edge)
      }
      writes.push(names.of(target))
    }
    if (statement.status !== 'irrelevant') continue
    const { effect, reads: read = [] } = statement
    for (const name of read) for (const origin of session.origins(name)) reads.push(origin)
    if (effect === undefined) continue
    writes.push(...changedBy(effect).map(names.of))
    session.follow(effect)
    if (effect.effect !== 'rollback' || !isOpen) continue
    flows.length = before.flows
    writes.length = before.writes
  }
  const status = statusOf(statements)
  const reason = statements.length === 0 ? 'no statement' : reasonsOf(statements, status)
  const written = new Set(writes)
  return {
    id,
    status,
    edges: uniteAll(flows),
    reads: [...new Set(reads)].filter((name) => !written.has(name)),
    writes: [...written],
    ...(reason === null ? {} : { reason }),
  }
}

export function invalid(id: LineageAnswer['id'], reason: string): LineageAnswer {
  return { id, status: 'invalid', edges: [], reads: [], writes: [], reason }
}
