import { describe, expect, test } from 'vitest'
import { confirmGap, type KnownGap } from '../known-gap.ts'
import { storeCases } from './store-cases.ts'
import type { StoreSubject } from './subject.ts'

export interface DescribeStoreOptions {
  readonly name: string
  /** A new, empty, unmigrated store for each case. */
  readonly create: () => StoreSubject | Promise<StoreSubject>
  /** Called after each case, also after one that failed. The store is closed by then. */
  readonly destroy?: ((subject: StoreSubject) => void | Promise<void>) | undefined
  /** Promises that are not kept yet. Each must go on failing: its entry goes on the day it passes. */
  readonly knownGaps?: readonly KnownGap[] | undefined
}

/** Runs every store case with vitest. */
export function describeStore({ name, create, destroy, knownGaps = [] }: DescribeStoreOptions): void {
  describe(`${name} keeps the promises of the store port`, () => {
    for (const one of storeCases) {
      const gap = knownGaps.find(({ id }) => id === one.id)
      const suffix = gap === undefined ? '' : ` (known gap: ${gap.reason}, ${gap.issue})`
      test(`${one.id} ${one.title}${suffix}`, async (context) => {
        const subject = await create()
        try {
          if (gap !== undefined) return await confirmGap(gap, one, subject)
          const reason = one.skip?.(subject)
          if (reason !== undefined) context.skip(reason)
          await one.run(subject)
        } finally {
          await subject.store.close()
          await destroy?.(subject)
        }
      })
    }

    test('known gaps name cases', () => {
      expect(storeCases.map(({ id }) => id)).toEqual(expect.arrayContaining(knownGaps.map(({ id }) => id)))
    })
  })
}
