import type { FreshnessRequest } from '@aegis/core'
import { describe, expect, test } from 'vitest'
import { createLooks, type Looks, lookAtCounters } from '../src/change-counters.ts'
import type { CounterRow } from '../src/freshness-rows.ts'
import type { Counts } from '../src/freshness-token.ts'
import { type Facts, repeatReading, settleByCounters } from '../src/settle-freshness.ts'
import { settleMark } from '../src/settle-mark.ts'

const ref = { catalog: '', schema: 'shop', name: 't' }
const at = (time: string): Date => new Date(`2026-02-09T${time}Z`)

function counted(now: string, more: Partial<Counts> = {}): CounterRow {
  const counts = {
    members: 1,
    dml: 10n,
    mods: 10n,
    live: 10n,
    analyzes: 0n,
    vacuums: 0n,
    files: '7',
    ...more,
  }
  const { members, dml, mods, live, analyzes, vacuums, files } = counts
  return {
    oid: '1',
    kind: 'table',
    counts: `1 ${members} ${dml} ${mods} ${live} ${analyzes} ${vacuums} 0 ${files} 0 - 1`,
    rows: 10,
    uncounted: null,
    now: at(now),
  }
}

function factsOf(row: CounterRow, previous: FreshnessRequest['previous'], looks: Looks): Facts {
  const request = { ref, watermarkColumn: null, previous }
  return { row, request, counted: lookAtCounters(row, request, looks) }
}

const first = (looks: Looks = createLooks()) => settleByCounters(factsOf(counted('08:00'), null, looks), [])
const moved = { dml: 11n, mods: 11n }

describe('the last look', () => {
  test('is that of this process, where it saw the same counters later than the state was kept', () => {
    const looks = createLooks()
    const kept = first(looks)
    factsOf(counted('11:55'), kept, looks)
    const changed = settleByCounters(factsOf(counted('12:00', moved), kept, looks), [])
    expect(changed).toMatchObject({ precision: 'interval', notBefore: at('11:54'), notAfter: at('12:00') })
  })

  test('is that of the state in another process', () => {
    const changed = settleByCounters(factsOf(counted('12:00', moved), first(), createLooks()), [])
    expect(changed.notBefore).toEqual(at('07:59'))
  })
})

describe('a clock that goes back', () => {
  test('makes the earlier bound of a change unknown, and says so', () => {
    const changed = settleByCounters(factsOf(counted('07:00', moved), first(), createLooks()), [])
    expect(changed).toMatchObject({ precision: 'upper_bound', notBefore: null, notAfter: at('07:00') })
    expect(changed.caveats.join()).toMatch(/clock went back/)
  })

  test('leaves no bound ahead of it, and forgets nothing: the old bounds hold when it has come there again', () => {
    const kept = first()
    const repeat = (now: string) => {
      const facts = factsOf(counted(now), kept, createLooks())
      if (facts.counted.says !== 'unchanged') throw new Error(`it says ${facts.counted.says}`)
      return repeatReading({ ...facts, counted: facts.counted })
    }
    expect(repeat('07:00')).toMatchObject({
      notAfter: at('07:00'),
      caveats: ["the server's clock went back"],
    })
    expect(repeat('09:00')).toMatchObject({ notAfter: at('08:00'), caveats: [] })
  })
})

describe('times of commit and the counters', () => {
  const mark = (time: string) => {
    const ms = at(time).getTime()
    return { found: true, notBefore: ms, notAfter: ms, caveat: null, now: at('12:00') } as const
  }
  const settle = (row: CounterRow, time: string) => {
    const looks = createLooks()
    const kept = first(looks)
    factsOf(counted('11:55'), kept, looks)
    return settleMark(factsOf(row, kept, looks), mark(time), 'commit time', 'committed', [])
  }

  test('a change that left no row behind is later than all times of commit', () => {
    expect(settle(counted('12:00', moved), '07:30')).toMatchObject({
      method: 'change_counter',
      notBefore: at('11:54'),
      caveats: [expect.stringContaining('data changed after the newest commit time')],
    })
  })

  test('one within the change is exact', () => {
    expect(settle(counted('12:00', moved), '11:57')).toMatchObject({
      method: 'commit_timestamp',
      precision: 'exact',
      mayIncludeNonDataChanges: false,
    })
  })

  test.each([
    ['a first look', '11:57', null, true],
    ['no counter moved, and the time did', '11:57', '08:00', true],
    ['no counter moved, nor the time', '08:00', '08:00', false],
  ])('without a counted change may be those of ALTER: %s', (_title, time, before, isDoubtful) => {
    const previous = before === null ? null : { ...first(), notAfter: at(before) }
    const facts = factsOf(counted('12:00'), previous, createLooks())
    expect(settleMark(facts, mark(time), 'commit time', 'committed', [])).toMatchObject({
      notAfter: at(time),
      mayIncludeNonDataChanges: isDoubtful,
    })
  })

  test('rows that were written anew may be the work of ALTER', () => {
    const rewritten = { files: '8', live: 0n, vacuums: 1n }
    expect(settle(counted('12:00', rewritten), '11:57')).toMatchObject({
      method: 'commit_timestamp',
      mayIncludeNonDataChanges: true,
    })
    expect(settle(counted('12:00', rewritten), '07:30')).toMatchObject({
      method: 'commit_timestamp',
      notAfter: at('07:30'),
      mayIncludeNonDataChanges: false,
    })
  })
})
