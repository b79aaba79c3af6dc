import { describe, expect, test } from 'vitest'
import { postgresTraits, sqliteTraits } from '../src/index.ts'
import { checksumOf, type Migration, pendingMigrations } from '../src/migrator.ts'
import { migrationsFor } from '../src/schema/migrations.ts'

const FIRST: Migration = { name: '0001-first', statements: ['create table a (id integer)'] }
const SECOND: Migration = { name: '0002-second', statements: ['create table b (id integer)'] }
const THIRD: Migration = { name: '0003-third', statements: ['create table c (id integer)'] }
const ALL = [FIRST, SECOND, THIRD]

function applied(...migrations: readonly Migration[]): { name: string; checksum: string }[] {
  return migrations.map((migration) => ({ name: migration.name, checksum: checksumOf(migration) }))
}

describe('what is still to be applied', () => {
  test.for([
    { what: 'nothing yet', done: [], pending: ALL },
    { what: 'the first', done: [FIRST], pending: [SECOND, THIRD] },
    { what: 'all', done: ALL, pending: [] },
  ])('after $what', ({ done, pending }) => {
    expect(pendingMigrations(ALL, applied(...done))).toEqual(pending)
  })

  test.for([
    {
      what: 'a newer version made it',
      done: applied(FIRST, SECOND),
      known: [FIRST],
      says: /0002-second.*newer/,
    },
    {
      what: 'a migration has other statements now',
      done: applied(FIRST),
      known: [{ ...FIRST, statements: ['create table other (id integer)'] }],
      says: /0001-first.*other statements/,
    },
    {
      what: 'one in the middle is missing',
      done: applied(FIRST, THIRD),
      known: ALL,
      says: /0002-second.*missing/,
    },
  ])('is refused when $what', ({ done, known, says }) => {
    const find = (): unknown => pendingMigrations(known, done)
    expect(find).toThrowError(expect.objectContaining({ code: 'STORE_INCOMPATIBLE' }))
    expect(find).toThrowError(says)
  })
})

describe('the migrations', () => {
  test('are in the order of their names', () => {
    const names = migrationsFor(sqliteTraits).map(({ name }) => name)
    expect(names).toEqual([...names].sort())
    expect(names.length).toBeGreaterThan(0)
  })

  test('of PostgreSQL are the same in every schema', () => {
    const inSchema = (name: string): unknown => migrationsFor(postgresTraits(name)).map(checksumOf)
    expect(inSchema('a')).toEqual(inSchema('b'))
  })

  test('that were released for PostgreSQL have not changed', () => {
    const sums = migrationsFor(postgresTraits('aegis')).map((migration) => [
      migration.name,
      checksumOf(migration),
    ])
    expect(sums).toMatchInlineSnapshot(`
      [
        [
          "0001-initial",
          "f3903fca0c38d3f9f59722a8b49591ee1423af0e8b077259d0c64a080805f351",
        ],
        [
          "0003-secrets",
          "30d8f3bfdd94b21b957ebbf612cfee2839180c57f56039ea5008df5b49849748",
        ],
        [
          "0004-pruning",
          "273f73b1edce58f556846b2449889b5110831255d329ba0bca433971c57000bf",
        ],
      ]
    `)
  })

  test('that were released for SQLite have not changed', () => {
    const sums = migrationsFor(sqliteTraits).map((migration) => [migration.name, checksumOf(migration)])
    expect(sums).toMatchInlineSnapshot(`
      [
        [
          "0001-initial",
          "826c54bf3b9e42d184566219d06349ef081b93b94f64940b254d8eac78f14576",
        ],
        [
          "0003-secrets",
          "7dac6e96f6014de7a44542953d3a7a25149b2b1560b542db0c691291b6c22c25",
        ],
        [
          "0004-pruning",
          "15760ca68f01e24eb00cc4e80f8010614666aab8f3f6c717b99ef5a00591ea4d",
        ],
      ]
    `)
  })
})
