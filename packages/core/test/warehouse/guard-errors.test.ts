import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { AdapterError, type AdapterFailure, AegisError } from '../../src/errors.ts'
import type { CallOptions, WarehouseAdapter } from '../../src/ports/index.ts'
import { guardWarehouse } from '../../src/warehouse/guard-warehouse.ts'
import { failureOf, guarded, orders, page, pages, shop, window } from './guarded.ts'

describe('errors', () => {
  const calls = (warehouse: WarehouseAdapter, options?: CallOptions) => ({
    listTables: () => warehouse.listTables({}, options),
    describeTables: () => warehouse.describeTables([orders], options),
    readFreshness: () =>
      warehouse.readFreshness?.([{ ref: orders, watermarkColumn: null, previous: null }], options) ?? pages(),
    readQueryLog: () => warehouse.readQueryLog?.(window, options) ?? pages(),
    readViewDefinitions: () => warehouse.readViewDefinitions?.({}, options) ?? pages(),
  })
  const methods = [
    'listTables',
    'describeTables',
    'readFreshness',
    'readQueryLog',
    'readViewDefinitions',
  ] as const

  it.each(methods)(
    'of %s pass when they are AdapterErrors, and become one when they are not',
    async (method) => {
      const raw = shop()
      const warehouse = guardWarehouse(raw, { name: 'shop' })
      const own = new AdapterError('no route to the host', { adapter: 'x', failure: 'network' })
      raw.failWith(own)
      expect(await failureOf(calls(warehouse)[method]())).toBe(own)
      const foreign = new TypeError('x is not a function')
      raw.failWith(foreign)
      const error = await failureOf(calls(warehouse)[method]())
      expect(error).toMatchObject({ failure: 'other', adapter: 'shop', retryable: false, cause: foreign })
      expect(error.message).toBe(`${method} of the connection "shop" failed: x is not a function`)
    },
  )

  it.each<[string, unknown, AdapterFailure]>([
    ['an AbortError', new DOMException('stop', 'AbortError'), 'aborted'],
    ['an aborted AegisError', new AegisError('ABORTED', 'stop'), 'aborted'],
    ['another AegisError', new AegisError('UNSUPPORTED', 'no'), 'other'],
    ['a text', 'out of order', 'other'],
    ['nothing at all', undefined, 'other'],
  ])('%s', async (_, error, failure) => {
    const raw = shop()
    raw.failWith(error)
    expect(await failureOf(guardWarehouse(raw, { name: 'shop' }).describeTables([orders]))).toMatchObject({
      failure,
    })
  })

  it('thrown at once, instead of rejecting, are caught too', async () => {
    const warehouse = guarded({
      listTables() {
        throw new Error('not now')
      },
      describeTables() {
        throw new Error('not now')
      },
    })
    expect((await failureOf(warehouse.listTables({}))).failure).toBe('other')
    expect((await failureOf(warehouse.describeTables([orders]))).failure).toBe('other')
  })

  it.each([
    ['cannot open postgres://aegis:s3cr3t@db.local/shop', 'postgres://[secret]@db.local/shop'],
    ['cannot open postgres://aegis:s3cr3t/@x@db.local', 'postgres://[secret]@db.local'],
    ['bad option password=s3cr3t host=db', 'password=[secret] host=db'],
    ['{"user":"aegis","password":"s3cr3t"}', '"password":[secret]'],
    ["{ password: 's3cr3t, or so' }", 'password: [secret]'],
    ['GET /?access_token=1&token=s3cr3t', 'token=[secret]'],
  ])('give no secret away: %s', async (text, kept) => {
    const raw = shop()
    raw.failWith(new Error(text))
    const error = await failureOf(guardWarehouse(raw, { name: 'shop' }).describeTables([orders]))
    expect(error.message).not.toContain('s3cr3t')
    expect(error.message).toContain(kept)
    expect(inspect(error)).not.toContain('s3cr3t')
  })

  it.each(methods)(
    '%s is not called after an abort, and answers nothing to one that comes during it',
    async (method) => {
      const raw = shop()
      const controller = new AbortController()
      const reason = new Error('stopped')
      controller.abort(reason)
      const warehouse = guardWarehouse(raw, { name: 'shop' })
      const error = await failureOf(calls(warehouse, { signal: controller.signal })[method]())
      expect(error).toMatchObject({ failure: 'aborted', code: 'ABORTED', cause: reason })
      expect(raw.calls).toEqual([])

      const later = new AbortController()
      const deaf = guardWarehouse(
        {
          ...raw,
          async *listTables() {
            later.abort()
            yield []
          },
          async describeTables(refs) {
            later.abort()
            return refs.map((ref) => ({ ref, status: 'missing' }))
          },
          async readFreshness(requests) {
            later.abort()
            return requests.map(({ ref }) => ({ ref, status: 'missing' }))
          },
          async *readQueryLog() {
            later.abort()
            yield page
          },
          async *readViewDefinitions() {
            yield []
            later.abort()
          },
        },
        { name: 'shop' },
      )
      const call = calls(deaf, { signal: later.signal })[method]()
      expect((await failureOf(call)).failure).toBe('aborted')
    },
  )

  it('of a driver that is cut off by the abort are the abort', async () => {
    const controller = new AbortController()
    const warehouse = guarded({
      async describeTables() {
        controller.abort()
        throw new Error('Connection terminated')
      },
    })
    const error = await failureOf(warehouse.describeTables([orders], { signal: controller.signal }))
    expect(error.failure).toBe('aborted')
  })
})
