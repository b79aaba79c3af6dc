import { describe, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { byPosition } from '../src/rows.ts'
import { describeOnPostgres, hostPool } from './database.ts'

describe('rows by position', () => {
  test('are found by the position of their table, counted from 0', () => {
    const rows = [{ ord: '3' }, { ord: '1' }]
    expect([...byPosition(rows, 3)]).toEqual([
      [2, rows[0]],
      [0, rows[1]],
    ])
  })

  test.each<readonly [string, readonly unknown[]]>([
    ['bytes', [Buffer.from([0, 0, 0, 0, 0, 0, 0, 1])]],
    ['a number that is no text', [1]],
    ['nothing', [undefined]],
    ['a text that is no number', ['first']],
    ['a fraction', ['1.5']],
    ['a position before the first', ['0']],
    ['a position below zero', ['-1']],
    ['a position after the last', ['3']],
    ['one position twice', ['2', '2']],
  ])('%s is a breach of contract, not a table that is missing', (_title, ords) => {
    const rows = ords.map((ord) => ({ ord }))
    expect(() => byPosition(rows, 2)).toThrow(expect.objectContaining({ failure: 'contract' }))
  })
})

describeOnPostgres('a pool whose rows are bytes', (database) => {
  test('makes no table missing', async () => {
    // The types of pg do not know it; pg does.
    const config = { connectionString: database().url, binary: true }
    const pool = hostPool(config)
    const warehouse = postgres({ pool })
    const ref = { catalog: '', schema: 'pg_catalog', name: 'pg_class' }
    const contract = { failure: 'contract', message: expect.stringContaining('`binary`') }
    await expect(warehouse.describeTables([ref])).rejects.toMatchObject(contract)
    await expect(
      warehouse.readFreshness?.([{ ref, watermarkColumn: null, previous: null }]),
    ).rejects.toMatchObject(contract)
    await warehouse.close()
    await pool.end()
  })
})
