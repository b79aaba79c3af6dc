import { describe, expect, test } from 'vitest'
import { hadDataSince, type LastChange, matchBroken, matchStale } from '../../src/architect/match-delay.ts'
import type { SchemaChange } from '../../src/model/anomaly.ts'
import type { NeighbourHistory, UpstreamRoute } from '../../src/ports/architect.ts'

const START = Date.parse('2026-02-15T14:00:00Z')
const at = (minutes: number): Date => new Date(START + minutes * 60_000)

/** The table had its last data at minute 0. */
const here: LastChange = { notBefore: at(0), notAfter: at(0), slaMinutes: 60, method: 'watermark' }

function parent(
  lastChange: NeighbourHistory['lastChange'],
  used: UpstreamRoute['used'] = null,
): NeighbourHistory {
  return {
    node: { name: 'raw.orders', depth: 1, confidence: 1, isTerminal: false },
    path: ['raw.orders', 'analytics.orders'],
    anomalies: [],
    healed: [],
    monitored: true,
    fedBy: [],
    hasUnseenUpstream: false,
    lastChange,
    route: { feeds: new Map(), used, isBlocked: false, isImmediate: false, endedAt: null },
  }
}

const exactly = (minutes: number) => ({ notBefore: at(minutes), notAfter: at(minutes), of: 'rows' as const })

describe('whether a parent had data since', () => {
  test.each<readonly [string, NeighbourHistory['lastChange'], boolean | null]>([
    ['an hour later', exactly(60), true],
    ['before', exactly(-30), false],
    ['a few minutes later, as loads take time', exactly(5), false],
    ['perhaps: the bounds lie on both sides', { notBefore: at(-60), notAfter: at(60), of: 'rows' }, null],
    ['a load later than the newest row: it may have brought that row', { ...exactly(60), of: 'load' }, null],
    ['a load before the newest row', { ...exactly(-30), of: 'load' }, false],
    ['not known', null, null],
    ['not known since when', { notBefore: null, notAfter: at(60), of: 'rows' }, null],
  ])('%s', (_title, lastChange, expected) => {
    expect(hadDataSince(parent(lastChange), here)).toBe(expected)
  })

  test('a stale parent that had data since explains far less', () => {
    const late = matchStale(parent(exactly(60)), here).score
    expect(late).toBeLessThan(matchStale(parent(exactly(0)), here).score / 2)
  })
})

describe('what stops a load', () => {
  function change(kind: SchemaChange['kind'], name = 'price', previousName?: string): SchemaChange {
    const column = { name, type: 'text', nullable: true, ordinal: 1 }
    return {
      kind,
      column: name,
      ...(previousName === undefined ? {} : { previousName }),
      before: { ...column, name: previousName ?? name },
      after: column,
      severity: 'high',
      evidence: [],
    }
  }
  const scoreOf = (
    item: SchemaChange,
    used: UpstreamRoute['used'],
    minutes = 10,
    next?: NeighbourHistory,
  ): number =>
    matchBroken(
      [{ change: item, at: at(minutes).getTime() }],
      parent(null, used),
      next,
      here,
      at(70).getTime(),
    )?.score ?? 0

  test('a lost column that it reads does, one that it does not read does not', () => {
    expect(scoreOf(change('column_deleted'), ['price'])).toBeGreaterThan(0.8)
    expect(scoreOf(change('column_deleted'), ['city'])).toBe(0)
    const unknown = scoreOf(change('column_deleted'), null)
    expect(unknown).toBeGreaterThan(0)
    expect(unknown).toBeLessThan(scoreOf(change('column_deleted'), ['price']))
  })

  test('a rename goes by the old name, which is the one in the statement', () => {
    expect(scoreOf(change('column_renamed', 'cost', 'price'), ['price'])).toBeGreaterThan(0.8)
    expect(scoreOf(change('column_renamed', 'price', 'cost'), ['price'])).toBe(0)
  })

  test('a dropped table does, a new column does not', () => {
    expect(scoreOf({ ...change('table_dropped'), column: null }, [])).toBeGreaterThan(0.9)
    expect(scoreOf(change('column_added'), ['price'])).toBe(0)
  })

  test('not a load that goes on', () => {
    const lost = change('column_deleted')
    const through = (minutes: number): number => scoreOf(lost, ['price'], 10, parent(exactly(minutes)))
    expect(through(60)).toBeLessThan(through(0) / 2)
    expect(through(0)).toBe(scoreOf(lost, ['price']))
  })

  test('nothing that data passed through since, and nothing that came after', () => {
    expect(scoreOf(change('column_deleted'), ['price'], -10)).toBe(0)
    expect(scoreOf(change('column_deleted'), ['price'], 80)).toBe(0)
  })
})
