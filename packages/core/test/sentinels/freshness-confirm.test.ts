import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/model/json.ts'
import type { FreshnessReading, FreshnessRequest } from '../../src/ports/warehouse.ts'
import { fakeWarehouse } from '../../src/testing/index.ts'
import { at, counted, monitored, reading, ref, sentinel } from './freshness-suite.ts'

/** A warehouse that answers each request with what `answer` gives; the requests are kept. */
function scans(answer: (request: FreshnessRequest) => FreshnessReading) {
  const asked: (readonly boolean[])[] = []
  const table = monitored()
  let state: JsonValue | null = null
  const warehouse = {
    ...fakeWarehouse(),
    readFreshness: async (requests: readonly FreshnessRequest[]) => {
      asked.push(requests.map(({ confirm }) => confirm === true))
      return requests.map((request) => ({ ref, status: 'ok', value: answer(request) }) as const)
    },
  }
  return {
    asked,
    async scan() {
      asked.length = 0
      const memory = { table, latest: null, accepted: null, state, dialect: 'postgresql' }
      const [found] = await sentinel.read({ warehouse, tables: [memory], options: {} })
      if (found?.status !== 'ok') throw new Error('no reading')
      const inspected = sentinel.inspect(memory, found, found.value.observedAt)
      state = inspected.state ?? state
      return { ...inspected, asked: asked.flat() }
    },
    review(outcome: 'approved' | 'dismissed', when: Date): void {
      state = sentinel.review?.({ outcome, at: when, table, state }) ?? state
    },
  }
}

describe('a reading on which an alarm hangs', () => {
  test('is asked for once more, and the second answer decides', async () => {
    let now = '09T08:30'
    const life = scans(({ confirm }) =>
      confirm === true
        ? reading('09T09:25', now, { token: 'n=1' })
        : counted('09T08:00', '09T08:00', now, { token: 'n=1' }),
    )
    expect((await life.scan()).asked).toEqual([false])
    now = '09T09:30'
    expect(await life.scan()).toMatchObject({ asked: [false, true], anomaly: null })
  })

  test('is not asked for again while the alarm stands, but where it would grow', async () => {
    let now = '09T09:30'
    const life = scans(() => counted('09T08:00', '09T08:00', now))
    expect(await life.scan()).toMatchObject({ asked: [false, true], anomaly: { severity: 'medium' } })
    now = '09T09:40'
    expect((await life.scan()).asked).toEqual([false])
    now = '09T10:30'
    expect(await life.scan()).toMatchObject({ asked: [false, true], anomaly: { severity: 'high' } })
    now = '09T10:40'
    expect((await life.scan()).asked).toEqual([false])
  })

  test('is not asked for again in the silence after a review, and is when it is over', async () => {
    let now = '09T09:30'
    const life = scans(() => counted('09T08:00', '09T08:00', now))
    await life.scan()
    life.review('approved', at('09T09:31'))
    now = '09T09:40'
    expect(await life.scan()).toMatchObject({ asked: [false], anomaly: null })
    now = '09T10:32'
    const over = await life.scan()
    expect(over.asked).toEqual([false, true])
    expect(over.anomaly).not.toBeNull()
  })

  test('is final where no counters were asked', async () => {
    const life = scans(() => reading('09T08:00', '09T09:30'))
    expect(await life.scan()).toMatchObject({ asked: [false], anomaly: { severity: 'medium' } })
  })
})
