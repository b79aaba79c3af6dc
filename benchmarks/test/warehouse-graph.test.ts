import { describe, expect, it } from 'vitest'
import { percentile } from '../src/measure.ts'
import { warehouseGraph } from '../src/warehouse-graph.ts'

const LAYER = ['raw', 'staging', 'intermediate', 'marts', 'reports']

describe('the warehouse of the benchmark', () => {
  const { tables, edges } = warehouseGraph(500, 800, 7)

  it('has the tables and edges asked for, no edge twice', () => {
    expect(tables).toHaveLength(500)
    expect(new Set(edges.map(({ source, target }) => `${source} ${target}`)).size).toBe(800)
  })

  it('leads from each layer to a later one, so that it has no cycles', () => {
    for (const { sourceRef, targetRef } of edges) {
      expect(LAYER.indexOf(sourceRef.schema)).toBeLessThan(LAYER.indexOf(targetRef.schema))
    }
  })

  it('is the same for the same seed, and another for another', () => {
    expect(warehouseGraph(500, 800, 7).edges).toEqual(edges)
    expect(warehouseGraph(500, 800, 8).edges).not.toEqual(edges)
  })
})

it.each([
  [0.5, 5],
  [0.95, 10],
  [1, 10],
])('the value that %d of the samples do not exceed', (share, expected) => {
  expect(percentile([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], share)).toBe(expected)
})
