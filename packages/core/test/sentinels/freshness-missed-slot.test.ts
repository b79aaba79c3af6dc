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
  // 2026-02-09 was a Monday. `known`: a slot that an earlier look proved to be missed.
  test.each([
    ['data in time', daily, '10T05:50', '10T07:00', [], undefined],
    ['data within the grace', daily, '10T06:20', '10T23:00', [], undefined],
    ['data at the very end of the grace', daily, '10T06:30', '10T07:00', [], undefined],
    ['nothing yet, within the grace', daily, '09T06:30', '10T06:30', [], undefined],
    ['nothing, and the grace is over', daily, '09T06:30', '10T06:30:01', [], '10T06:00'],
    ['data right after the grace of the slot before', daily, '09T06:31', '10T06:31', [], undefined],
    ['nothing for three days: the first slot is told', daily, '08T05:00', '11T12:00', [], '09T06:00'],
    ['Saturday and Sunday without a slot', working, '13T05:50', '15T23:00', [], undefined],
    ['Monday after them', working, '13T05:50', '16T06:31', [], '16T06:00'],
    ['data that came on Sunday for Monday', working, '15T12:00', '16T06:31', [], undefined],
    ['a missed slot, filled late', daily, '10T09:00', '11T06:00', ['10T06:00'], undefined],
    ['filled late, and nothing for the next', daily, '10T09:00', '11T06:31', ['10T06:00'], '11T06:00'],
    ['right between the two', daily, '10T18:00', '11T06:31', ['10T06:00'], '11T06:00'],
    ['so late that it is nearer to the next', daily, '10T18:01', '11T06:31', ['10T06:00'], undefined],
    ['the slot before that one was missed', daily, '10T09:00', '11T06:31', ['09T06:00'], undefined],
  ] as const)('%s', (_title, due, notAfter, now, known, expected) => {
    const missed = findMissed(due, { graceMinutes: 30 }, ms(notAfter), ms(now), known.map(ms))
    expect(iso(missed?.dueAt)).toBe(expected)
  })

  test('is overdue since the end of the grace', () => {
    const missed = findMissed(daily, { graceMinutes: 30 }, ms('09T06:00'), ms('10T06:40'), [])
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
    const missed = findMissed(working, { graceMinutes: 30 }, ms('06T06:00'), ms(now), [])
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
    const filled: boolean[] = [true]
    for (let at = 1; at < slots.length; at += 1) {
      const slot = slots[at] ?? 0
      const before = slots[at - 1] ?? 0
      const wasFilled = filled[at - 1] === true
      filled.push(
        arrivals.some((arrival) => {
          if (arrival <= before + grace || arrival > slot + grace) return false
          return wasFilled || arrival - before > slot - arrival
        }),
      )
    }
    return filled
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
          let known: readonly number[] = []
          slots.forEach((slot, at) => {
            const now = slot + grace + 1
            const last = arrivals.findLast((arrival) => arrival <= now) ?? first
            const missed = findMissed(due, { graceMinutes }, last, now, known)
            expect([cron, timeZone, at, missed === null]).toEqual([cron, timeZone, at, expected[at]])
            if (missed === null) return
            known = missed.known
            // Looking again changes nothing.
            expect(findMissed(due, { graceMinutes }, last, now + 1000, known)?.dueAt).toBe(missed.dueAt)
          })
        },
      ),
      { numRuns: 300 },
    )
  })
})
