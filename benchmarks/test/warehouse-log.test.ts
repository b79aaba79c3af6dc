import { sqlLineage } from '@aegis/lineage-sql'
import { describe, expect, it } from 'vitest'
import { warehouseLog } from '../src/warehouse-log.ts'

describe('the log of the benchmark', () => {
  const log = warehouseLog(400, 5)

  it('holds as many statements as asked for, no two alike, in four dialects', () => {
    expect(new Set(log.map(({ sql }) => sql)).size).toBe(400)
    expect(new Set(log.map(({ dialect }) => dialect)).size).toBe(4)
  })

  it('is the same for the same seed, and another for another', () => {
    expect(warehouseLog(400, 5)).toEqual(log)
    expect(warehouseLog(400, 6)).not.toEqual(log)
  })

  it('is understood, and mostly moves data', () => {
    const parser = sqlLineage()
    const statuses = log.map(({ sql, dialect }) =>
      parser.parse(sql, dialect).statements.map(({ status }) => status),
    )
    expect(statuses.every((of) => of.length === 1 && of[0] !== 'unparsed')).toBe(true)
    expect(statuses.filter(([status]) => status === 'parsed').length).toBeGreaterThan(200)
  })

  it('keeps to one dialect when asked', () => {
    expect(new Set(warehouseLog(50, 5, 'postgresql').map(({ dialect }) => dialect))).toEqual(
      new Set(['postgresql']),
    )
  })
})
