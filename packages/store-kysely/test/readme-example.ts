import { AegisError } from '@aegis/core'
import { kyselyStore, sqliteTraits } from '@aegis/store-kysely'
import type { Dialect } from 'kysely'

declare const dialect: Dialect

export const store = kyselyStore({
  dialect,
  traits: sqliteTraits,
  describeError: (error) => new AegisError('STORE_FAILED', 'The store failed.', { cause: error }),
})
