import type { JsonValue } from '../../src/model/json.ts'
import type { MonitoredTable, TableRef } from '../../src/model/table.ts'
import type { SentinelInspection } from '../../src/ports/sentinel.ts'
import type { FreshnessReading } from '../../src/ports/warehouse.ts'
import { freshnessSentinel } from '../../src/sentinels/index.ts'

export const ref: TableRef = { catalog: '', schema: 'analytics', name: 'orders' }

/** 2026-02-09 is a Monday. */
export const at = (time: string): Date => new Date(`2026-02-${time}Z`)

export const sentinel: ReturnType<typeof freshnessSentinel> = freshnessSentinel()

export function monitored(more: Partial<MonitoredTable> = {}): MonitoredTable {
  return {
    id: 1,
    connectionId: 1,
    ref,
    qualifiedName: 'analytics.orders',
    checkTypes: ['freshness'],
    freshnessSlaMinutes: 60,
    expectedBy: null,
    watermarkColumn: null,
    problem: null,
    createdAt: at('01T00:00'),
    updatedAt: at('01T00:00'),
    ...more,
  }
}

/** Exact, by a watermark, unless `more` says otherwise. */
export function reading(last: string, now: string, more: Partial<FreshnessReading> = {}): FreshnessReading {
  return {
    method: 'watermark',
    precision: 'exact',
    notBefore: at(last),
    notAfter: at(last),
    observedAt: at(now),
    mayIncludeNonDataChanges: false,
    token: null,
    caveats: [],
    ...more,
  }
}

/** By counters: changed between two looks. */
export function counted(
  from: string | null,
  until: string,
  now: string,
  more: Partial<FreshnessReading> = {},
): FreshnessReading {
  return {
    ...reading(until, now),
    method: 'change_counter',
    precision: from === null ? 'upper_bound' : 'interval',
    notBefore: from === null ? null : at(from),
    token: until,
    ...more,
  }
}

export interface Life {
  look(value: FreshnessReading): SentinelInspection
  /** A person closes the incident. */
  review(outcome: 'approved' | 'dismissed', when: string): void
  state(): JsonValue | null
}

/** Scans of one table, one after the other, with its state kept as the store keeps it. */
export function life(table: MonitoredTable = monitored()): Life {
  let state: JsonValue | null = null
  return {
    look(value): SentinelInspection {
      const memory = { table, latest: null, accepted: null, state, dialect: 'postgresql' }
      const found = sentinel.inspect(memory, { ref, status: 'ok', value }, value.observedAt)
      state = found.state ?? state
      return found
    },
    review(outcome, when): void {
      state = sentinel.review?.({ outcome, at: at(when), table, state }) ?? state
    },
    state: () => state,
  }
}
