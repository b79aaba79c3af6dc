import { describe, expect, test } from 'vitest'
import { at, counted, life, monitored, reading } from './freshness-suite.ts'

const expectedBy = { cron: '0 6 * * 1-5', timeZone: 'Europe/Berlin', graceMinutes: 30 }
const table = monitored({ freshnessSlaMinutes: null, expectedBy })

describe('a table that is due on working days at six in Berlin', () => {
  test('tells which slot nothing filled, and how late it is', () => {
    const { anomaly } = life(table).look(reading('09T05:00', '10T06:00'))
    expect(anomaly).toMatchObject({
      type: 'freshness_violation',
      severity: 'medium',
      detail: {
        slaMinutes: null,
        missedSlot: { ...expectedBy, dueAt: at('10T05:00') },
        notAfter: at('09T05:00'),
        minutesSince: 25 * 60,
        minutesOverdue: 30,
        method: 'watermark',
      },
    })
  })

  test('raises nothing from Friday to Monday', () => {
    const table_ = life(table)
    for (const now of ['13T05:31', '14T05:31', '15T23:59', '16T05:30'])
      expect(table_.look(reading('13T04:00', now)).anomaly).toBeNull()
    expect(table_.look(reading('13T04:00', '16T05:30:01')).anomaly).not.toBeNull()
  })

  test('proves nothing by an interval that reaches into the slot, and says so', () => {
    const found = life(table).look(counted(null, '10T05:10', '10T06:00'))
    expect(found).toMatchObject({ anomaly: null, observation: { verdict: 'cannot_tell' } })
  })

  test('stays one trouble while it stays late, and a worse one when more slots pass', () => {
    const watched = life(table)
    const prints = ['10T05:31', '10T23:00', '11T05:31', '12T05:31', '13T05:31', '14T12:00', '17T05:31'].map(
      (now) => watched.look(reading('09T05:00', now)).anomaly,
    )
    expect(prints.map((found) => found?.severity)).toEqual([
      'medium',
      'medium',
      'medium',
      'high',
      'high',
      'high',
      'critical',
    ])
    expect(new Set(prints.map((found) => found?.fingerprint)).size).toBe(3)
    expect(new Set(prints.map((found) => JSON.stringify(found?.detail))).size).toBe(prints.length)
  })

  test('is filled late, notes it once, and the next slot is another trouble', () => {
    const watched = life(table)
    const first = watched.look(reading('09T05:00', '10T06:00')).anomaly
    expect(watched.look(reading('10T07:00', '10T08:00'))).toMatchObject({
      anomaly: null,
      note: expect.stringContaining('nothing that was due is missing'),
    })
    expect(watched.look(reading('10T07:00', '11T05:30'))).toMatchObject({ anomaly: null, note: null })
    // What came late for Tuesday is not Wednesday's.
    const second = watched.look(reading('10T07:00', '11T05:31')).anomaly
    expect(second?.detail).toMatchObject({ missedSlot: { dueAt: at('11T05:00') } })
    expect(second?.fingerprint).not.toBe(first?.fingerprint)
    expect(watched.look(reading('10T07:00', '11T06:00')).anomaly?.fingerprint).toBe(second?.fingerprint)
  })

  test('after an approval has one more slot, after a dismissal silence until new data', () => {
    for (const [outcome, next, anomalies] of [
      ['approved', '11T05:30', [false, true]],
      ['dismissed', '11T05:30', [false, false]],
    ] as const) {
      const watched = life(table)
      watched.look(reading('09T05:00', '10T06:00'))
      watched.review(outcome, '10T08:00')
      const found = [next, '11T05:30:01'].map(
        (now) => watched.look(reading('09T05:00', now)).anomaly !== null,
      )
      expect([outcome, ...found]).toEqual([outcome, ...anomalies])
    }
  })
})

describe('a table with an SLA besides', () => {
  const both = monitored({ freshnessSlaMinutes: 26 * 60, expectedBy })

  test.each([
    [
      'the slot alone',
      '09T05:00',
      '10T06:00',
      { slaMinutes: null, missedSlot: { dueAt: at('10T05:00') }, minutesOverdue: 30 },
    ],
    [
      'the SLA alone',
      '13T04:00',
      '14T12:00',
      { slaMinutes: 26 * 60, missedSlot: null, minutesOverdue: 6 * 60 },
    ],
    [
      'both',
      '09T05:00',
      '10T08:00',
      { slaMinutes: 26 * 60, missedSlot: { dueAt: at('10T05:00') }, minutesOverdue: 60 },
    ],
  ])('raises one anomaly that tells %s', (_title, last, now, detail) => {
    expect(life(both).look(reading(last, now)).anomaly?.detail).toMatchObject(detail)
  })

  test('takes the worse severity of the two', () => {
    expect(
      life(monitored({ freshnessSlaMinutes: 60, expectedBy })).look(reading('09T05:00', '10T06:00')).anomaly
        ?.severity,
    ).toBe('critical')
  })
})

describe('over a change of the clocks', () => {
  const berlin = monitored({
    freshnessSlaMinutes: null,
    expectedBy: { cron: '30 2 * * *', timeZone: 'Europe/Berlin', graceMinutes: 10 },
  })
  const march = (time: string): Date => new Date(`2026-03-${time}Z`)
  const late = (last: string, now: string): boolean =>
    life(berlin).look(
      reading('09T00:00', '09T00:00', {
        notBefore: march(last),
        notAfter: march(last),
        observedAt: march(now),
      }),
    ).anomaly !== null

  test('a due time that does not exist is due when the clocks have moved', () => {
    // 02:30 in Berlin: 01:30 UTC on the 28th; on the 29th three o'clock comes instead, at 01:00 UTC.
    expect(late('28T01:30', '29T01:10')).toBe(false)
    expect(late('28T01:30', '29T01:10:01')).toBe(true)
    expect(late('29T00:50', '29T23:00')).toBe(false)
    expect(late('29T00:50', '30T00:40:01')).toBe(true)
  })
})
