import type { SqlDialectTraits } from '../dialect-traits.ts'
import type { Migration } from '../migrator.ts'
import { initialSchema } from './0001-initial.ts'
import { SECRETS_MIGRATION, secretsSchema } from './0003-secrets.ts'
import { pruningSchema } from './0004-pruning.ts'

/** Every migration, oldest first. */
export function migrationsFor(traits: SqlDialectTraits): readonly Migration[] {
  return [
    { name: '0001-initial', statements: initialSchema(traits) },
    { name: SECRETS_MIGRATION, statements: secretsSchema(traits) },
    { name: '0004-pruning', statements: pruningSchema(traits) },
  ]
}
