import { describe, expect, test } from 'vitest'
import { suggest } from '../../src/explain/sla/suggest.ts'
import { DAY_MS, every, MINUTE_MS, observed, START } from './observed.ts'

const WATCHED = { scanMinutes: 5, precision: 'exact' } as const

/** Days from the start, a Monday. */
const days = (count: number): readonly number[] => Array.from({ length: count }, (_, day) => day)
const isWeekday = (day: number): boolean => day % 7 < 5
const clock = (day: number, hours: number, minutes = 0): number =>
  START + day * DAY_MS + (hours * 60 + minutes) * MINUTE_MS

describe('weeks', () => {
  const working = days(60).filter(isWeekday)

  test('with silent weekends are told, with times due', () => {
    const changes = working.map((day, index) => clock(day, 5, 20 + (index % 20)))
    const { minutes, reason, expectedBy, evidence } = suggest(observed({ ...WATCHED, changes, days: 60 }))
    expect(evidence.silentWeekends).toBe(true)
    expect(reason).toContain('Weekends are silent')
    expect(minutes).toBeGreaterThanOrEqual(3 * 1440)
    expect(expectedBy).toMatchObject({ cron: '30 5 * * 1-5', timeZone: 'UTC', graceMinutes: 20, fit: 1 })
  })

  test('with silent weekends have no SLA that would raise an alarm on each of them', () => {
    const hourly = every(60, 28).filter((time) => isWeekday(Math.floor((time - START) / DAY_MS)))
    const { minutes, reason, evidence } = suggest(observed({ ...WATCHED, changes: hourly, days: 28 }))
    expect(minutes).toBeNull()
    expect(reason).toMatch(/^Weekends are silent: an SLA of 75 min, which the other gaps speak for, would/)
    expect(evidence).toMatchObject({ silentWeekends: true, quantile: null, alarms: null })
  })

  test.for([
    { what: 'Sundays', isSilent: (day: number) => day % 7 === 6, over: 26 },
    { what: 'the one weekend that was seen', isSilent: (day: number) => day % 7 > 4, over: 10 },
    { what: 'now and then a day', isSilent: (day: number) => [5, 16].includes(day), over: 26 },
  ])('with $what silent have none either', ({ isSilent, over }) => {
    const changes = every(60, over).filter((time) => !isSilent(Math.floor((time - START) / DAY_MS)))
    const { minutes, reason } = suggest(observed({ ...WATCHED, changes, days: over }))
    expect(minutes).toBeNull()
    expect(reason).toMatch(/would have raised an alarm with the SLA of 75 min that the others speak for/)
  })

  test('have none where weekends are not scanned and Mondays begin with old data', () => {
    const isOn = (time: number): boolean => isWeekday(Math.floor((time - START) / DAY_MS))
    const input = observed({ ...WATCHED, changes: every(60, 26).filter(isOn), days: 26 })
    const { minutes, reason } = suggest({ ...input, looks: input.looks.filter(isOn) })
    expect(minutes).toBeNull()
    expect(reason).toMatch(/3 gaps in 25 d .* the longest 2 d:/)
  })

  test('have times due that few missed updates leave, with how many they fit', () => {
    const changes = working.filter((day) => day !== 15 && day !== 29).map((day) => clock(day, 5, 20))
    const { expectedBy } = suggest(observed({ ...WATCHED, changes, days: 60 }))
    expect(expectedBy).toMatchObject({ cron: '30 5 * * 1-5', slots: 42 })
    expect(expectedBy?.fit).toBeCloseTo(40 / 42)
  })

  test('have times due whatever came, or did not, while no scan looked', () => {
    const outage = [clock(14, 0), clock(21, 0)] as const
    const changes = working.map((day) => clock(day, 5, 20))
    const { expectedBy } = suggest(observed({ ...WATCHED, changes, days: 60, outage }))
    expect(expectedBy).toMatchObject({ cron: '30 5 * * 1-5', fit: 1, slots: 36 })
  })

  test('have times due in the time zone that is asked for, also over daylight-saving changes', () => {
    // Until the 29th of March noon in Berlin is 11:00 UTC, later 10:00.
    const summer = (Date.UTC(2026, 2, 29) - START) / DAY_MS
    const changes = days(140).map((day) => clock(day, day < summer ? 10 : 9, 40 + (day % 10)))
    const given = { ...WATCHED, scanMinutes: 15, changes, days: 140 }
    const { expectedBy } = suggest(observed({ ...given, timeZone: 'Europe/Berlin' }))
    expect(expectedBy).toMatchObject({ cron: '45 11 * * *', timeZone: 'Europe/Berlin', fit: 1 })
  })

  test('with updates on some weekdays have times due on those', () => {
    const changes = days(100)
      .filter((day) => [0, 2, 4].includes(day % 7))
      .map((day) => clock(day, 22))
    const { expectedBy } = suggest(observed({ ...WATCHED, changes, days: 100 }))
    expect(expectedBy?.cron).toBe('0 22 * * 1,3,5')
  })

  test.for([
    {
      what: 'the time is not regular',
      changes: days(40).map((day) => clock(day, (day * 7) % 19)),
      says: /no regular time: \d+ min apart/,
    },
    {
      what: 'updates come all day long',
      changes: every(60, 40),
      says: /all day long/,
    },
    {
      what: 'weekdays have updates now and then',
      changes: days(80)
        .filter((day) => (day * 5) % 13 > 3)
        .map((day) => clock(day, 6)),
      says: /only now and then/,
    },
    {
      // No weekday has updates mostly: a cron line without days would be none.
      what: 'updates come every five days',
      changes: every(5 * 1440, 100),
      says: /only now and then/,
    },
    {
      what: 'they fit too few days',
      changes: days(60)
        .filter((day) => ![8, 16, 24, 32].includes(day))
        .map((day) => clock(day, 6)),
      says: /^0 6 \* \* \* would fit 54 of 58 days only/,
    },
    {
      what: 'there were less than 14 whole days',
      changes: every(360, 10),
      says: /need 14 whole days; 8 were watched/,
    },
    {
      what: 'none came of late',
      changes: days(60).map((day) => clock(day, 6)),
      says: /^0 6 \* \* \* would raise an alarm at once: nothing came since/,
    },
    {
      what: 'they come around midnight',
      changes: days(40).map((day) => clock(day, 23, 55)),
      says: /around midnight/,
    },
  ])('have none when $what', ({ changes, says }) => {
    const { expectedBy, expectedByReason } = suggest(observed({ ...WATCHED, changes, days: 100 }))
    expect(expectedBy).toBeNull()
    expect(expectedByReason).toMatch(says)
  })
})
