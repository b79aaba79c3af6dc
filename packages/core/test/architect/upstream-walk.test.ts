import { describe, expect, test } from 'vitest'
import { columnOrigins } from '../../src/architect/column-origin.ts'
import { edgeIndexOf } from '../../src/architect/edge-index.ts'
import { type UpstreamMap, type UpstreamWalk, walkUpstream } from '../../src/architect/upstream-walk.ts'
import { buildLineageGraph } from '../../src/lineage/index.ts'
import type { LineageEdge } from '../../src/model/lineage.ts'

const NOW = new Date('2026-02-15T14:00:00Z')
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000)

let nextId = 1
function edge(source: string, target: string, more: Partial<LineageEdge> = {}): LineageEdge {
  const ref = (name: string) => ({ catalog: '', schema: 'public', name })
  return {
    id: nextId++,
    connectionId: 1,
    source,
    target,
    sourceRef: ref(source),
    targetRef: ref(target),
    sourceKind: 'table',
    targetKind: 'table',
    relationship: 'direct',
    confidence: 1,
    queryHash: 'abc',
    origin: 'query_log',
    columns: [],
    usedColumns: [],
    columnsComplete: false,
    observations: 1,
    firstSeenAt: NOW,
    lastSeenAt: NOW,
    closedAt: null,
    ...more,
  }
}

/** `a>b` pairs; complete. */
function pairs(...texts: readonly string[]): Partial<LineageEdge> {
  const columns = texts.map((text) => {
    const [source = '', target = ''] = text.split('>')
    return { source, target }
  })
  return { columns, columnsComplete: true }
}

function walkOf(edges: readonly LineageEdge[], table: string, more: Partial<UpstreamWalk> = {}): UpstreamMap {
  const index = edgeIndexOf(buildLineageGraph(edges, { now: NOW }))
  return walkUpstream({
    table,
    depth: 10,
    edgesInto: (name) => index.into(name, hoursAgo(24)),
    columns: [],
    isOpen: () => true,
    isView: () => false,
    ...more,
  })
}

const namesOf = ({ tables }: UpstreamMap): readonly string[] => tables.map(({ node }) => node.name)

describe('what is upstream', () => {
  test('nearest first, with the best of the shortest ways', () => {
    const map = walkOf(
      [edge('a', 'b', { confidence: 0.6 }), edge('a', 'c'), edge('b', 'd'), edge('c', 'd')],
      'd',
    )
    expect(namesOf(map)).toEqual(['b', 'c', 'a'])
    expect(map.pathOf('a')).toEqual(['a', 'c', 'd'])
    expect(map.tables[2]?.node).toMatchObject({ depth: 2, confidence: 1 })
  })

  test('a way that ended lately counts, one that ended before not, and one that stands comes first', () => {
    const map = walkOf(
      [
        edge('new', 't'),
        edge('lately', 't', { closedAt: hoursAgo(1) }),
        edge('long_ago', 't', { closedAt: hoursAgo(48) }),
        edge('both', 'new'),
        edge('both', 't', { closedAt: hoursAgo(1) }),
        edge('stale', 't', { lastSeenAt: hoursAgo(24 * 40) }),
      ],
      't',
    )
    expect(map.tables.map(({ node }) => [node.name, node.depth, map.routeOf(node.name).endedAt])).toEqual([
      ['lately', 1, hoursAgo(1)],
      ['new', 1, null],
      ['both', 2, null],
    ])
  })

  test('a cycle ends', () => {
    const map = walkOf([edge('a', 'b'), edge('b', 'a'), edge('b', 't'), edge('t', 'a')], 't')
    expect(namesOf(map)).toEqual(['b', 'a'])
    expect(map.fedFrom('a')).toContain('b')
    expect(map.fedFrom('b')).not.toContain('b')
  })

  test('a way is blocked where every one passes a table that lets nothing through', () => {
    const edges = [edge('raw', 'left'), edge('raw', 'right'), edge('left', 't'), edge('right', 't')]
    const blocked = (...closed: readonly string[]): boolean =>
      walkOf(edges, 't', { isOpen: (name) => !closed.includes(name) }).routeOf('raw').isBlocked
    expect(blocked()).toBe(false)
    expect(blocked('left')).toBe(false)
    expect(blocked('left', 'right')).toBe(true)
  })

  test('what is used is told only where all of it is known', () => {
    const used = (more: Partial<LineageEdge>) => walkOf([edge('a', 't', more)], 't').routeOf('a').used
    expect(used({ ...pairs('x>y'), usedColumns: ['k'] })).toEqual(['x', 'k'])
    expect(used({ columns: [{ source: 'x', target: 'y' }] })).toBeNull()
  })

  test('only views on the way, the table itself included, show things at once', () => {
    const edges = [edge('raw', 'v'), edge('v', 't')]
    const immediate = (...views: readonly string[]) => {
      const map = walkOf(edges, 't', { isView: (name) => views.includes(name) })
      return ['v', 'raw'].map((name) => map.routeOf(name).isImmediate)
    }
    expect(immediate('v', 't')).toEqual([true, true])
    expect(immediate('v')).toEqual([false, false])
  })
})

describe('the origins of a column', () => {
  const origins = (edges: readonly LineageEdge[], column: string) => {
    const found = columnOrigins((name) => edges.filter(({ target }) => target === name), 't', column, 10)
    return found === null
      ? null
      : Object.fromEntries([...found].map(([k, v]) => [k, v === null ? null : [...v]]))
  }

  test('are followed through other names', () => {
    const edges = [edge('raw', 'stg', pairs('amt>amount', 'x>y')), edge('stg', 't', pairs('amount>price'))]
    expect(origins(edges, 'price')).toEqual({ stg: ['amount'], raw: ['amt'] })
  })

  test('do not count columns that are only joined on', () => {
    expect(origins([edge('a', 't', { ...pairs('x>price'), usedColumns: ['k'] })], 'price')).toEqual({
      a: ['x'],
    })
    expect(origins([edge('a', 't', { ...pairs('x>z'), usedColumns: ['price'] })], 'price')).toBeNull()
  })

  test('may be any column where an edge does not know all of its own', () => {
    const edges = [edge('a', 't'), edge('b', 't', pairs('x>price')), edge('c', 'a', pairs('m>n'))]
    expect(origins(edges, 'price')).toEqual({ a: null, b: ['x'], c: null })
  })

  test('are unknown of a column that no statement names', () => {
    expect(origins([edge('a', 't', pairs('x>y'))], 'brand_new')).toBeNull()
  })

  test('end in cycles', () => {
    const edges = [
      edge('a', 't', pairs('x>price')),
      edge('b', 'a', pairs('x>x')),
      edge('a', 'b', pairs('x>x')),
    ]
    expect(origins(edges, 'price')).toEqual({ a: ['x'], b: ['x'] })
  })
})
