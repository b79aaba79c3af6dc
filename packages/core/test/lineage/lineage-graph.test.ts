import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildLineageGraph, type LineageGraph } from '../../src/lineage/index.ts'
import type { LineageNode } from '../../src/model/index.ts'
import { type EdgeOptions, edge, NOW } from './edges.ts'

type Drawn = string | readonly [text: string, options: EdgeOptions]

function graphOf(drawn: readonly Drawn[], staleAfterDays?: number): LineageGraph {
  const edges = drawn.map((each) => (typeof each === 'string' ? edge(each) : edge(...each)))
  return buildLineageGraph(edges, { now: NOW, staleAfterDays })
}

const names = (nodes: readonly LineageNode[]): string =>
  nodes.map(({ name, depth }) => `${name}${depth}`).join(' ')

/** raw -> staging -> mart -> (daily -> dash, ltv), and other -> mart. */
const SHOP: readonly Drawn[] = [
  'raw > staging',
  'staging > mart',
  'other > mart',
  'mart > daily',
  'mart > ltv',
  'daily > dash',
]

describe('neighbours', () => {
  const shop = graphOf(SHOP)

  it.each([
    ['upstream, nearest first, then by name', shop.getUpstream('mart'), 'other1 staging1 raw2'],
    ['three hops unless told otherwise', shop.getUpstream('dash'), 'daily1 mart2 other3 staging3'],
    ['as many hops as asked', shop.getUpstream('dash', { depth: 10 }), 'daily1 mart2 other3 staging3 raw4'],
    ['one hop', shop.getDownstream('staging', { depth: 1 }), 'mart1'],
    ['downstream', shop.getDownstream('staging'), 'mart1 daily2 ltv2 dash3'],
    ['nothing of an unknown table', shop.getDownstream('nowhere'), ''],
    ['the shortest way counts', graphOf(['a > b', 'b > c', 'c > d', 'a > d']).getDownstream('a'), 'b1 d1 c2'],
    [
      'cycles end, and nobody neighbours itself',
      graphOf(['a > b', 'b > c', 'c > a', 'b > b']).getDownstream('a'),
      'b1 c2',
    ],
  ])('%s', (_name, nodes, expected) => {
    expect(names(nodes)).toBe(expected)
  })

  it('a node is terminal when nothing is downstream of it', () => {
    expect(shop.getDownstream('mart').map(({ name, isTerminal }) => [name, isTerminal])).toEqual([
      ['daily', false],
      ['ltv', true],
      ['dash', true],
    ])
    // A weak consumer and a filter make nobody terminal; a stale consumer or the table itself is none.
    const graph = graphOf([
      'a > b',
      ['b > c', { confidence: 0.2 }],
      'a > d',
      'd > d',
      ['d > e', { daysAgo: 31 }],
    ])
    expect(
      graph.getDownstream('a', { minConfidence: 0.5 }).map(({ name, isTerminal }) => [name, isTerminal]),
    ).toEqual([
      ['b', false],
      ['d', true],
    ])
  })

  it('the confidence of a node is that of the best of its shortest paths', () => {
    const graph = graphOf([
      ['s > a', { confidence: 0.8 }],
      ['s > b', { confidence: 0.6 }],
      ['a > t', { confidence: 0.5 }],
      ['b > t', { confidence: 1 }],
      // Longer, though surer.
      ['s > x', { confidence: 1 }],
      ['x > y', { confidence: 1 }],
      ['y > t', { confidence: 1 }],
    ])
    const found = (nodes: readonly LineageNode[], name: string) =>
      nodes.find((node) => node.name === name)?.confidence
    expect(found(graph.getDownstream('s'), 't')).toBeCloseTo(0.6)
    expect(found(graph.getUpstream('t'), 's')).toBeCloseTo(0.6)
    expect(found(graph.getDownstream('s'), 'a')).toBeCloseTo(0.8)
  })

  it('edges below the asked confidence are not followed, those at it are', () => {
    const graph = graphOf([['a > b', { confidence: 0.8 }], ['b > c', { confidence: 0.6 }], 'a > c'])
    expect(names(graph.getDownstream('a', { minConfidence: 0.8 }))).toBe('b1 c1')
    expect(names(graph.getDownstream('b', { minConfidence: 0.8 }))).toBe('')
    expect(names(graph.getDownstream('b', { minConfidence: 0.6 }))).toBe('c1')
    expect(names(graph.getUpstream('b', { minConfidence: 0.81 }))).toBe('')
  })

  it('many thresholds in turn give what each gives alone', () => {
    const steps = Array.from({ length: 30 }, (_, index) => (index + 1) / 30)
    const drawn: readonly Drawn[] = steps.map((confidence, index) => [`a > t${index}`, { confidence }])
    const graph = graphOf(drawn)
    for (const minConfidence of [...steps, ...steps.toReversed(), ...steps]) {
      const expected = steps.filter((confidence) => confidence >= minConfidence).length
      expect(graph.getDownstream('a', { minConfidence })).toHaveLength(expected)
    }
  })

  it.each([
    [{ depth: 0 }, 'depth is 0; give a whole number from 1 to 10.'],
    [{ depth: 11 }, 'depth is 11; give a whole number from 1 to 10.'],
    [{ depth: 1.5 }, 'depth is 1.5; give a whole number from 1 to 10.'],
    [{ minConfidence: -0.1 }, 'minConfidence is -0.1; give a number from 0 to 1.'],
    [{ minConfidence: 1.1 }, 'minConfidence is 1.1; give a number from 0 to 1.'],
    [{ minConfidence: Number.NaN }, 'minConfidence is NaN; give a number from 0 to 1.'],
  ])('%o is refused', (options, message) => {
    const refused = expect.objectContaining({ code: 'CONFIG_INVALID', message })
    expect(() => shop.getUpstream('mart', options)).toThrow(refused)
    expect(() => shop.getDownstream('unknown', options)).toThrow(refused)
  })
})

describe('stale edges', () => {
  it.each([
    ['30 days ago is seen', 30, undefined, 'b1'],
    ['just over 30 days ago is stale', 30.001, undefined, ''],
    ['the limit can be set', 8, 7, ''],
  ])('%s', (_name, daysAgo, staleAfterDays, expected) => {
    const graph = graphOf([['a > b', { daysAgo }]], staleAfterDays)
    expect(names(graph.getDownstream('a'))).toBe(expected)
    expect(names(graph.getUpstream('b'))).toBe(expected === '' ? '' : 'a1')
    expect(graph.getBlastRadius('a').totalCount).toBe(expected === '' ? 0 : 1)
    expect(graph.getPath('a', 'b')).toEqual(expected === '' ? null : ['a', 'b'])
    expect(graph.getFullGraph().edges).toHaveLength(1)
    expect(graph.getFullGraph().nodes.map(({ name }) => name)).toEqual(['a', 'b'])
  })
})

describe('blast radius', () => {
  it('counts everything downstream and knows how far and whether people look at it', () => {
    expect(graphOf(SHOP).getBlastRadius('staging')).toEqual({
      table: 'staging',
      affectedTables: [
        { name: 'mart', depth: 1, confidence: 1, isTerminal: false },
        { name: 'daily', depth: 2, confidence: 1, isTerminal: false },
        { name: 'ltv', depth: 2, confidence: 1, isTerminal: true },
        { name: 'dash', depth: 3, confidence: 1, isTerminal: true },
      ],
      totalCount: 4,
      maxDepth: 3,
      hasDashboardConsumers: true,
    })
  })

  it('of a table that feeds nothing, or is unknown, is empty', () => {
    const empty = { affectedTables: [], totalCount: 0, maxDepth: 0, hasDashboardConsumers: false }
    expect(graphOf(SHOP).getBlastRadius('dash')).toEqual({ table: 'dash', ...empty })
    expect(graphOf([]).getBlastRadius('x')).toEqual({ table: 'x', ...empty })
  })

  it('goes ten hops and no further', () => {
    const chain = Array.from({ length: 15 }, (_, index) => `t${index} > t${index + 1}`)
    expect(graphOf(chain).getBlastRadius('t0')).toMatchObject({
      totalCount: 10,
      maxDepth: 10,
      hasDashboardConsumers: false,
    })
  })

  it('keeps to cycles without consumers', () => {
    expect(graphOf(['a > b', 'b > a']).getBlastRadius('a')).toMatchObject({
      totalCount: 1,
      hasDashboardConsumers: false,
    })
  })

  it('honours a least confidence', () => {
    const graph = graphOf([['a > b', { confidence: 0.6 }], 'a > c'])
    expect(graph.getBlastRadius('a', { minConfidence: 0.7 }).affectedTables.map(({ name }) => name)).toEqual([
      'c',
    ])
  })
})

describe('path', () => {
  const shop = graphOf(SHOP)
  it.each([
    ['raw', 'dash', ['raw', 'staging', 'mart', 'daily', 'dash']],
    ['dash', 'raw', null],
    ['other', 'staging', null],
    ['mart', 'mart', ['mart']],
    ['mart', 'nowhere', null],
    ['nowhere', 'mart', null],
  ])('%s to %s', (source, target, expected) => {
    expect(shop.getPath(source, target)).toEqual(expected)
  })
})

describe('any graph', () => {
  const table = fc.integer({ min: 0, max: 9 }).map((n) => `t${n}`)
  const drawnEdges = fc.array(fc.tuple(table, table, fc.double({ min: 0.1, max: 1, noNaN: true })), {
    maxLength: 40,
  })

  /** By hand: levels of the reachable tables. */
  function levels(
    edges: readonly (readonly [string, string, number])[],
    start: string,
  ): ReadonlyMap<string, number> {
    const found = new Map([[start, 0]])
    for (let level = 1; level <= 10; level += 1) {
      const before = [...found].filter(([, at]) => at === level - 1).map(([name]) => name)
      for (const [source, target] of edges)
        if (before.includes(source) && !found.has(target)) found.set(target, level)
    }
    found.delete(start)
    return found
  }

  it('agrees with a walk by hand, in both directions', () => {
    fc.assert(
      fc.property(drawnEdges, table, (drawn, start) => {
        const graph = graphOf(
          drawn.map(([source, target, confidence]) => [`${source} > ${target}`, { confidence }]),
        )
        const expected = levels(drawn, start)
        const nodes = graph.getDownstream(start, { depth: 10 })
        expect(new Map(nodes.map(({ name, depth }) => [name, depth]))).toEqual(expected)
        for (const { name, depth, confidence } of nodes) {
          expect(confidence).toBeGreaterThan(0)
          expect(confidence).toBeLessThanOrEqual(1)
          const back = graph.getUpstream(name, { depth: 10 }).find((node) => node.name === start)
          expect(back?.depth).toBe(depth)
          expect(back?.confidence).toBeCloseTo(confidence)
          expect(graph.getPath(start, name)).toHaveLength(depth + 1)
        }
      }),
    )
  })
})
