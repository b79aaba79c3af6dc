import { describe, expect, test } from 'vitest'
import { at, counted, life, monitored, reading, ref, sentinel } from './freshness-suite.ts'

describe('what was stale', () => {
  test('is not fresh because the server was restarted', () => {
    const watched = life()
    watched.look(counted(null, '09T08:00', '09T08:00'))
    expect(watched.look(counted(null, '09T08:00', '09T10:00')).anomaly?.severity).toBe('medium')
    const restarted = counted(null, '09T10:05', '09T10:05', { precision: 'unknown', notAfter: null })
    expect(watched.look(restarted)).toMatchObject({ anomaly: null, note: null })
    // From now on the counters know an upper bound again, and of no change.
    const again = counted('09T08:00', '09T10:10', '09T10:10', { notBefore: at('09T07:00') })
    expect(watched.look(again)).toMatchObject({ anomaly: null, note: null, state: { stale: true } })
    const changed = counted('09T10:14', '09T10:15', '09T10:15')
    expect(watched.look(changed)).toMatchObject({ anomaly: null, note: expect.stringContaining('New data') })
  })

  test('is one trouble that grows', () => {
    const watched = life()
    const found = ['09T09:30', '09T09:45', '09T10:00', '09T13:00', '09T13:01', '10T08:00'].map(
      (now) => watched.look(reading('09T08:00', now)).anomaly,
    )
    expect(found.map((anomaly) => anomaly?.fingerprint)).toEqual([
      'stale, medium',
      'stale, medium',
      'stale, high',
      'stale, high',
      'stale, critical',
      'stale, critical',
    ])
  })
})

describe('counts that come late', () => {
  test('prove that nothing came only up to a minute ago', () => {
    const watched = life()
    watched.look(counted(null, '09T08:00', '09T08:00'))
    expect(watched.look(counted(null, '09T08:00', '09T09:01')).anomaly).toBeNull()
    const { anomaly } = watched.look(counted(null, '09T08:00', '09T09:01:01'))
    expect(anomaly?.detail).toMatchObject({ minutesSince: 60 + 1 / 60 })
  })
})

describe('a clock that goes back', () => {
  test('proves neither a delay nor new data', () => {
    const watched = life()
    expect(watched.look(reading('09T08:00', '09T09:30')).anomaly).not.toBeNull()
    const back = watched.look(reading('09T08:00', '09T08:30'))
    expect(back).toMatchObject({ anomaly: null, note: null })
    expect(watched.look(reading('09T08:00', '09T09:30')).anomaly?.fingerprint).toBe('stale, medium')
  })

  test('leaves a last change ahead of it: cannot tell, and not fresh', () => {
    const watched = life()
    watched.look(reading('09T08:00', '09T09:30'))
    const back = watched.look(reading('09T08:00', '09T07:00'))
    expect(back).toMatchObject({
      anomaly: null,
      note: null,
      problem: { status: 'unsupported', detail: expect.stringContaining("ahead of the warehouse's clock") },
      observation: { verdict: 'cannot_tell', lastChange: null },
    })
    expect(watched.state()).toMatchObject({ stale: true })
  })
})

describe('a time that lies ahead', () => {
  test.each([
    ['both bounds', { notBefore: at('20T00:00'), notAfter: at('20T00:00') }],
    [
      'the later one',
      { notBefore: at('09T00:00'), notAfter: at('20T00:00'), precision: 'interval' as const },
    ],
  ])('is no proof of data: %s', (_title, more) => {
    const found = life().look(reading('09T08:00', '09T09:00', more))
    expect(found).toMatchObject({ anomaly: null, problem: { detail: expect.stringContaining('2026-02-20') } })
    expect(found.observation?.verdict).toBe('cannot_tell')
  })
})

describe('what is said of a look', () => {
  test('tells reading, rule and numbers', () => {
    const named = life(monitored({ watermarkColumn: 'updated_at' }))
    expect(named.look(reading('09T08:00', '09T08:10')).observation).toEqual({
      verdict: 'fine',
      text: 'Last change at 2026-02-09 08:00:00 UTC by watermark updated_at; SLA 60 min; at least 10 min old: fine.',
      lastChange: { notBefore: at('09T08:00'), notAfter: at('09T08:00') },
    })
    expect(life().look(counted('09T08:00', '09T08:05', '09T08:05')).observation?.text).toBe(
      'Last change between 2026-02-09 08:00:00 and 08:05:00 UTC by change counters; SLA 60 min; at least 0 min old: fine.',
    )
  })

  test('tells a missed slot, and the silence after a review', () => {
    const expectedBy = { cron: '0 6 * * *', timeZone: 'UTC', graceMinutes: 30 }
    const watched = life(monitored({ freshnessSlaMinutes: null, expectedBy }))
    expect(watched.look(reading('09T06:00', '10T06:45')).observation).toMatchObject({
      verdict: 'violated',
      text: 'Last change at 2026-02-09 06:00:00 UTC by watermark; due by 0 6 * * * in UTC with 30 min of grace; nothing came for 2026-02-10 06:00:00 UTC, 15 min past the grace: violated, medium.',
    })
    watched.review('dismissed', '10T07:00')
    expect(watched.look(reading('09T06:00', '10T07:05')).observation?.text).toMatch(/medium; silent/)
  })

  test('an interval on both sides of the limit cannot be told', () => {
    const day = { precision: 'interval' as const, notBefore: at('09T00:00'), notAfter: at('09T08:00') }
    const found = life().look(reading('09T08:00', '09T08:10', { ...day, caveats: ['at holds days'] }))
    expect(found).toMatchObject({ anomaly: null, problem: null, observation: { verdict: 'cannot_tell' } })
    expect(found.observation?.text).toMatch(/cannot tell, and nothing is raised\. Note: at holds days\.$/)
  })

  test('a change that may have been none of data is not fine', () => {
    const rewritten = counted('09T08:04', '09T08:05', '09T08:05', { mayIncludeNonDataChanges: true })
    expect(life().look(rewritten).observation).toMatchObject({
      verdict: 'cannot_tell',
      text: expect.stringContaining('which may have been no change of data'),
    })
  })

  test('is said once, and again only when it changes', () => {
    const watched = life()
    const said = (value: Parameters<typeof watched.look>[0]): string | undefined =>
      watched.look(value).observation?.verdict
    expect(said(reading('09T08:00', '09T08:10'))).toBe('fine')
    expect(said(reading('09T08:00', '09T08:15'))).toBeUndefined()
    expect(said(reading('09T08:20', '09T08:20'))).toBe('fine')
    expect(said(reading('09T08:20', '09T09:30'))).toBe('violated')
    expect(said(reading('09T08:20', '09T09:35'))).toBeUndefined()
    expect(said(reading('09T08:20', '09T11:00'))).toBe('violated')
    const lost = { precision: 'unknown' as const, notBefore: null, notAfter: null }
    expect(said(reading('09T08:20', '09T11:05', { ...lost, caveats: ['locked'] }))).toBe('cannot_tell')
    expect(said(reading('09T08:20', '09T11:10', { ...lost, caveats: ['locked'] }))).toBeUndefined()
    expect(said(reading('09T08:20', '09T11:15', { ...lost, caveats: ['too slow'] }))).toBe('cannot_tell')
  })

  test('a later end that moves with the clock is nothing new', () => {
    const watched = life()
    const today = (now: string) => reading(now, now, { precision: 'interval', notBefore: at('09T00:00') })
    expect(watched.look(today('09T08:00')).observation).toBeDefined()
    expect(watched.look(today('09T08:05'))).not.toHaveProperty('observation')
  })

  test('a table that cannot be read is said once, with the reason', () => {
    const memory = { table: monitored(), latest: null, accepted: null, dialect: 'postgresql' }
    const gone = { ref, status: 'missing' } as const
    const first = sentinel.inspect({ ...memory, state: null }, gone, at('09T08:00'))
    expect(first.observation).toMatchObject({ verdict: 'cannot_tell', lastChange: null })
    const state = first.state ?? null
    expect(sentinel.inspect({ ...memory, state }, gone, at('09T08:05'))).not.toHaveProperty('observation')
  })
})

describe('numbers of rows', () => {
  test('prove new data, and never that none came', () => {
    const watched = life()
    const rows = (now: string, until: string) =>
      counted('09T08:00', until, now, { method: 'row_count', token: 'rows 1' })
    expect(watched.look(rows('09T08:05', '09T08:05')).observation?.verdict).toBe('fine')
    const later = watched.look(rows('09T12:00', '09T08:05'))
    expect(later).toMatchObject({ anomaly: null, observation: { verdict: 'cannot_tell' } })
    expect(watched.look(rows('09T13:00', '09T08:05'))).not.toHaveProperty('observation')
  })
})
