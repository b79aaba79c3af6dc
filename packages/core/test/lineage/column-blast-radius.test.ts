import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildLineageGraph } from '../../src/lineage/index.ts'
import type { LineageEdge } from '../../src/model/index.ts'
import { edge, NOW } from './edges.ts'

interface Columns {
  /** `a:x b:y` */
  readonly pairs?: string
  readonly used?: string
  readonly complete?: boolean
  readonly confidence?: number
  readonly closed?: boolean
}

function columnEdge(
  text: string,
  { pairs = '', used = '', complete = true, confidence = 1, closed = false }: Columns = {},
): LineageEdge {
  const words = (line: string): readonly string[] => line.split(' ').filter((word) => word !== '')
  return {
    ...edge(text, { confidence }),
    columns: words(pairs).map((pair) => {
      const [source = '', target = ''] = pair.split(':')
      return { source, target }
    }),
    usedColumns: words(used),
    columnsComplete: complete,
    closedAt: closed ? NOW : null,
  }
}

function reach(
  edges: readonly LineageEdge[],
  column: string,
  minConfidence?: number,
): Readonly<Record<string, string>> {
  const { affectedTables } = buildLineageGraph(edges, { now: NOW }).getBlastRadius('a', {
    column,
    minConfidence,
  })
  return Object.fromEntries(
    affectedTables.map(({ name, depth, columns }) => [
      name,
      `${depth} ${columns == null ? 'whole' : columns.join(' ')}`,
    ]),
  )
}

describe('the blast radius of a column', () => {
  it.each<readonly [string, readonly LineageEdge[], string, Readonly<Record<string, string>>]>([
    [
      'follows the column over several hops',
      [
        columnEdge('a > b', { pairs: 'price:amount id:id' }),
        columnEdge('b > c', { pairs: 'amount:revenue' }),
        columnEdge('b > d', { pairs: 'id:id' }),
      ],
      'price',
      { b: '1 amount', c: '2 revenue' },
    ],
    ['reaches every column that it feeds', [columnEdge('a > b', { pairs: 'p:y p:x' })], 'p', { b: '1 x y' }],
    ['does not reach what is known not to use it', [columnEdge('a > b', { pairs: 'id:id' })], 'price', {}],
    [
      'reaches the whole of what only uses it',
      [columnEdge('a > b', { pairs: 'id:id', used: 'p' })],
      'p',
      { b: '1 whole' },
    ],
    [
      'reaches the whole of what filters by a column that it also feeds',
      [columnEdge('a > b', { pairs: 'p:x', used: 'p' })],
      'p',
      { b: '1 whole' },
    ],
    [
      'falls back to the table where not every column is known',
      [columnEdge('a > b', { pairs: 'id:id', complete: false }), columnEdge('b > c', { pairs: 'z:z' })],
      'p',
      { b: '1 whole', c: '2 whole' },
    ],
    [
      'keeps to the column where it is known, complete or not',
      [columnEdge('a > b', { pairs: 'p:x', complete: false })],
      'p',
      { b: '1 x' },
    ],
    ['takes a name but for case', [columnEdge('a > b', { pairs: 'PRICE:X' })], 'price', { b: '1 X' }],
    ['prefers the exact name', [columnEdge('a > b', { pairs: 'P:upper p:lower' })], 'p', { b: '1 lower' }],
    [
      'unites the ways to a table, and stands at the nearest',
      [
        columnEdge('a > b', { pairs: 'p:x' }),
        columnEdge('a > c', { pairs: 'p:y' }),
        columnEdge('c > b', { pairs: 'y:z' }),
        columnEdge('b > d', { pairs: 'z:end' }),
      ],
      'p',
      { b: '1 x z', c: '1 y', d: '3 end' },
    ],
    [
      'comes back to its own table by another column and goes on',
      [
        columnEdge('a > b', { pairs: 'p:x' }),
        columnEdge('b > a', { pairs: 'x:q' }),
        columnEdge('a > c', { pairs: 'q:q' }),
      ],
      'p',
      { b: '1 x', c: '3 q' },
    ],
    ['ignores closed edges', [columnEdge('a > b', { pairs: 'p:x', closed: true })], 'p', {}],
  ])('%s', (_name, edges, column, expected) => {
    expect(reach(edges, column)).toEqual(expected)
  })

  it('says which column, and honours a least confidence', () => {
    const edges = [
      columnEdge('a > b', { pairs: 'p:x', confidence: 0.6 }),
      columnEdge('a > c', { pairs: 'p:x' }),
    ]
    expect(reach(edges, 'p', 0.7)).toEqual({ c: '1 x' })
    const blast = buildLineageGraph(edges, { now: NOW }).getBlastRadius('a', { column: 'p' })
    expect(blast).toMatchObject({ table: 'a', column: 'p', totalCount: 2, maxDepth: 1 })
    expect(blast.affectedTables[0]).toMatchObject({ name: 'b', confidence: 0.6, isTerminal: true })
    expect(() =>
      buildLineageGraph(edges, { now: NOW }).getBlastRadius('a', { column: 'p', minConfidence: 2 }),
    ).toThrow('minConfidence')
  })

  it('is always a part of the blast radius of the table, and never nearer', () => {
    const table = fc.integer({ min: 0, max: 6 }).map((n) => (n === 0 ? 'a' : `t${n}`))
    const column = fc.constantFrom('p', 'q', 'r')
    const drawn = fc.record({
      ends: fc.tuple(table, table),
      pairs: fc.array(fc.tuple(column, column), { maxLength: 3 }),
      used: fc.array(column, { maxLength: 1 }),
      complete: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 25 }), column, (all, asked) => {
        const edges = all.map(({ ends, pairs, used, complete }) =>
          columnEdge(ends.join(' > '), {
            pairs: pairs.map((pair) => pair.join(':')).join(' '),
            used: used.join(' '),
            complete,
          }),
        )
        const graph = buildLineageGraph(edges, { now: NOW })
        const whole = new Map(graph.getBlastRadius('a').affectedTables.map((node) => [node.name, node]))
        for (const node of graph.getBlastRadius('a', { column: asked }).affectedTables) {
          expect(node.depth).toBeGreaterThanOrEqual(whole.get(node.name)?.depth ?? Number.POSITIVE_INFINITY)
          expect(node.columns === null || (node.columns ?? []).length > 0).toBe(true)
        }
        // Where nothing is known of columns, the column reaches what the table reaches.
        const blind = buildLineageGraph(
          edges.map((each) => ({ ...each, columns: [], usedColumns: [], columnsComplete: false })),
          { now: NOW },
        )
        expect(
          blind.getBlastRadius('a', { column: asked }).affectedTables.map(({ name, depth }) => [name, depth]),
        ).toEqual([...whole.values()].map(({ name, depth }) => [name, depth]))
      }),
    )
  })
})
