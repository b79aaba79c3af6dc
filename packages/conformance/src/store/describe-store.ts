import { describe, test } from 'vitest'
import { storeCases } from './store-cases.ts'
import type { StoreSubject } from './subject.ts'

export interface DescribeStoreOptions {
  readonly name: string
  /** A new, empty, unmigrated store for each case. */
  readonly create: () => StoreSubject | Promise<StoreSubject>
  /** Called after each case, also after one that failed. The store may be closed already. */
  readonly destroy?: ((subject: StoreSubject) => void | Promise<void>) | undefined
  /** Promises that are not kept yet. Each must go on failing: its entry goes on the day it passes. */
  readonly knownGaps?:
    | readonly { readonly id: string; readonly reason: string; readonly issue: string }[]
    | undefined
}

/** Runs every store case with vitest. */
export function describeStore(options: DescribeStoreOptions): void {
  const gaps = new Map((options.knownGaps ?? []).map((gap) => [gap.id, gap]))

  describe(`${options.name} keeps the promises of the store port`, () => {
    for (const { id, title, skip, run } of storeCases) {
      const gap = gaps.get(id)
      const name = `${id} ${title}${gap === undefined ? '' : ` (known gap: ${gap.reason}, ${gap.issue})`}`
      const start = gap === undefined ? test : test.fails
      start(name, async (context) => {
        const subject = await options.create()
        try {
          const reason = skip?.(subject)
          if (reason !== undefined) context.skip(reason)
          await run(subject)
        } finally {
          await subject.store.close()
          await options.destroy?.(subject)
        }
      })
    }
    for (const id of gaps.keys()) {
      test(`known gap ${id} names a case`, ({ expect }) => {
        expect(storeCases.map((one) => one.id)).toContain(id)
      })
    }
  })
}
