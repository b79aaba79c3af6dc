import { AssertionError } from 'node:assert/strict'
import type { Dialect, WarehouseAdapter } from '@aegis/core/ports'
import { fakeWarehouse } from '@aegis/core/testing'
import { describe, expect, it } from 'vitest'
import { type ConformanceCase, confirmGap, type WarehouseSubject, warehouseCases } from '../src/index.ts'
import { describeWarehouse } from '../src/vitest.ts'
import { fakeSubject } from './fake-subject.ts'
import { MutantError, warehouseMutants } from './warehouse-mutants.ts'

const DIALECTS: readonly Dialect[] = ['postgresql', 'snowflake', 'bigquery', 'databricks', 'clickhouse']

describe.each(DIALECTS)('a right warehouse of dialect %s', (dialect) => {
  it.each(warehouseCases)('$id passes, and is not skipped', async ({ skip, run }) => {
    const subject = fakeSubject(dialect)
    expect(skip?.(subject)).toBeUndefined()
    await run(subject)
  })
})

describe('a broken warehouse', () => {
  it.each(warehouseCases)('fails $id', async ({ id, skip, run }) => {
    const mutant = warehouseMutants[id]
    if (mutant === undefined) throw new Error(`${id} has no mutant: nothing shows that it can fail`)
    const subject = mutant(fakeSubject())
    expect(skip?.(subject)).toBeUndefined()
    const error = await run(subject).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    // Not a slip of the kit, such as a TypeError.
    expect(
      [AssertionError, MutantError].some((kind) => error instanceof kind),
      String(error),
    ).toBe(true)
  })
})

describe('the list of cases', () => {
  it('has ids that are unique and follow one form', () => {
    const ids = warehouseCases.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^W-[A-Z]+-\d{2}$/)
  })

  it('has a case for each mutant', () => {
    expect(Object.keys(warehouseMutants).sort()).toEqual(warehouseCases.map(({ id }) => id).sort())
  })
})

/** The methods that are not optional, over two tables. */
function bare(): WarehouseSubject {
  const catalog = ''
  const columns = [{ name: 'id', type: 'bigint', nullable: false, ordinal: 1 }]
  const tables = ['orders', 'customers'].map((name) => {
    return { ref: { catalog, schema: 'raw', name }, kind: 'table' as const, columns }
  })
  const fake = fakeWarehouse({ tables: { 'raw.orders': { columns }, 'raw.customers': { columns } } })
  const { spec, dialect, identifiers, listTables, describeTables, close } = fake
  const warehouse: WarehouseAdapter = { spec, dialect, identifiers, listTables, describeTables, close }
  return { warehouse, seeded: { tables, missing: { catalog, schema: 'raw', name: 'not_there' } } }
}

describe('a warehouse that can do only what it must', () => {
  it('is asked only for that, and each skip says what is lacking', () => {
    const subject = bare()
    const skipped = warehouseCases.flatMap(({ id, skip }) => {
      const reason = skip?.(subject)
      return reason === undefined ? [] : [`${id}: ${reason}`]
    })
    const asked = warehouseCases.filter(({ skip }) => skip?.(subject) === undefined)
    expect(asked.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['W-LIST-01', 'W-DESCRIBE-02', 'W-DESCRIBE-11', 'W-CLOSE-01']),
    )
    expect(skipped).toEqual(
      expect.arrayContaining([
        'W-FRESH-01: the adapter has no readFreshness',
        'W-DESCRIBE-07: no table without columns is seeded',
        'W-DESCRIBE-12: the subject has no hook dropTable',
        'W-ERROR-01: the subject has no unreachable adapter',
      ]),
    )
  })

  it('cannot get out of a case while it has the method', () => {
    const { warehouse } = fakeSubject()
    const subject: WarehouseSubject = { ...bare(), warehouse }
    const fresh = warehouseCases.filter(
      ({ id }) => id === 'W-FRESH-01' || id === 'W-LOG-08' || id === 'W-TEST-01',
    )
    expect(fresh.map(({ skip }) => skip?.(subject))).toEqual([undefined, undefined, undefined])
  })
})

describe('confirmGap', () => {
  const gap = { id: 'W-X-01', reason: 'not yet', issue: '#1' }
  const passing: ConformanceCase<null> = { id: 'W-X-01', title: 'x', run: async () => undefined }
  const failing: ConformanceCase<null> = { ...passing, run: () => Promise.reject(new Error('still')) }

  it('is content while the case fails', async () => {
    await expect(confirmGap(gap, failing, null)).resolves.toBeUndefined()
  })

  it('is not on the day it passes, or is not asked for', async () => {
    await expect(confirmGap(gap, passing, null)).rejects.toThrow(/W-X-01 \(#1\) is closed: delete its entry/)
    await expect(confirmGap(gap, { ...failing, skip: () => 'no method' }, null)).rejects.toThrow(/no method/)
  })
})

const broken = warehouseMutants['W-DESCRIBE-05']

describeWarehouse({ name: 'The fake warehouse', create: () => fakeSubject() })
describeWarehouse({ name: 'A warehouse that can do only what it must', create: bare })
describeWarehouse({
  name: 'A warehouse with a known gap',
  create: () => broken?.(fakeSubject()) ?? fakeSubject(),
  destroy: ({ warehouse }) => warehouse.close(),
  knownGaps: [{ id: 'W-DESCRIBE-05', reason: 'ordinals begin at 0', issue: '#1' }],
})
