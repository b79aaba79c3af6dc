import { describe, expect, it } from 'vitest'
import { refreshLineage } from '../../src/lineage/index.ts'
import type { NativeLineageEdge, TableRef } from '../../src/model/index.ts'
import type { LineageParser, ParseContext, WarehouseAdapter } from '../../src/ports/index.ts'
import { fakeWarehouse, manualClock, memoryStore } from '../../src/testing/index.ts'
import { NOW } from './edges.ts'
import { logged, readInto, standing } from './logged.ts'
import { tinyParser } from './tiny-parser.ts'

const HOUR_MS = 3_600_000
const ref = (schema: string, name: string): TableRef => ({ catalog: '', schema, name })

async function shopWith(views: Readonly<Record<string, string>> = {}) {
  const store = memoryStore()
  await store.migrate()
  const clock = manualClock(NOW)
  const columns = { id: 'bigint', price: 'numeric' }
  const warehouse = fakeWarehouse({
    clock,
    tables: {
      'raw.a': { columns },
      'raw.b': { columns },
      ...Object.fromEntries(
        Object.entries(views).map(([name, sql]) => [name, { kind: 'view' as const, columns, sql }]),
      ),
    },
  })
  const connection = await store.saveConnection({ name: 'shop', dialect: 'postgresql', at: NOW })
  const refresh = (
    more: { adapter?: WarehouseAdapter; parser?: LineageParser; full?: boolean } = {},
  ): ReturnType<typeof refreshLineage> => {
    const { adapter = warehouse, parser = tinyParser(), full } = more
    return refreshLineage({ store, connection, clock, warehouse: adapter, parser, full })
  }
  const edges = async () => standing(await store.listEdges(connection.id))
  return { store, clock, warehouse, refresh, edges }
}

describe('the coverage', () => {
  it('adds up over readings, each distinct text once', async () => {
    const { store, clock, warehouse, refresh } = await shopWith()
    warehouse.logStatement('app.t <- raw.a', NOW)
    warehouse.logStatement('what 1', NOW)
    await refresh()
    await clock.advance(2 * HOUR_MS)
    warehouse.logStatement('app.t <- raw.a', clock.now())
    warehouse.logStatement('what 2', clock.now())
    warehouse.logStatement('what else', clock.now())
    warehouse.logStatement('app.u <- nowhere', clock.now())
    expect(await refresh()).toMatchObject({ statements: 4, parsed: 2, unparsed: 2, ambiguous: 1 })
    expect((await store.getLineageStatus(1)).coverage).toMatchObject({
      statements: 4,
      parsed: 2,
      unparsed: 2,
      ambiguous: 1,
      reasons: [
        { reason: 'not understood', count: 2, example: 'what ?' },
        { reason: 'a table name without a schema fits no table or several', count: 1, example: 'nowhere' },
      ],
    })
    await clock.advance(HOUR_MS)
    await refresh()
    expect((await store.getLineageStatus(1)).coverage).toMatchObject({ statements: 4, unparsed: 2 })
  })

  it('is counted anew by a full reading, which adds no runs to what is known', async () => {
    const store = memoryStore()
    const entries = logged(['1 - app.t <- raw.a', '2 - what', '3 - app.t <- raw.a'])
    await readInto(store, [
      { entries, minute: 10 },
      { entries, minute: 500, full: true },
    ])
    expect((await store.getLineageStatus(1)).coverage).toMatchObject({ statements: 2, unparsed: 1 })
    expect(await store.listEdges(1)).toMatchObject([{ observations: 2 }])
  })
})

describe('views', () => {
  it('of views resolve in any order', async () => {
    const { refresh, edges } = await shopWith({ 'rep.c': 'rep.b', 'rep.a': 'raw.a', 'rep.b': 'rep.a' })
    await refresh()
    expect(await edges()).toEqual(['raw.a > rep.a', 'rep.a > rep.b', 'rep.b > rep.c'])
  })

  it('end what their text no longer says, and end themselves when they are gone', async () => {
    const { clock, warehouse, refresh, edges } = await shopWith({ 'rep.v': 'raw.a', 'rep.w': 'rep.v' })
    await refresh()
    await clock.advance(HOUR_MS)
    warehouse.drop('rep.v')
    warehouse.create('rep.v', { kind: 'view', columns: {}, sql: 'raw.b' })
    await refresh()
    expect(await edges()).toEqual(['raw.b > rep.v', 'rep.v > rep.w'])
    await clock.advance(HOUR_MS)
    warehouse.drop('rep.w')
    await refresh()
    expect(await edges()).toEqual(['raw.b > rep.v'])
  })

  it('that cannot be read end nothing, nor does a text that is not understood', async () => {
    const { clock, warehouse, refresh, edges } = await shopWith({ 'rep.v': 'raw.a' })
    await refresh()
    await clock.advance(HOUR_MS)
    const { readViewDefinitions: _views, ...blind } = warehouse
    await refresh({ adapter: blind })
    const dull: LineageParser = {
      ...tinyParser(),
      parse: () => ({ statements: [{ status: 'unparsed', index: 0, reason: 'dull' }] }),
    }
    await refresh({ parser: dull })
    expect(await edges()).toEqual(['raw.a > rep.v'])
  })

  it('read again are no new runs', async () => {
    const { store, clock, refresh } = await shopWith({ 'rep.v': 'raw.a' })
    await refresh()
    await clock.advance(HOUR_MS)
    await refresh()
    expect(await store.listEdges(1)).toMatchObject([{ observations: 1, lastSeenAt: clock.now() }])
  })
})

describe('lineage of the warehouse itself', () => {
  const native = (source: TableRef, target: TableRef): NativeLineageEdge => ({
    source,
    target,
    columns: [{ source: 'id', target: 'id' }],
    lastSeenAt: NOW,
  })

  it('is preferred, keeps what the statement adds, and is compared with what was parsed', async () => {
    const { store, clock, warehouse, refresh } = await shopWith()
    warehouse.logStatement('app.t <- raw.a, raw.b', NOW)
    warehouse.logStatement('app.other <- raw.b', NOW)
    const reporting: WarehouseAdapter = {
      ...warehouse,
      async *readNativeLineage(window) {
        const edges = [native(ref('raw', 'a'), ref('app', 't')), native(ref('raw', 'c'), ref('app', 't'))]
        yield { edges: window.cursor === null ? edges : [], cursor: 'n1', gaps: [] }
      },
    }
    await refresh({ adapter: reporting })
    const shown = async () =>
      (await store.listEdges(1)).map(({ source, target, origin, columns }) => [
        `${source} > ${target}`,
        origin,
        columns.length,
      ])
    const expected = [
      ['raw.a > app.t', 'native', 1],
      ['raw.b > app.t', 'query_log', 0],
      ['raw.b > app.other', 'query_log', 0],
      ['raw.c > app.t', 'native', 1],
    ]
    expect(await shown()).toEqual(expected)
    const { coverage, cursors } = await store.getLineageStatus(1)
    expect(cursors).toMatchObject({ native: 'n1' })
    expect(coverage?.comparedWithNative).toEqual({ native: 2, parsed: 2, both: 1 })

    await clock.advance(HOUR_MS)
    warehouse.logStatement('app.t <- raw.a', clock.now())
    await refresh({ adapter: reporting })
    expect(await shown()).toEqual(expected)
  })
})

describe('a parser that looks twice', () => {
  it('gives the second answer, with the columns behind a star', async () => {
    const { store, warehouse, refresh } = await shopWith()
    warehouse.logStatement('app.t <- raw.a *', NOW)
    warehouse.logStatement('app.t <- raw.a *', NOW)
    const contexts: ParseContext[] = []
    const first = tinyParser()
    const starless = (text: string): string => text.replace(' *', '')
    const thorough: LineageParser = {
      ...first,
      parse: (text, dialect, context) => first.parse(starless(text), dialect, context),
      async analyze(text, dialect, context) {
        if (context !== undefined) contexts.push(context)
        const { statements } = first.parse(starless(text), dialect, context)
        return {
          statements: statements.map((statement) => {
            if (statement.status !== 'parsed') return statement
            const sources = statement.sources.map((source) => ({
              ...source,
              columns: (context?.columnsOf?.(source.name) ?? []).map((name) => ({
                source: name,
                target: name,
              })),
              columnsComplete: true,
            }))
            return { ...statement, sources }
          }),
        }
      },
    }
    await refresh({ parser: thorough })
    expect(contexts).toHaveLength(1)
    expect(await store.listEdges(1)).toMatchObject([
      {
        columns: [
          { source: 'id', target: 'id' },
          { source: 'price', target: 'price' },
        ],
        columnsComplete: true,
      },
    ])
  })

  it('is stopped by an abort', async () => {
    const { store, warehouse } = await shopWith()
    warehouse.logStatement('app.t <- raw.a', NOW)
    const controller = new AbortController()
    const parser: LineageParser = {
      ...tinyParser(),
      async analyze() {
        controller.abort()
        controller.signal.throwIfAborted()
        return { statements: [] }
      },
    }
    const connection = await store.saveConnection({ name: 'shop', dialect: 'postgresql', at: NOW })
    const refreshing = refreshLineage({
      store,
      connection,
      clock: manualClock(NOW),
      warehouse,
      parser,
      signal: controller.signal,
    })
    await expect(refreshing).rejects.toThrow()
    expect((await store.getLineageStatus(1)).refreshedAt).toBeNull()
  })
})
