import { describe, expect, it } from 'vitest'
import type { QueryLogPage } from '../../src/ports/index.ts'
import { collect } from '../collect.ts'
import {
  AT,
  customers,
  entry,
  expectBreach,
  guarded,
  malformed,
  NO_DATE,
  orders,
  page,
  pages,
  window,
} from './guarded.ts'

describe('broken pages', () => {
  it.each<[string, readonly unknown[], RegExp]>([
    ['a table twice on one page', [[orders, { ...orders }]], /"raw\.orders" twice/],
    ['a table twice on two pages', [[orders], [customers, orders]], /"raw\.orders" twice/],
    ['a table without a name', [[{ ...orders, name: '' }]], /without a catalog, schema or name/],
    ['a page that is no list', [orders], /not a list/],
  ])('of listTables: %s', async (_, all, message) => {
    await expectBreach(guarded({ listTables: () => malformed(pages(...all)) }).listTables({}), message)
  })

  it('hands over the good pages before the bad one', async () => {
    const warehouse = guarded({ listTables: () => pages([orders], [orders]) })
    const seen: unknown[] = []
    const reading = (async () => {
      for await (const refs of warehouse.listTables({})) seen.push(refs)
    })()
    await expectBreach(reading, /twice/)
    expect(seen).toEqual([[orders]])
  })

  it.each<[string, object, RegExp]>([
    ['an entry without an id', { entries: [{ ...entry, id: '' }] }, /no id/],
    ['executions as a number', { entries: [{ ...entry, executions: 1 }] }, /bigint/],
    ['a text that is none', { entries: [{ ...entry, text: 1 }] }, /text/],
    ['an invalid time', { entries: [{ ...entry, notAfter: NO_DATE }] }, /bound of query q1/],
    [
      'times the wrong way round',
      { entries: [{ ...entry, notBefore: AT, notAfter: new Date(0) }] },
      /later than/,
    ],
    ['a cursor that is no text', { cursor: 7 }, /cursor/],
    ['an invalid completeThrough', { completeThrough: NO_DATE }, /completeThrough/],
    ['no gaps', { gaps: undefined }, /not a list/],
  ])('of readQueryLog: %s', async (_, change, message) => {
    const broken = malformed<QueryLogPage>({ ...page, ...change })
    const warehouse = guarded({ readQueryLog: () => pages(page, broken) })
    await expectBreach(warehouse.readQueryLog?.(window) ?? pages(), message)
  })

  it('of readViewDefinitions: a view twice, a view without SQL', async () => {
    const view = { ref: orders, kind: 'view' as const, sql: 'SELECT 1' }
    const twice = guarded({ readViewDefinitions: () => pages([view, view]) })
    await expectBreach(twice.readViewDefinitions?.({}) ?? pages(), /twice/)
    const empty = guarded({
      readViewDefinitions: () => pages([malformed<typeof view>({ ...view, sql: null })]),
    })
    await expectBreach(empty.readViewDefinitions?.({}) ?? pages(), /no SQL/)
  })

  it('of readNativeLineage: a table without a name, an invalid time', async () => {
    const edge = { source: orders, target: customers, columns: [], lastSeenAt: null }
    const native = (change: object) =>
      guarded({
        readNativeLineage: () =>
          pages({ edges: [malformed<typeof edge>({ ...edge, ...change })], cursor: null, gaps: [] }),
      }).readNativeLineage?.(window) ?? pages()
    expect(await collect(native({}))).toHaveLength(1)
    await expectBreach(native({ source: { schema: 'raw' } }), /without a catalog/)
    await expectBreach(native({ lastSeenAt: NO_DATE }), /lastSeenAt/)
  })
})
