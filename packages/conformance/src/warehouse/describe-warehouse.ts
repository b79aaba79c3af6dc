import { describe, expect, test } from 'vitest'
import { confirmGap, type KnownGap } from '../known-gap.ts'
import { warehouseCases } from './warehouse-cases.ts'
import type { WarehouseSubject } from './warehouse-subject.ts'

export interface DescribeWarehouseOptions {
  readonly name: string
  /** A freshly seeded warehouse for each case. */
  readonly create: () => WarehouseSubject | Promise<WarehouseSubject>
  /** Called after each case, also after one that failed. The adapter may be closed already. */
  readonly destroy?: ((subject: WarehouseSubject) => void | Promise<void>) | undefined
  /** Promises that are not kept yet. Each must go on failing: its entry goes on the day it passes. */
  readonly knownGaps?: readonly KnownGap[] | undefined
}

/** Runs every warehouse case with vitest. */
export function describeWarehouse({ name, create, destroy, knownGaps = [] }: DescribeWarehouseOptions): void {
  describe(`${name} keeps the promises of the warehouse port`, () => {
    for (const one of warehouseCases) {
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
          await destroy?.(subject)
        }
      })
    }

    test('known gaps name cases', () => {
      expect(warehouseCases.map(({ id }) => id)).toEqual(
        expect.arrayContaining(knownGaps.map(({ id }) => id)),
      )
    })
  })
}
