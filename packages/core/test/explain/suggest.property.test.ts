import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundUpMinutes } from '../../src/explain/sla/choose-minutes.ts'
import { type SlaInput, suggest } from '../../src/explain/sla/suggest.ts'
import type { Observation } from '../../src/index.ts'
import { alarmsOf, DAY_MS, every, MINUTE_MS, type Observed, observed, oldestSeen, START } from './observed.ts'

interface Regular extends Observed {
  readonly minutes: number
}

/** Updates at a regular pace, seen by scans at least five times as often. */
const regular: fc.Arbitrary<Regular> = fc
  .record({
    minutes: fc.integer({ min: 10, max: 1440 }),
    count: fc.integer({ min: 25, max: 150 }),
    scans: fc.integer({ min: 5, max: 12 }),
    jitters: fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 1, maxLength: 40 }),
    precision: fc.constantFrom('exact', 'interval'),
  })
  .map(({ minutes, count, scans, jitters, precision }) => {
    const days = Math.max(4, Math.ceil((count * minutes) / 1440))
    const changes = every(minutes, days, (index) => jitters[index % jitters.length] ?? 0)
    const untilNext = (Math.floor((days * 1440) / minutes) * minutes) / 1440
    return {
      minutes,
      changes,
      days: untilNext,
      precision,
      scanMinutes: Math.max(1, Math.floor(minutes / scans)),
    }
  })

describe('the SLA suggested for regular updates', () => {
  test('raises no alarm on their history and is within twice their pace', () => {
    fc.assert(
      fc.property(regular, (given) => {
        const input = observed(given)
        const { minutes, reason, evidence } = suggest(input)
        expect(minutes, reason).not.toBeNull()
        expect(minutes ?? 0).toBeLessThanOrEqual(2 * given.minutes)
        expect(minutes ?? 0).toBeGreaterThanOrEqual(0.8 * given.minutes)
        expect((minutes ?? 0) * MINUTE_MS).toBeGreaterThanOrEqual(oldestSeen(input))
        expect(evidence).toMatchObject({ alarms: 0, quantile: 1, scanIntervalMinutes: given.scanMinutes })
      }),
      { numRuns: 60 },
    )
  })

  test('grows with them', () => {
    fc.assert(
      fc.property(regular, fc.integer({ min: 2, max: 5 }), (given, factor) => {
        const input = observed(given)
        const stretch = (time: number): number => startOf(input) + (time - startOf(input)) * factor
        const date = (at: Date): Date => new Date(stretch(at.getTime()))
        const stretched: SlaInput = {
          ...input,
          looks: input.looks.map(stretch),
          observations: input.observations.map((item) => ({
            ...item,
            at: date(item.at),
            lastChange: {
              notBefore: date(item.lastChange?.notBefore ?? item.at),
              notAfter: date(item.lastChange?.notAfter ?? item.at),
            },
          })),
        }
        const { evidence } = suggest(input)
        const grown = suggest(stretched).evidence
        for (const key of ['medianGapMinutes', 'largestGapMinutes', 'quantileMinutes'] as const)
          expect(grown[key] ?? 0).toBeCloseTo((evidence[key] ?? 0) * factor, 3)
        expect([grown.updates, grown.gaps, grown.quantile]).toEqual([
          evidence.updates,
          evidence.gaps,
          evidence.quantile,
        ])
      }),
      { numRuns: 30 },
    )
  })
})

interface Irregular extends Observed {
  /** How long before the end of the history no more came. */
  readonly stoppedMinutes: number
}

/** A pace with silent days, silent nights, hours without anything, times without scans, and an end before the end. */
const irregular: fc.Arbitrary<Irregular> = fc
  .record({
    minutes: fc.integer({ min: 5, max: 1440 }),
    days: fc.integer({ min: 4, max: 40 }),
    silentDays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { maxLength: 3 }),
    silentUntil: fc.constantFrom(0, 0, 8, 16),
    lost: fc.array(
      fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), hours: fc.integer({ min: 1, max: 60 }) }),
      {
        maxLength: 2,
      },
    ),
    outageAt: fc.option(fc.integer({ min: 0, max: 35 }), { nil: null }),
    stoppedMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6000 })),
    scanMinutes: fc.constantFrom(5, 15, 60),
    precision: fc.constantFrom('exact', 'interval'),
    reachBackMinutes: fc.constantFrom(0, 1),
  })
  .map(({ minutes, days, silentDays, silentUntil, lost, outageAt, ...rest }) => {
    const dayOf = (time: number): number => Math.floor((time - START) / DAY_MS)
    const end = START + days * DAY_MS - rest.stoppedMinutes * MINUTE_MS
    const changes = every(minutes, days).filter((time) => {
      const hour = ((time - START) % DAY_MS) / (60 * MINUTE_MS)
      if (time > end || silentDays.includes(dayOf(time) % 7) || hour < silentUntil) return false
      return !lost.some(({ at, hours }) => {
        const from = START + at * days * DAY_MS
        return time > from && time < from + hours * 60 * MINUTE_MS
      })
    })
    const outage =
      outageAt === null
        ? undefined
        : ([START + outageAt * DAY_MS, START + (outageAt + 1.4) * DAY_MS] as const)
    return { changes, days, outage, ...rest }
  })

describe('the SLA suggested for any history', () => {
  test('raises no alarm on it that was not told, and none at the next scan', () => {
    let suggested = 0
    fc.assert(
      fc.property(irregular, (given) => {
        const input = observed(given)
        const { minutes, reason, evidence } = suggest(input)
        if (minutes === null) return
        suggested += 1
        const next = (input.looks.at(-1) ?? 0) + given.scanMinutes * MINUTE_MS
        const replayed = alarmsOf(minutes, input)
        expect(replayed.length, reason).toBeLessThanOrEqual(evidence.alarms ?? 0)
        const after = alarmsOf(minutes, { ...input, looks: [...input.looks, next] })
        expect(after, reason).toEqual(replayed)
        if (reason.includes('bear')) expect(replayed).toEqual([])
      }),
      { numRuns: 400 },
    )
    expect(suggested).toBeGreaterThan(40)
  })
})

function startOf({ looks }: SlaInput): number {
  return looks[0] ?? 0
}

/** Any observations at all, those of clocks that go back too. */
const anything: fc.Arbitrary<readonly Observation[]> = fc.array(
  fc
    .record({
      at: fc.integer({ min: 0, max: 20_000 }),
      notBefore: fc.option(fc.integer({ min: -100, max: 20_000 })),
      notAfter: fc.option(fc.integer({ min: -100, max: 20_000 })),
      verdict: fc.constantFrom('fine', 'violated', 'cannot_tell'),
    })
    .map(({ at, notBefore, notAfter, verdict }, index = 0) => {
      const date = (minutes: number | null): Date | null =>
        minutes === null ? null : new Date(minutes * MINUTE_MS)
      const common = {
        id: index,
        tableId: 1,
        sentinel: 'freshness',
        anomalyId: null,
        incidentId: null,
        text: '',
      } as const
      const lastChange = { notBefore: date(notBefore), notAfter: date(notAfter) }
      return { ...common, verdict, at: new Date(at * MINUTE_MS), lastChange } as const
    }),
  { maxLength: 80 },
)

describe('any observations', () => {
  test('give the same suggestion in any order, with whatever looks', () => {
    fc.assert(
      fc.property(
        anything.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
        ),
        fc.array(fc.integer({ min: 0, max: 20_000 * MINUTE_MS })),
        ([all, shuffled], looks) => {
          const first = suggest({ observations: all, looks, timeZone: 'Europe/Berlin' })
          const second = suggest({
            observations: shuffled,
            looks: [...looks].reverse(),
            timeZone: 'Europe/Berlin',
          })
          expect(second).toEqual(first)
          expect(first.reason).not.toBe('')
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('rounding', () => {
  test('goes up, by a quarter at most above one minute, and never down with more', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 100_000, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (minutes, more) => {
          const rounded = roundUpMinutes(minutes)
          expect(Number.isInteger(rounded)).toBe(true)
          expect(rounded).toBeGreaterThanOrEqual(minutes)
          if (minutes >= 4) expect(rounded).toBeLessThanOrEqual(minutes * 1.26)
          expect(roundUpMinutes(minutes + more)).toBeGreaterThanOrEqual(rounded)
        },
      ),
    )
  })
})
