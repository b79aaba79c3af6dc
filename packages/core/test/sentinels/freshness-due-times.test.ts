import { Cron } from 'croner'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { dueTimes, whyNeverDue } from '../../src/sentinels/freshness/due-times.ts'

function following(cron: string, timeZone: string, from: string, count: number): readonly string[] {
  const due = dueTimes({ cron, timeZone })
  const found: string[] = []
  let at = Date.parse(from)
  for (let taken = 0; taken < count; taken += 1) {
    at = due.atOrAfter(at)
    found.push(new Date(at).toISOString().slice(0, 16))
    at += 1
  }
  return found
}

describe('due times over a change of the clocks', () => {
  test.each([
    [
      'a time that Berlin skips comes as soon as it has',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-27T12:00:00Z',
      ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    [
      'a fixed time that Berlin shows twice comes once, the first time',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-23T12:00:00Z',
      ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'a time that New York skips comes as soon as it has',
      '30 2 * * *',
      'America/New_York',
      '2026-03-06T12:00:00Z',
      ['2026-03-07T07:30', '2026-03-08T07:00', '2026-03-09T06:30'],
    ],
    [
      'a fixed time that New York shows twice comes once, the first time',
      '30 1 * * *',
      'America/New_York',
      '2026-10-30T12:00:00Z',
      ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30'],
    ],
    [
      'every hour is every hour, also in the night of 25 hours',
      '30 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:00:00Z',
      ['2026-10-24T23:30', '2026-10-25T00:30', '2026-10-25T01:30', '2026-10-25T02:30'],
    ],
    [
      'every hour is every hour, also in the night of 23 hours',
      '30 * * * *',
      'America/New_York',
      '2026-03-08T05:00:00Z',
      ['2026-03-08T05:30', '2026-03-08T06:30', '2026-03-08T07:30'],
    ],
    [
      'of two fixed times that fall together one is left',
      '0 2,3 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      ['2026-03-29T01:00', '2026-03-30T00:00', '2026-03-30T01:00'],
    ],
    [
      'working days end with Friday',
      '0 6 * * 1-5',
      'Europe/Berlin',
      '2026-03-26T12:00:00Z',
      ['2026-03-27T05:00', '2026-03-30T04:00', '2026-03-31T04:00'],
    ],
  ])('%s', (_title, cron, timeZone, from, expected) => {
    expect(following(cron, timeZone, from, expected.length)).toEqual(expected)
  })

  test.each(['Europe/Berlin', 'America/New_York'])('looking back finds the same times: %s', (timeZone) => {
    for (const cron of ['30 2 * * *', '30 1 * * *', '15 * * * *', '0 6 * * 1-5']) {
      const due = dueTimes({ cron, timeZone })
      for (const start of [
        '2026-03-06T00:00:00Z',
        '2026-03-27T00:00:00Z',
        '2026-10-23T00:00:00Z',
        '2026-10-30T00:00:00Z',
      ]) {
        let at = due.atOrAfter(Date.parse(start))
        for (let step = 0; step < 80; step += 1) {
          const next = due.atOrAfter(at + 1)
          expect(due.before(next)).toBe(at)
          expect(due.atOrAfter(next)).toBe(next)
          at = next
        }
      }
    }
  })
})

describe('many tables', () => {
  afterEach(() => vi.restoreAllMocks())

  test('share what was looked up in the calendar', () => {
    const looks = vi.spyOn(Cron.prototype, 'nextRun')
    const due = dueTimes({ cron: '7 * * * *', timeZone: 'Europe/Berlin' })
    const start = Date.parse('2026-05-05T00:00:00Z')
    for (let table = 0; table < 10_000; table += 1) due.atOrAfter(start + table * 17_000)
    // 10,000 times over 47 hours, with a due time an hour.
    expect(looks.mock.calls.length).toBeLessThanOrEqual(50)
    expect(due.atOrAfter(start)).toBe(Date.parse('2026-05-05T00:07:00Z'))
  })

  test('before 1970 is as 1970', () => {
    const due = dueTimes({ cron: '0 0 * * *', timeZone: 'UTC' })
    expect(due.atOrAfter(Date.parse('-000043-03-15T00:00:00Z'))).toBe(0)
  })
})

describe('a line that is refused', () => {
  test.each([
    ['a day that no month has', '0 0 30 2 *', 'UTC', 'cron', /never comes/],
    ['a day that these months do not have', '0 6 31 4,6 *', 'UTC', 'cron', /never comes/],
    ['seconds', '0 0 6 * * *', 'UTC', 'cron', /five fields.*seconds/],
    ['too few fields', '0 6 * *', 'UTC', 'cron', /five fields/],
    ['a nickname', '@daily', 'UTC', 'cron', /five fields/],
    ['a date', '2026-01-01T00:00:00', 'UTC', 'cron', /five fields/],
    ['a minute there is not', '61 * * * *', 'UTC', 'cron', /minute: 61/],
    ['letters', 'a b c d e', 'UTC', 'cron', /not a cron line/],
    ['a field that stands for now', '0 ? * * *', 'UTC', 'cron', /`\?`/],
    ['an unknown zone', '0 6 * * *', 'Mars/Base', 'timeZone', /no time zone `Mars\/Base`/],
  ])('%s', (_title, cron, timeZone, field, why) => {
    expect(whyNeverDue({ cron, timeZone })).toEqual({ field, why: expect.stringMatching(why) })
  })

  test('one that comes only in leap years is not', () => {
    expect(whyNeverDue({ cron: '0 6 29 2 *', timeZone: 'Europe/Berlin' })).toBeNull()
  })
})
