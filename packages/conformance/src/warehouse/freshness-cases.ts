import assert from 'node:assert/strict'
import type { FreshnessReading, FreshnessRequest, Reading, TableRef } from '@aegis/core/ports'
import type { ConformanceCase } from '../case.ts'
import {
  addressOf,
  assertAbortedBefore,
  assertAbortedDuring,
  assertAnswersInOrder,
  assertDate,
  assertMissing,
  assertOk,
  must,
} from './expectations.ts'
import {
  baseTables,
  lacks,
  lacksHook,
  lacksSeed,
  type SeededTable,
  skipWhen,
  type WarehouseSubject,
} from './warehouse-subject.ts'

const lacksFreshness = lacks('readFreshness')

function request(
  ref: TableRef,
  watermarkColumn: string | null = null,
  previous: FreshnessRequest['previous'] = null,
): FreshnessRequest {
  return { ref, watermarkColumn, previous }
}

async function read(
  { warehouse }: WarehouseSubject,
  requests: readonly FreshnessRequest[],
  signal?: AbortSignal,
): Promise<readonly Reading<FreshnessReading>[]> {
  const readings = await must(warehouse.readFreshness, 'readFreshness').call(warehouse, requests, { signal })
  return readings
}

/** A base table and its reading, read again with `previous` when it is given. */
async function readOne(
  subject: WarehouseSubject,
  { ref }: SeededTable,
  previous: FreshnessReading | null = null,
): Promise<FreshnessReading> {
  return assertOk((await read(subject, [request(ref, null, previous)]))[0])
}

function assertBounds(ref: TableRef, reading: FreshnessReading): void {
  const { notBefore, notAfter, observedAt, precision } = reading
  const of = (what: string): string => `${what} of ${addressOf(ref)}`
  assertDate(observedAt, of('observedAt'))
  if (notBefore !== null) assertDate(notBefore, of('notBefore'))
  if (notAfter !== null) assertDate(notAfter, of('notAfter'))
  if (notBefore !== null && notAfter !== null) {
    assert.ok(notBefore <= notAfter, of('notBefore must not be later than notAfter'))
  }
  if (precision === 'unknown') return
  for (const bound of [notBefore, notAfter]) {
    assert.ok(
      bound === null || bound <= observedAt,
      of('a bound lies after observedAt: it has not happened yet'),
    )
  }
  const known = { before: notBefore !== null, after: notAfter !== null }
  const expected = {
    exact: { before: true, after: true },
    interval: { before: true, after: true },
    upper_bound: { before: false, after: true },
    lower_bound: { before: true, after: false },
  }[precision]
  assert.deepEqual(known, expected, of(`which bounds are known must fit the precision ${precision}`))
  if (precision === 'exact')
    assert.deepEqual(notBefore, notAfter, of('the bounds of an exact reading are one time'))
}

function assertHeld(reading: FreshnessReading, at: Date): void {
  const notBefore = must(reading.notBefore, 'notBefore is known')
  const notAfter = must(reading.notAfter, 'notAfter is known')
  assert.ok(
    notBefore <= at && at <= notAfter,
    `${at.toISOString()} lies outside of ${notBefore.toISOString()} .. ${notAfter.toISOString()}`,
  )
}

/** Of a watermark that lies ahead. Another signal may answer in its place. */
function assertNoProof({ precision, method, caveats }: FreshnessReading): void {
  assert.ok(
    precision === 'unknown' || method !== 'watermark',
    'a watermark that lies ahead is taken for a time of data',
  )
  assert.ok(caveats.length > 0, 'a caveat names the time that lies ahead')
}

function isLater(bound: Date | null, than: Date | null): boolean {
  return bound !== null && (than === null || bound > than)
}

export const freshnessCases: readonly ConformanceCase<WarehouseSubject>[] = [
  {
    id: 'W-FRESH-01',
    title: 'a batch has one answer for each table, in order, also for missing ones and for one asked twice',
    skip: lacksFreshness,
    async run(subject): Promise<void> {
      const [first, second] = baseTables(subject)
      const one = must(first, 'a base table').ref
      const other = must(second, 'a second base table').ref
      const { missing } = subject.seeded
      const asked = [other, missing, one, other]
      const readings = await read(
        subject,
        asked.map((ref) => request(ref)),
      )
      assertAnswersInOrder(readings, asked)
      assert.deepEqual(
        readings.map(({ status }) => status === 'ok'),
        [true, false, true, true],
      )
    },
  },
  {
    id: 'W-FRESH-02',
    title: 'a table that is not there is an answer, with a watermark and without',
    skip: lacksFreshness,
    async run(subject): Promise<void> {
      const { missing } = subject.seeded
      const readings = await read(subject, [request(missing), request(missing, 'updated_at')])
      assertMissing(readings[0], 'A table that is not there')
      assertMissing(readings[1], 'A table that is not there, asked for a watermark')
    },
  },
  {
    id: 'W-FRESH-03',
    title: 'an empty batch has no answers',
    skip: lacksFreshness,
    async run(subject): Promise<void> {
      assert.deepEqual(await read(subject, []), [])
    },
  },
  {
    id: 'W-FRESH-04',
    title: 'bounds are dates in the past, in order, and fit the precision',
    skip: lacksFreshness,
    async run(subject): Promise<void> {
      const { watermarked, empty } = subject.seeded
      const requests = baseTables(subject).map(({ ref }) => request(ref))
      for (const more of [watermarked, empty]) {
        if (more !== undefined) requests.push(request(more.ref, more.column))
      }
      const readings = await read(subject, requests)
      for (const reading of readings) assertBounds(reading.ref, assertOk(reading))
    },
  },
  {
    id: 'W-FRESH-05',
    title: 'the bounds hold the newest time of the watermark column',
    skip: skipWhen(lacksFreshness, lacksSeed('watermarked')),
    async run(subject): Promise<void> {
      const { ref, column, at } = must(subject.seeded.watermarked, 'watermarked')
      const reading = assertOk((await read(subject, [request(ref, column)]))[0])
      assert.equal(reading.method, 'watermark')
      assertHeld(reading, at)
    },
  },
  {
    id: 'W-FRESH-06',
    title: 'a table without rows has no time of newest data, and the reading says why',
    skip: skipWhen(lacksFreshness, lacksSeed('empty')),
    async run(subject): Promise<void> {
      const { ref, column } = must(subject.seeded.empty, 'empty')
      const reading = assertOk((await read(subject, [request(ref, column)]))[0])
      assert.equal(reading.precision, 'unknown')
      assert.equal(reading.notAfter, null)
      assert.ok(reading.caveats.length > 0, 'a caveat says why it is unknown')
    },
  },
  {
    id: 'W-FRESH-07',
    title: 'a watermark in the future proves nothing, and the reading says so',
    skip: skipWhen(lacksFreshness, lacksSeed('future')),
    async run(subject): Promise<void> {
      const { ref, column } = must(subject.seeded.future, 'future')
      const reading = assertOk((await read(subject, [request(ref, column)]))[0])
      assertBounds(ref, reading)
      assertNoProof(reading)
    },
  },
  {
    id: 'W-FRESH-08',
    title: 'a watermark column that is not there is an answer, and says so',
    skip: lacksFreshness,
    async run(subject): Promise<void> {
      const { ref } = must(baseTables(subject)[0], 'a base table')
      const [reading] = await read(subject, [request(ref, 'aegis_no_such_column')])
      const found = must(reading, 'an answer')
      if (found.status === 'ok') {
        assert.notEqual(found.value.method, 'watermark')
        assert.ok(found.value.caveats.length > 0, 'a caveat says what was used instead')
        assertBounds(ref, found.value)
      } else {
        assert.equal(found.status, 'unsupported')
        assert.ok(found.detail !== undefined && found.detail !== '', 'the detail says why')
      }
    },
  },
  {
    id: 'W-FRESH-09',
    title: 'with the last token given back and nothing changed, no change is reported',
    skip: lacksFreshness,
    async run(subject): Promise<void> {
      for (const table of baseTables(subject)) {
        const first = await readOne(subject, table)
        const second = await readOne(subject, table, first)
        assert.ok(
          !isLater(second.notBefore, first.observedAt) && !isLater(second.notAfter, first.observedAt),
          `${addressOf(table.ref)} is said to have changed after ${first.observedAt.toISOString()}`,
        )
      }
    },
  },
  {
    id: 'W-FRESH-10',
    title: 'a row inserted between two readings is reported as a change',
    skip: skipWhen(lacksFreshness, lacksHook('insertRow')),
    async run(subject): Promise<void> {
      const table = must(baseTables(subject)[0], 'a base table')
      const first = await readOne(subject, table)
      await subject.mutate?.insertRow?.(table.ref)
      const second = await readOne(subject, table, first)
      assertBounds(table.ref, second)
      assert.ok(
        isLater(second.notBefore, first.notBefore) || isLater(second.notAfter, first.notAfter),
        'neither bound moved on',
      )
      const { notAfter } = second
      assert.ok(notAfter === null || notAfter >= first.observedAt, 'the change came after the first reading')
    },
  },
  {
    id: 'W-FRESH-11',
    title: 'a table that may not be read is not reported as dropped',
    skip: skipWhen(lacksFreshness, lacksSeed('forbidden')),
    async run(subject): Promise<void> {
      const ref = must(subject.seeded.forbidden, 'a forbidden table')
      const readings = await read(subject, [request(ref), request(ref, 'updated_at')])
      for (const { status } of readings) assert.notEqual(status, 'missing')
    },
  },
  {
    id: 'W-FRESH-12',
    title: 'a read that was aborted before it began rejects with `aborted`',
    skip: lacksFreshness,
    run: (subject) =>
      assertAbortedBefore((signal) => read(subject, [request(subject.seeded.missing)], signal)),
  },
  {
    id: 'W-FRESH-13',
    title: 'a read that is aborted under way rejects with `aborted`',
    skip: lacksFreshness,
    run: (subject) =>
      assertAbortedDuring((signal) => read(subject, [request(subject.seeded.missing)], signal)),
  },
  {
    id: 'W-FRESH-14',
    title: 'the newest time of a watermark column stays where it is when the last reading is given back',
    skip: skipWhen(lacksFreshness, lacksSeed('watermarked')),
    async run(subject): Promise<void> {
      const { ref, column, at } = must(subject.seeded.watermarked, 'watermarked')
      const first = assertOk((await read(subject, [request(ref, column)]))[0])
      const second = assertOk((await read(subject, [request(ref, column, first)]))[0])
      assertBounds(ref, second)
      assert.equal(second.method, 'watermark')
      assertHeld(second, at)
    },
  },
  {
    id: 'W-FRESH-15',
    title: 'a watermark in the future proves nothing either when the last reading is given back',
    skip: skipWhen(lacksFreshness, lacksSeed('future')),
    async run(subject): Promise<void> {
      const { ref, column } = must(subject.seeded.future, 'future')
      const first = assertOk((await read(subject, [request(ref, column)]))[0])
      const second = assertOk((await read(subject, [request(ref, column, first)]))[0])
      assertBounds(ref, second)
      assertNoProof(second)
    },
  },
]
