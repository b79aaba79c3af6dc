import { describe, expect, test } from 'vitest'
import { suggest } from '../../src/explain/sla/suggest.ts'
import { DAY_MS, every, MINUTE_MS, observed, START } from './observed.ts'

const WATCHED = { scanMinutes: 5, precision: 'exact' } as const

/** Days from the start, a Monday. */
const days = (count: number): readonly number[] => Array.from({ length: count }, (_, day) => day)
const clock = (day: number, hours: number, minutes = 0): number =>
  START + day * DAY_MS + (hours * 60 + minutes) * MINUTE_MS

describe('no SLA is suggested', () => {
  test.for([
    { what: 'nothing was observed', changes: [], over: 30, says: /too short: 0 updates of at least 20/ },
    { what: 'there were few updates', changes: every(1440, 15), over: 30, says: /15 updates of at least 20/ },
    {
      what: 'they covered less than 3 days',
      changes: every(30, 2),
      over: 2,
      says: /covers 47 h.*less than 3 days/,
    },
    {
      what: 'more is never kept',
      changes: every(1, 0.34),
      over: 0.34,
      scanMinutes: 1,
      says: /covers 8 h.*less than 1 day\. Few more updates are kept: scans that are further apart/,
    },
    {
      what: 'the gaps are too irregular',
      // Now and then, but seldom, nothing comes for long.
      changes: every(60, 20).filter((_, index) => index % 60 > 10),
      over: 20,
      says: /too irregular: 99 % of them are up to \d+ min long, and the typical one is \d+ min/,
    },
  ])('when $what', ({ changes, over, says, scanMinutes = 5 }) => {
    const { minutes, reason, evidence } = suggest(observed({ ...WATCHED, scanMinutes, changes, days: over }))
    expect(minutes).toBeNull()
    expect(reason).toMatch(says)
    expect(evidence).toMatchObject({ quantile: null, alarms: null })
  })

  test('when no look could tell, and a wider SLA would help', () => {
    const input = observed({ ...WATCHED, changes: every(60, 10), days: 10 })
    const observations = input.observations.map((item) => ({ ...item, verdict: 'cannot_tell' }) as const)
    const { minutes, reason } = suggest({ ...input, observations })
    expect(minutes).toBeNull()
    expect(reason).toContain('240 looks could not tell; with a wider SLA they may.')
  })

  test('when scans looked too seldom between the updates', () => {
    const looks = days(30).flatMap((day) => [0, 5, 10, 15].map((minutes) => clock(day, 8, minutes)))
    const input = observed({ ...WATCHED, changes: every(120, 30), days: 30 })
    const { minutes, reason, evidence } = suggest({ ...input, looks })
    expect(minutes).toBeNull()
    expect(reason).toMatch(/could be watched all the time, of at least 19; \d+ could not/)
    expect(evidence.gaps).toBeLessThan(19)
  })
})

describe('the gap that is still open', () => {
  const upTo = (hours: number): readonly number[] => every(60, 10).filter((time) => time < clock(0, hours))

  test('widens the SLA a little', () => {
    const last = every(60, 10).map((time) => (time < clock(0, 239) ? time : clock(0, 238, 50)))
    const { minutes, reason } = suggest(observed({ ...WATCHED, changes: last, days: 10 }))
    expect(minutes).toBe(90)
    expect(reason).toContain('The gap that is still open is counted up to the next scan.')
  })

  test.for(['exact', 'interval'] as const)('leaves no SLA where it is far from usual: %s', (precision) => {
    const input = observed({ ...WATCHED, precision, changes: upTo(192), days: 10 })
    const { minutes, reason } = suggest(input)
    expect(minutes).toBeNull()
    expect(reason).toMatch(/^Since the last update 2 d .*an SLA of 75 min would raise an alarm at once/)
  })
})

describe('the SLA', () => {
  test('comes with its evidence', () => {
    const { minutes, reason, evidence } = suggest(observed({ ...WATCHED, changes: every(60, 10), days: 10 }))
    expect(minutes).toBe(75)
    expect(reason).toMatch(/^All of 239 gaps between 240 updates in 9 d 23 h were up to 1 h long/)
    expect(reason).toContain('raised no alarm')
    expect(evidence).toEqual({
      updates: 240,
      from: new Date(clock(0, 0, 30)),
      to: new Date(clock(9, 23, 30)),
      gaps: 239,
      unseenGaps: 0,
      medianGapMinutes: 60,
      largestGapMinutes: 60,
      scanIntervalMinutes: 5,
      quantile: 1,
      quantileMinutes: 60,
      alarms: 0,
      silentWeekends: null,
    })
  })

  test('passes over a rare outage of the updates, and says so', () => {
    const late = clock(12, 6)
    const changes = every(60, 30).filter((time) => time < late || time > late + 10 * 60 * MINUTE_MS)
    const { minutes, reason, evidence } = suggest(observed({ ...WATCHED, changes, days: 30 }))
    expect(minutes).toBe(75)
    expect(evidence).toMatchObject({ quantile: 0.99, quantileMinutes: 60, alarms: 1, largestGapMinutes: 660 })
    expect(reason).toContain('It would have raised 1 alarm.')
  })

  test('does not take a time without scans for a time without updates', () => {
    const outage = [clock(3, 0), clock(5, 0)] as const
    for (const precision of ['exact', 'interval'] as const) {
      const input = observed({ ...WATCHED, precision, changes: every(60, 10), days: 10, outage })
      const { minutes, evidence } = suggest(input)
      expect(minutes).toBe(75)
      expect(evidence).toMatchObject({ unseenGaps: 1, largestGapMinutes: 60, quantile: 1 })
    }
  })

  test('counts a look that came twice, and bounds that overlap, as one update', () => {
    const input = observed({ ...WATCHED, precision: 'interval', changes: every(60, 10), days: 10 })
    const again = input.observations.map((item) => ({
      ...item,
      at: new Date(item.at.getTime() + 5 * MINUTE_MS),
      verdict: 'violated' as const,
      lastChange: {
        notBefore: new Date(item.at.getTime() - 4 * MINUTE_MS),
        notAfter: new Date(item.at.getTime() + 4 * MINUTE_MS),
      },
    }))
    const { minutes, evidence } = suggest({ ...input, observations: [...input.observations, ...again] })
    expect(evidence.updates).toBe(240)
    expect(minutes).toBe(75)
  })

  test('goes by the scans where they are slower than the updates', () => {
    const { minutes, evidence } = suggest(
      observed({ ...WATCHED, scanMinutes: 60, changes: every(7, 10), days: 10 }),
    )
    expect(evidence).toMatchObject({ scanIntervalMinutes: 60 })
    expect(minutes).toBe(75)
  })

  test('of a table that changes with every scan goes by the little that is kept, and says so', () => {
    const { minutes, reason } = suggest(observed({ ...WATCHED, changes: every(5, 1.7), days: 1.7 }))
    expect(minutes).toBeLessThanOrEqual(10)
    expect(reason).toContain('No more is kept')
  })

  test('of a busy table goes by bounds that reach into each other by the minute that counters are late', () => {
    const given = {
      ...WATCHED,
      precision: 'interval',
      reachBackMinutes: 1,
      changes: every(5, 1.7),
      days: 1.7,
    } as const
    const { minutes, evidence, reason } = suggest(observed(given))
    expect(evidence.updates, reason).toBeGreaterThan(480)
    expect(minutes).toBe(6)
  })

  test('bears that data arrives later than its own times tell', () => {
    const input = observed({ ...WATCHED, changes: every(60, 10), days: 10 })
    const observations = input.observations.map((item) => {
      const newest = new Date(item.at.getTime() - 120 * MINUTE_MS)
      return { ...item, lastChange: { notBefore: newest, notAfter: newest } }
    })
    const { minutes, evidence } = suggest({ ...input, observations })
    expect(evidence.largestGapMinutes).toBe(180)
    expect(minutes).toBe(210)
  })

  test('bears bursts', () => {
    const changes = days(30).flatMap((day) => [0, 6, 12].map((minutes) => clock(day, 6, minutes)))
    const { minutes } = suggest(observed({ ...WATCHED, changes, days: 30 }))
    expect(minutes).toBeGreaterThan(1440)
    expect(minutes).toBeLessThan(1800)
  })
})
