import type { Store } from '@aegis/core'
import * as z from 'zod'
import type { Random } from '../random.ts'

/** How a child opens the store: as data, since it goes through a command line. */
export const storeAddressSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sqlite'), path: z.string() }),
])

export type StoreAddress = z.infer<typeof storeAddressSchema>

/** A trouble that the parent makes beside killing processes. */
interface Trouble {
  readonly name: string
  make(random: Random): Promise<void>
}

/** The store under test, as the parent sees it. */
export interface ChaosStore {
  /** Where the children find it. */
  readonly address: StoreAddress
  /** A handle of the parent's own, out of the way of all troubles. */
  open(): Promise<Store>
  readonly troubles: readonly Trouble[]
  /** Looks at the database itself, past the store. Empty: all is well. */
  integrityProblems(): Promise<readonly string[]>
  close(): Promise<void>
}
