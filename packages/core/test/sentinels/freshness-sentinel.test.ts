import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/model/json.ts'
import type { MonitoredTable, TableRef } from '../../src/model/table.ts'
import type { SentinelInspection } from '../../src/ports/sentinel.ts'
import type { FreshnessReading } from '../../src/ports/warehouse.ts'
import { severityOfDelay } from '../../src/sentinels/freshness/severity.ts'
import { freshnessSentinel } from '../../src/sentinels/index.ts'

const ref: TableRef = { catalog: '', schema: 'analytics', name: 'orders' }
const START = new Date('2026-02-15T00:00:00Z')
const minutes = (count: number): Date => new Date(START.getTime() + count * 60_000)
const table: MonitoredTable = {
  id: 1,
  connectionId: 1,
  ref,
  qualifiedName: 'analytics.orders',
  checkTypes: ['freshness'],
  freshnessSlaMinutes: 60,
  expectedBy: null,
  watermarkColumn: 'updated_at',
  problem: null,
  createdAt: START,
  updatedAt: START,
}
const sentinel = freshnessSentinel()

function watermark(
  lastChange: Date | null,
  observedAt: Date,
  more: Partial<FreshnessReading> = {},
): FreshnessReading {
  return {
    method: 'watermark',
    precision: lastChange === null ? 'unknown' : 'exact',
    notBefore: lastChange,
    notAfter: lastChange,
    observedAt,
    mayIncludeNonDataChanges: false,
    token: null,
    caveats: [],
    ...more,
  }
}

function inspect(value: FreshnessReading, state: JsonValue | null = null): SentinelInspection {
  const memory = { table, latest: null, accepted: null, state, dialect: 'postgresql' }
  return sentinel.inspect(memory, { ref, status: 'ok', value }, value.observedAt)
}

describe('the severity of a delay (spec 5.1)', () => {
  test.each([
    [0, null],
    [59.99, null],
    [60, null],
    [60.01, 'medium'],
    [119.99, 'medium'],
    [120, 'high'],
    [299.99, 'high'],
    [300, 'high'],
    [300.01, 'critical'],
    [100_000, 'critical'],
  ])('%d minutes of an SLA of 60: %s', (since, severity) => {
    expect(severityOfDelay(since, 60)).toBe(severity)
  })
})

describe('the freshness sentinel', () => {
  test('tells how late, at least, and how it knows', () => {
    const { anomaly } = inspect(watermark(minutes(0), minutes(150)))
    expect(anomaly).toMatchObject({
      type: 'freshness_violation',
      severity: 'high',
      detail: { slaMinutes: 60, minutesSince: 150, minutesOverdue: 90, method: 'watermark' },
    })
  })

  test('an interval proves a violation only by its later end', () => {
    const interval = { notBefore: minutes(-600), notAfter: minutes(100), precision: 'interval' } as const
    expect(inspect(watermark(minutes(0), minutes(150), interval)).anomaly).toBeNull()
    expect(inspect(watermark(minutes(0), minutes(161), interval)).anomaly?.severity).toBe('medium')
  })

  test('unknown is shown with its reason and raises nothing', () => {
    const found = inspect(watermark(null, minutes(900), { caveats: ['`updated_at` is NULL in every row'] }))
    expect(found.anomaly).toBeNull()
    expect(found.problem).toMatchObject({
      status: 'unsupported',
      detail: expect.stringContaining('NULL in every row'),
    })
  })

  test('unknown after stale is no recovery, and its token is kept', () => {
    const stale = inspect(watermark(minutes(0), minutes(70))).state
    const reset = watermark(minutes(80), minutes(80), {
      precision: 'unknown',
      token: 'n=0',
      caveats: ['counters were reset'],
    })
    expect(inspect(reset, stale)).toMatchObject({
      anomaly: null,
      note: null,
      state: { stale: true, token: 'n=0' },
    })
  })

  test('a table without an SLA and without a time due is not asked', () => {
    const without = { ...table, freshnessSlaMinutes: null }
    const expectedBy = { cron: '0 6 * * *', timeZone: 'UTC', graceMinutes: 0 }
    expect(sentinel.appliesTo?.(without)).toBe(false)
    expect(sentinel.appliesTo?.({ ...without, expectedBy })).toBe(true)
    expect(sentinel.appliesTo?.(table)).toBe(true)
  })

  test('the same delay has the same fingerprint, a worse one another', () => {
    const print = (at: number): string | undefined =>
      inspect(watermark(minutes(0), minutes(at))).anomaly?.fingerprint
    expect(print(70)).toBe(print(110))
    expect(print(70)).not.toBe(print(130))
  })

  test('while it stays stale the state is written once, and recovery is noted once', () => {
    const first = inspect(watermark(minutes(0), minutes(70)))
    expect(first.state).toMatchObject({ stale: true })
    const again = inspect(watermark(minutes(0), minutes(75)), first.state)
    expect(again.state).toBeUndefined()
    const fresh = inspect(watermark(minutes(80), minutes(85)), first.state)
    expect(fresh).toMatchObject({
      anomaly: null,
      note: expect.stringContaining('within its SLA'),
      state: { stale: false },
    })
    expect(inspect(watermark(minutes(80), minutes(90)), fresh.state)).toMatchObject({ note: null })
  })

  test.each<readonly [string, Partial<FreshnessReading>]>([
    [
      'a rewrite that may not have been data',
      { mayIncludeNonDataChanges: true, precision: 'interval', notBefore: minutes(70) },
    ],
    [
      'a first look after the watermark was lost',
      { precision: 'upper_bound', notBefore: null, method: 'change_counter' },
    ],
    ['a bound that reaches back before the violation', { precision: 'interval', notBefore: minutes(-10) }],
  ])('within the SLA without proof of new data is no recovery: %s', (_title, more) => {
    const stale = inspect(watermark(minutes(0), minutes(70))).state
    const maybe = watermark(minutes(75), minutes(75), { token: 'n=1', ...more })
    const found = inspect(maybe, stale)
    expect(found).toMatchObject({ anomaly: null, note: null, state: { stale: true } })
    const later = inspect({ ...maybe, observedAt: minutes(76) }, found.state)
    expect(later).toMatchObject({ anomaly: null, note: null })
  })

  test('a watermark column that was not used is shown, however fresh the rest looks', () => {
    const counted = watermark(minutes(0), minutes(10), {
      method: 'change_counter',
      token: 'n=1',
      caveats: ['there is no column `update_at`'],
    })
    expect(inspect(counted).problem).toMatchObject({
      status: 'unsupported',
      detail: expect.stringContaining('no column `update_at`'),
    })
  })

  test('a fresh table with a watermark that stands still is written once', () => {
    const first = inspect(watermark(minutes(0), minutes(10)))
    expect(first.state).toMatchObject({ stale: false })
    expect(inspect(watermark(minutes(0), minutes(15)), first.state)).not.toHaveProperty('state')
  })

  test('a new token is kept for the next reading', () => {
    const counted = watermark(minutes(0), minutes(10), { method: 'change_counter', token: 'n=1' })
    const kept = inspect(counted).state
    expect(kept).toMatchObject({ token: 'n=1' })
    expect(inspect({ ...counted, observedAt: minutes(20) }, kept).state).toBeUndefined()
  })
})

describe('after a review', () => {
  const stale = inspect(watermark(minutes(0), minutes(70))).state ?? null
  const review = (outcome: 'approved' | 'dismissed', at: Date): JsonValue =>
    sentinel.review?.({ outcome, at, table, state: stale }) ?? null

  test('a dismissed stale table is silent until a fresh reading', () => {
    const dismissed = review('dismissed', minutes(75))
    expect(inspect(watermark(minutes(0), minutes(5000)), dismissed).anomaly).toBeNull()
    const fresh = inspect(watermark(minutes(5000), minutes(5001)), dismissed).state ?? null
    expect(inspect(watermark(minutes(5000), minutes(5100)), fresh).anomaly).not.toBeNull()
  })

  test('an approved one gets one more SLA', () => {
    const approved = review('approved', minutes(75))
    expect(inspect(watermark(minutes(0), minutes(135)), approved).anomaly).toBeNull()
    expect(inspect(watermark(minutes(0), minutes(136)), approved).anomaly).not.toBeNull()
  })

  test('state of an unknown form starts anew instead of failing', () => {
    expect(inspect(watermark(minutes(0), minutes(70)), { from: 'a later version' }).anomaly).not.toBeNull()
  })
})
