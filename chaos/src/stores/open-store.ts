import type { Store } from '@aegis/core'
import type { StoreAddress } from './chaos-store.ts'

/** Loads only the driver that is needed: a child lives for a moment. */
export async function openStore(address: StoreAddress): Promise<Store> {
  const { sqliteStore } = await import('@aegis/store-sqlite')
  return sqliteStore({ path: address.path })
}
