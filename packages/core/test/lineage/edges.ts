import type { LineageEdge, TableRef } from '../../src/model/index.ts'

export const NOW: Date = new Date('2026-03-01T12:00:00.000Z')
const DAY_MS = 86_400_000

function refOf(name: string): TableRef {
  return { catalog: '', schema: 'public', name }
}

export interface EdgeOptions {
  readonly confidence?: number
  readonly daysAgo?: number
}

/** `a > b` with confidence 1, seen now. */
export function edge(text: string, { confidence = 1, daysAgo = 0 }: EdgeOptions = {}): LineageEdge {
  const [source = '', target = ''] = text.split(' > ')
  const seenAt = new Date(NOW.getTime() - daysAgo * DAY_MS)
  return {
    id: 1,
    connectionId: 1,
    source,
    target,
    sourceRef: refOf(source),
    targetRef: refOf(target),
    relationship: 'direct',
    confidence,
    queryHash: 'h',
    origin: 'query_log',
    sourceKind: 'table',
    targetKind: 'table',
    usedColumns: [],
    columnsComplete: false,
    observations: 1,
    closedAt: null,
    columns: [],
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
  }
}
