import type { LineageEdge, TableRef } from '@aegis/core'

/** Numbers in [0, 1) that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Share of the tables in each layer, from the sources to what people look at. */
const LAYERS: readonly (readonly [schema: string, share: number])[] = [
  ['raw', 0.35],
  ['staging', 0.3],
  ['intermediate', 0.17],
  ['marts', 0.12],
  ['reports', 0.06],
]
const PAIRS = ['id', 'amount', 'status', 'at'].map((name) => ({ source: name, target: name }))

type EdgeColumns = Pick<LineageEdge, 'columns' | 'usedColumns' | 'columnsComplete'>

const UNKNOWN: EdgeColumns = { columns: [], usedColumns: [], columnsComplete: false }

/** What statements are known to do with columns, in turn: pass them on, filter by one, leave one out, unknown. */
const COLUMNS: readonly EdgeColumns[] = [
  { columns: PAIRS, usedColumns: ['status'], columnsComplete: true },
  { columns: PAIRS, usedColumns: [], columnsComplete: true },
  { columns: PAIRS.filter(({ source }) => source !== 'amount'), usedColumns: [], columnsComplete: true },
  { columns: PAIRS, usedColumns: ['id', 'at'], columnsComplete: true },
  UNKNOWN,
]
const SEEN_AT = new Date('2026-03-01T00:00:00.000Z')

export interface WarehouseGraph {
  readonly tables: readonly string[]
  readonly edges: readonly LineageEdge[]
  /** A time at which every edge is fresh. */
  readonly now: Date
}

/**
 * A warehouse in layers: each table reads tables of the layer before and now and then of an earlier one; a few tables
 * of each layer are read by very many. No two edges are alike. Same numbers, same graph.
 */
export function warehouseGraph(tableCount: number, edgeCount: number, seed: number): WarehouseGraph {
  const random = seeded(seed)
  const layers = LAYERS.map(([schema, share]) =>
    Array.from(
      { length: Math.round(tableCount * share) },
      (_, index): TableRef => ({ catalog: '', schema, name: `t${index}` }),
    ),
  )
  const nameOf = ({ schema, name }: TableRef): string => `${schema}.${name}`
  const edges = new Map<string, LineageEdge>()

  function connect(sourceRef: TableRef, targetRef: TableRef): void {
    const [source, target] = [nameOf(sourceRef), nameOf(targetRef)]
    edges.set(`${source} ${target}`, {
      id: edges.size + 1,
      connectionId: 1,
      source,
      target,
      sourceRef,
      targetRef,
      relationship: 'direct',
      confidence: random() < 0.7 ? 1 : 0.8,
      queryHash: '',
      origin: 'query_log',
      sourceKind: 'table',
      targetKind: 'table',
      ...(COLUMNS[edges.size % COLUMNS.length] ?? UNKNOWN),
      observations: 1,
      closedAt: null,
      firstSeenAt: SEEN_AT,
      lastSeenAt: SEEN_AT,
    })
  }
  /** The lower the index, the more tables read it. */
  const popular = (layer: readonly TableRef[]): TableRef | undefined =>
    layer[Math.floor(random() ** 3 * layer.length)]
  const any = (layer: readonly TableRef[]): TableRef | undefined => layer[Math.floor(random() * layer.length)]

  function read(target: TableRef, level: number): void {
    const from = random() < 0.85 ? level - 1 : Math.floor(random() * level)
    const source = popular(layers[from] ?? [])
    if (source !== undefined) connect(source, target)
  }
  for (const [level, layer] of layers.entries()) {
    if (level > 0) for (const target of layer) read(target, level)
  }
  while (edges.size < edgeCount) {
    const level = 1 + Math.floor(random() * (layers.length - 1))
    const target = any(layers[level] ?? [])
    if (target !== undefined) read(target, level)
  }
  return { tables: layers.flat().map(nameOf), edges: [...edges.values()], now: SEEN_AT }
}
