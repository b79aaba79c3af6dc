import { describe, expect, it } from 'vitest'
import { AegisError } from '../../src/errors.ts'
import type { CallOptions, FreshnessRequest, TableRef, WarehouseAdapter } from '../../src/ports/index.ts'
import { manualClock } from '../../src/testing/index.ts'
import { type CallTiming, guardWarehouse } from '../../src/warehouse/guard-warehouse.ts'
import { collect } from '../collect.ts'
import { AT, customers, description, failureOf, guarded, orders, shop, tableRef } from './guarded.ts'

describe('guardWarehouse', () => {
  it('hands over what a right adapter answers, uncopied', async () => {
    const answers = [{ ref: orders, status: 'ok' as const, value: description }]
    const warehouse = guarded({ describeTables: async () => answers })
    expect(await warehouse.describeTables([orders])).toBe(answers)
    const right = guarded()
    expect((await collect(right.listTables({}))).flat()).toEqual([orders, customers])
    expect(right).toMatchObject({ spec: 'warehouse/v1', dialect: 'postgresql' })
  })

  it('passes every option on, and the receiver of the call', async () => {
    class Warehouse {
      readonly spec = 'warehouse/v1'
      readonly dialect = 'postgresql'
      readonly identifiers = shop().identifiers
      readonly given: unknown[] = []
      async *listTables(): AsyncGenerator<readonly TableRef[]> {}
      async describeTables(): Promise<readonly []> {
        return []
      }
      async readFreshness(
        requests: readonly FreshnessRequest[],
        options?: CallOptions,
      ): Promise<readonly { readonly ref: TableRef; readonly status: 'missing' }[]> {
        this.given.push(options?.timeoutMs, options?.signal)
        return requests.map(({ ref }) => ({ ref, status: 'missing' }))
      }
      async close(): Promise<void> {}
    }
    const raw = new Warehouse()
    const { signal } = new AbortController()
    const request = { ref: orders, watermarkColumn: null, previous: null }
    const readings = await guardWarehouse(raw, { name: 'shop' }).readFreshness?.([request], {
      timeoutMs: 7,
      signal,
    })
    expect(readings).toEqual([{ ref: orders, status: 'missing' }])
    expect(raw.given).toEqual([7, signal])
  })

  it('leaves absent what the adapter lacks', () => {
    const { readFreshness, readQueryLog, readViewDefinitions, testConnection, ...rest } = shop()
    expect([readFreshness, readQueryLog, readViewDefinitions, testConnection]).not.toContain(undefined)
    expect(Object.keys(guardWarehouse(rest, { name: 'shop' })).sort()).toEqual(
      ['spec', 'dialect', 'identifiers', 'listTables', 'describeTables', 'close'].sort(),
    )
  })

  it('asks nothing for an empty batch', async () => {
    const raw = shop()
    const warehouse = guardWarehouse(raw, { name: 'shop' })
    expect(await warehouse.describeTables([])).toEqual([])
    expect(await warehouse.readFreshness?.([])).toEqual([])
    expect(raw.calls).toEqual([])
  })

  it('closes once, however often it is asked', async () => {
    const raw = shop()
    const warehouse = guardWarehouse(raw, { name: 'shop' })
    await Promise.all([warehouse.close(), warehouse.close()])
    await warehouse.close()
    expect(raw.calls).toEqual([{ method: 'close', refs: [] }])
  })

  it.each([
    ['maxBatch', 0],
    ['maxBatch', 1.5],
    ['maxConcurrentBatches', 0],
  ])('refuses %s %d', (field, value) => {
    expect(() => guarded({}, { [field]: value })).toThrow(AegisError)
    expect(() => guarded({}, { [field]: value })).toThrow(field)
  })

  it('tells how long each call took, by the clock given', async () => {
    const clock = manualClock(AT)
    const timings: CallTiming[] = []
    const raw: Partial<WarehouseAdapter> = {
      async *listTables() {
        yield [orders]
        await clock.advance(30)
      },
      async describeTables() {
        await clock.advance(20)
        throw new Error('gone')
      },
    }
    const warehouse = guarded(raw, { clock, onCall: (timing) => timings.push(timing) })
    await collect(warehouse.listTables({}))
    await failureOf(warehouse.describeTables([orders, customers]))
    expect(timings).toEqual([
      { method: 'listTables', tables: null, durationMs: 30, outcome: 'ok' },
      { method: 'describeTables', tables: 2, durationMs: 20, outcome: 'failed' },
    ])
  })
})

describe('batches', () => {
  const refs = Array.from({ length: 7 }, (_, index) => tableRef(`t${index}`))

  it('are divided above the limit, and the answers joined in order', async () => {
    const raw = shop()
    const warehouse = guardWarehouse(raw, { name: 'shop', maxBatch: 3, maxConcurrentBatches: 2 })
    const readings = await warehouse.describeTables(refs)
    expect(readings).toEqual(refs.map((ref) => ({ ref, status: 'missing' })))
    expect(raw.calls.map((call) => call.refs)).toEqual([refs.slice(0, 3), refs.slice(3, 6), refs.slice(6)])
  })

  it.each([1, 2, 3])('run %d at a time', async (limit) => {
    const clock = manualClock(AT)
    let running = 0
    let most = 0
    const warehouse = guarded(
      {
        async describeTables(batch) {
          running += 1
          most = Math.max(most, running)
          await clock.sleep(10)
          running -= 1
          return batch.map((ref) => ({ ref, status: 'missing' }))
        },
      },
      { maxBatch: 1, maxConcurrentBatches: limit },
    )
    const reading = warehouse.describeTables(refs)
    await clock.advance(100)
    expect(await reading).toHaveLength(refs.length)
    expect(most).toBe(limit)
  })

  it('stop at the first failure: the others are aborted, no further one is sent, none is under way any more', async () => {
    const events: string[] = []
    const warehouse = guarded(
      {
        async describeTables([ref], options) {
          events.push(`sent ${ref?.name}`)
          if (ref?.name === 't1') throw new Error('disk full')
          await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve))
          events.push(`ended ${ref?.name}`)
          throw new Error('cancelled')
        },
      },
      { maxBatch: 1, maxConcurrentBatches: 2 },
    )
    const error = await failureOf(warehouse.describeTables(refs))
    expect(error).toMatchObject({ failure: 'other' })
    expect(error.message).toContain('disk full')
    expect(events).toEqual(['sent t0', 'sent t1', 'ended t0'])
  })

  it('are not sent after an abort, even by an adapter that ignores it', async () => {
    const controller = new AbortController()
    let sent = 0
    const warehouse = guarded(
      {
        async describeTables(batch) {
          sent += 1
          controller.abort()
          return batch.map((ref) => ({ ref, status: 'missing' }))
        },
      },
      { maxBatch: 1 },
    )
    const error = await failureOf(warehouse.describeTables(refs, { signal: controller.signal }))
    expect(error.failure).toBe('aborted')
    expect(sent).toBe(1)
  })
})
