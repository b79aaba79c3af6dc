import { randomBytes } from 'node:crypto'
import type { StoreSubject } from '@aegis/conformance'
import { describeStore } from '@aegis/conformance/vitest'
import { PGlite } from '@electric-sql/pglite'
import { afterAll } from 'vitest'
import { postgresStore } from '../src/index.ts'
import { pglitePool } from '../src/pglite/index.ts'
import { describeOnPostgres } from './database.ts'

type Source = Pick<Parameters<typeof postgresStore>[0], 'connectionString' | 'pool'>

/** Without a key a store keeps no connection strings. */
const encryptionKey = randomBytes(32).toString('base64')

/** Stores on one schema, whose claims are judged by a clock that the kit moves. */
function subjectOn(source: Source, schema: string): StoreSubject {
  let ahead = 0
  const open = () =>
    postgresStore({ ...source, schema, encryptionKey, now: (): Date => new Date(Date.now() + ahead) })
  return {
    store: open(),
    reopen: async () => open(),
    advance: (ms: number): void => {
      ahead += ms
    },
  }
}

describeOnPostgres('the kit', (database) => {
  describeStore({
    name: 'postgresStore',
    create: () => subjectOn({ connectionString: database().url }, database().freshSchema()),
  })
})

const pglite = new PGlite()
let schemas = 0
afterAll(() => pglite.close())

describeStore({
  name: 'postgresStore on PGlite',
  create: () => {
    schemas += 1
    return subjectOn({ pool: pglitePool(pglite) }, `store_${schemas}`)
  },
})
