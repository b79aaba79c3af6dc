import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Instants, instantsOf, instantsOfDay } from '../src/local-time.ts'

const local = (text: string): number => Date.parse(`${text}Z`)
const shown = (instants: Instants | null): readonly string[] | null =>
  instants === null ? null : [instants.notBefore, instants.notAfter].map((at) => new Date(at).toISOString())

describe('a local time', () => {
  test.each<readonly [string, string, string | null, readonly string[]]>([
    ['in UTC', '2026-02-03T04:05:06.789', 'UTC', ['2026-02-03T04:05:06.789Z', '2026-02-03T04:05:06.789Z']],
    [
      'in summer',
      '2026-07-15T12:00',
      'Europe/Berlin',
      ['2026-07-15T10:00:00.000Z', '2026-07-15T10:00:00.000Z'],
    ],
    [
      'in a zone of half hours',
      '2026-01-01T05:30',
      'Asia/Kolkata',
      ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ],
    [
      'that comes twice',
      '2025-11-02T01:30',
      'America/New_York',
      ['2025-11-02T05:30:00.000Z', '2025-11-02T06:30:00.000Z'],
    ],
    [
      'that is skipped',
      '2026-03-08T02:30',
      'America/New_York',
      ['2026-03-08T06:30:00.000Z', '2026-03-08T07:30:00.000Z'],
    ],
    [
      'in a zone not known',
      '2026-02-15T12:00',
      null,
      ['2026-02-14T22:00:00.000Z', '2026-02-16T00:00:00.000Z'],
    ],
  ])('%s', (_title, text, zone, expected) => {
    expect(shown(instantsOf(local(text), zone))).toEqual(expected)
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15, -9e15])('%d is none', (value) => {
    expect(instantsOf(value, null)).toBeNull()
    expect(instantsOf(value, 'UTC')).toBeNull()
  })

  test.each(['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Australia/Lord_Howe', 'Africa/Casablanca'])(
    'in %s: the bounds hold every instant that shows it, and lie within those of no zone',
    (zone) => {
      const at = fc.date({ min: new Date('1975-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
      fc.assert(
        fc.property(at, (instant) => {
          const clock = new Date(instant.getTime()).toLocaleString('sv-SE', { timeZone: zone })
          const whole = Math.floor(instant.getTime() / 1000) * 1000
          const bounds = instantsOf(local(clock.replace(' ', 'T')), zone)
          const anywhere = instantsOf(local(clock.replace(' ', 'T')), null)
          expect(bounds?.notBefore).toBeLessThanOrEqual(whole)
          expect(bounds?.notAfter).toBeGreaterThanOrEqual(whole)
          expect(bounds?.notBefore).toBeGreaterThanOrEqual(anywhere?.notBefore ?? Number.NaN)
          expect(bounds?.notAfter).toBeLessThanOrEqual(anywhere?.notAfter ?? Number.NaN)
        }),
        { numRuns: 300 },
      )
    },
  )
})

describe('a day', () => {
  test.each<readonly [string, string, string | null, readonly string[]]>([
    ['of 24 hours', '2026-02-15T00:00', 'UTC', ['2026-02-15T00:00:00.000Z', '2026-02-16T00:00:00.000Z']],
    [
      'of 25 hours',
      '2025-11-02T00:00',
      'America/New_York',
      ['2025-11-02T04:00:00.000Z', '2025-11-03T05:00:00.000Z'],
    ],
    [
      'of 23 hours',
      '2026-03-08T00:00',
      'America/New_York',
      ['2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z'],
    ],
    ['anywhere', '2026-02-15T00:00', null, ['2026-02-14T10:00:00.000Z', '2026-02-16T12:00:00.000Z']],
  ])('%s', (_title, text, zone, expected) => {
    expect(shown(instantsOfDay(local(text), zone))).toEqual(expected)
  })
})
