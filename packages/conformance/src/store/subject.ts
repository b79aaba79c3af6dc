import type { Store } from '@aegis/core'
import type { ConformanceCase } from '../case.ts'

/** What an author hands to one store case. */
export interface StoreSubject {
  /** A handle on empty data; `migrate()` was not called yet. */
  readonly store: Store
  /** One more handle on the same data, as another process would open it. Absent: the data cannot be shared. */
  readonly reopen?: (() => Promise<Store>) | undefined
  /** Moves the clock that judges claims forward. Absent: the cases wait instead. */
  readonly advance?: ((ms: number) => void) | undefined
}

export type StoreCase = ConformanceCase<StoreSubject>

/** A case on a store that is migrated and empty. */
export function storeCase(
  id: string,
  title: string,
  check: (store: Store, subject: StoreSubject) => Promise<void>,
): StoreCase {
  return {
    id,
    title,
    async run(subject): Promise<void> {
      await subject.store.migrate()
      await check(subject.store, subject)
    },
  }
}

/** A case on two handles of the same data, both migrated. */
export function twoHandleCase(
  id: string,
  title: string,
  check: (first: Store, second: Store) => Promise<void>,
): StoreCase {
  return {
    id,
    title,
    skip: ({ reopen }) => (reopen === undefined ? 'the subject has no second handle' : undefined),
    async run({ store, reopen }): Promise<void> {
      if (reopen === undefined) return
      await store.migrate()
      const second = await reopen()
      try {
        await second.migrate()
        await check(store, second)
      } finally {
        await second.close()
      }
    },
  }
}
