import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueTimes } from '../../src/sentinels/freshness/due-times.ts'
import { findMissed } from '../../src/sentinels/freshness/missed-slot.ts'
import { severityOfMissed } from '../../src/sentinels/freshness/severity.ts'

const daily = dueTimes({ cron: '0 6 * * *', timeZone: 'UTC' })
const working = dueTimes({ cron: '0 6 * * 1-5', timeZone: 'UTC' })
const ms = (time: string): number => Date.parse(`2026-02-${time}Z`)
const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().slice(8, 16)

describe('a slot with half an hour of grace', () => {
  // 2026-02-09 was a Monday.
  test.each([
    ['data in time', daily, '10T05:50', '10T07:00', undefined],
    ['data within the grace', daily, '10T06:20', '10T23:00', undefined],
    ['data at the very end of the grace', daily, '10T06:30', '10T07:00', undefined],
    ['nothing yet, within the grace', daily, '09T06:30', '10T06:30', undefined],
    ['nothing, and the grace is over', daily, '09T06:30', '10T06:30:01', '10T06:00'],
    ['nothing for three days: the first slot is told', daily, '08T05:00', '11T12:00', '09T06:00'],
    [
      'right after the grace of the slot before, which it fills late',
      daily,
      '09T06:31',
      '10T06:31',
      '10T06:00',
    ],
    ['a correction on the day before', daily, '09T14:00', '10T06:31', '10T06:00'],
    ['right between the two', daily, '09T18:00', '10T06:31', '10T06:00'],
    ['nearer to the slot, half a day before it', daily, '09T18:01', '10T06:31', undefined],
    ['filled late, and the next is not yet due', daily, '10T09:00', '11T06:30', undefined],
    ['Saturday and Sunday without a slot', working, '13T05:50', '15T23:00', undefined],
    ['Monday after them', working, '13T05:50', '16T06:31', '16T06:00'],
    ['a correction on Friday', working, '13T14:00', '16T06:31', '16T06:00'],
    ['data of Saturday is nearer to Friday', working, '14T18:00', '16T06:31', '16T06:00'],
    ['data of Sunday is nearer to Monday', working, '15T12:00', '16T06:31', undefined],
  ] as const)('%s', (_title, due, notAfter, now, expected) => {
    const missed = findMissed(due, { graceMinutes: 30 }, ms(notAfter), ms(now))
    expect(iso(missed?.dueAt)).toBe(expected)
  })

  test('longer than the slots are apart leaves each change one slot', () => {
    const hourly = dueTimes({ cron: '0 * * * *', timeZone: 'UTC' })
    const at = (now: string) => iso(findMissed(hourly, { graceMinutes: 90 }, ms('09T08:20'), ms(now))?.dueAt)
    expect([at('09T09:30'), at('09T09:31')]).toEqual([undefined, '09T08:00'])
  })

  test('is overdue since the end of the grace', () => {
    const missed = findMissed(daily, { graceMinutes: 30 }, ms('09T06:00'), ms('10T06:40'))
    expect(missed).toMatchObject({ further: 0, overdueMs: 600_000 })
  })

  test.each([
    ['09T06:31', 'medium'],
    ['10T06:30', 'medium'],
    ['10T06:31', 'medium'],
    ['11T06:31', 'high'],
    ['13T06:31', 'high'],
    // Not a slot more on the weekend.
    ['15T23:00', 'high'],
    ['16T06:30', 'high'],
    ['16T06:31', 'critical'],
    ['27T06:31', 'critical'],
  ])('missed on Monday the 9th is, at %s, %s', (now, severity) => {
    const missed = findMissed(working, { graceMinutes: 30 }, ms('06T06:00'), ms(now))
    expect(iso(missed?.dueAt)).toBe('09T06:00')
    expect(severityOfMissed(missed?.further ?? -1)).toBe(severity)
  })
})

describe('for any arrivals of data', () => {
  const STEP = 60 * 60_000
  const START = Date.parse('2026-03-20T00:00:00Z')
  const lines = ['0 6 * * 1-5', '30 2 * * *', '0 */5 * * *', '0 9 1,15 * *']
  const zones = ['Europe/Berlin', 'America/New_York', 'UTC']

  /** The rule in plain words: whether each slot was filled in time, with all arrivals known. */
  function filledInTime(
    slots: readonly number[],
    grace: number,
    arrivals: readonly number[],
  ): readonly boolean[] {
    return slots.map((slot, at) => {
      const before = slots[at - 1] ?? Number.NEGATIVE_INFINITY
      return arrivals.some(
        (arrival) => arrival > before + grace && arrival <= slot + grace && arrival - before > slot - arrival,
      )
    })
  }

  test('exactly the slots that nothing filled are found, each as soon as its grace is over', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...lines),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 180 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 24 * 40 }), { maxLength: 60 }),
        (cron, timeZone, graceMinutes, hours) => {
          const due = dueTimes({ cron, timeZone })
          const grace = graceMinutes * 60_000
          const slots = [due.atOrAfter(START)]
          while ((slots.at(-1) ?? 0) < START + 24 * 40 * STEP)
            slots.push(due.atOrAfter((slots.at(-1) ?? 0) + 1))
          const first = (slots[0] ?? 0) - 1000
          const arrivals = [first, ...hours.map((hour) => START + hour * STEP + 7000)]
            .filter((arrival) => arrival >= first)
            .sort((a, b) => a - b)
          const expected = filledInTime(slots, grace, arrivals)
          slots.forEach((slot, at) => {
            const now = slot + grace + 1
            const last = arrivals.findLast((arrival) => arrival <= now) ?? first
            const missed = findMissed(due, { graceMinutes }, last, now)
            expect([cron, timeZone, at, missed === null]).toEqual([cron, timeZone, at, expected[at]])
            if (missed === null) return
            // Looking again changes nothing.
            expect(findMissed(due, { graceMinutes }, last, now + 1000)?.dueAt).toBe(missed.dueAt)
          })
        },
      ),
      { numRuns: 300 },
    )
  })
})
