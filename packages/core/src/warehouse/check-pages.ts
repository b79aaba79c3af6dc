import type { NativeLineagePage, QueryLogPage, ViewDefinition } from '../model/query-log.ts'
import type { TableRef } from '../model/table.ts'
import { breach, type GuardedCall } from './breach.ts'
import { isValidDate, show } from './check-readings.ts'

/** Checks one page after another of one call. */
export type PageCheck<Page> = (page: Page) => void

function assertList(call: GuardedCall, list: unknown): void {
  if (!Array.isArray(list)) throw breach(call, 'a page is not a list')
}

function assertRef(call: GuardedCall, ref: TableRef): void {
  const isRef =
    typeof ref === 'object' &&
    ref !== null &&
    typeof ref.catalog === 'string' &&
    typeof ref.schema === 'string' &&
    typeof ref.name === 'string' &&
    ref.name !== ''
  if (!isRef) throw breach(call, `it named a table ${show(ref)} without a catalog, schema or name`)
}

function assertTimes(call: GuardedCall, what: string, ...times: readonly (Date | null)[]): void {
  for (const time of times) {
    if (time !== null && !isValidDate(time)) throw breach(call, `${what} is neither a valid Date nor null`)
  }
}

/** NaN: it is neither a valid Date nor null. */
function timeOf(time: Date | null): number | null {
  if (time === null) return null
  return time instanceof Date ? time.getTime() : Number.NaN
}

function assertCursor(call: GuardedCall, cursor: string | null): void {
  if (cursor !== null && typeof cursor !== 'string') throw breach(call, 'a cursor is neither text nor null')
}

/** Refuses a table that was named before, on this page or an earlier one. */
function distinct(call: GuardedCall): (ref: TableRef) => void {
  const seen = new Set<string>()
  return (ref) => {
    assertRef(call, ref)
    const key = `${ref.catalog}\0${ref.schema}\0${ref.name}`
    if (seen.has(key)) throw breach(call, `it named ${show(ref)} twice`)
    seen.add(key)
  }
}

export function tablesCheck(call: GuardedCall): PageCheck<readonly TableRef[]> {
  const once = distinct(call)
  return (page) => {
    assertList(call, page)
    for (const ref of page) once(ref)
  }
}

export function viewsCheck(call: GuardedCall): PageCheck<readonly ViewDefinition[]> {
  const once = distinct(call)
  return (page) => {
    assertList(call, page)
    for (const { ref, sql } of page) {
      once(ref)
      if (typeof sql !== 'string') throw breach(call, `the view ${show(ref)} has no SQL`)
    }
  }
}

export function queryLogCheck(call: GuardedCall): PageCheck<QueryLogPage> {
  return ({ entries, cursor, completeThrough, gaps }) => {
    assertList(call, entries)
    assertList(call, gaps)
    assertCursor(call, cursor)
    assertTimes(call, 'completeThrough', completeThrough)
    for (const { id, text, executions, notBefore, notAfter } of entries) {
      if (typeof id !== 'string' || id === '') throw breach(call, 'a query has no id')
      if (text !== null && typeof text !== 'string')
        throw breach(call, `the text of query ${id} is neither text nor null`)
      if (typeof executions !== 'bigint') throw breach(call, `the executions of query ${id} are not a bigint`)
      // A log has millions of entries: nothing is made here for one that is right.
      const from = timeOf(notBefore)
      const to = timeOf(notAfter)
      if (Number.isNaN(from) || Number.isNaN(to))
        assertTimes(call, `a bound of query ${id}`, notBefore, notAfter)
      if (from !== null && to !== null && from > to)
        throw breach(call, `notBefore of query ${id} is later than notAfter`)
    }
  }
}

export function nativeLineageCheck(call: GuardedCall): PageCheck<NativeLineagePage> {
  return ({ edges, cursor, gaps }) => {
    assertList(call, edges)
    assertList(call, gaps)
    assertCursor(call, cursor)
    for (const { source, target, lastSeenAt } of edges) {
      assertRef(call, source)
      assertRef(call, target)
      assertTimes(call, `lastSeenAt of an edge to ${show(target)}`, lastSeenAt)
    }
  }
}
