import { type Column, diffShapes, type SchemaChange, type TableRef, type WarehouseAdapter } from '@aegis/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres } from './database.ts'

describeOnPostgres('types that people made', (database) => {
  let warehouse: WarehouseAdapter
  const ref: TableRef = { catalog: '', schema: 'public', name: 'people' }
  const read = async (): Promise<readonly Column[]> => {
    const [reading] = await warehouse.describeTables([ref])
    return reading?.status === 'ok' ? reading.value.columns : []
  }
  /** What the change of the database is told as. */
  const after = async (sql: string): Promise<readonly string[]> => {
    const before = await read()
    await database().sql(sql)
    const changes = diffShapes(before, await read(), { dialect: 'postgresql' })
    return changes.map(
      ({ kind, column, verdict }: SchemaChange) =>
        `${kind} ${column}${verdict === undefined ? '' : ` ${verdict}`}`,
    )
  }
  beforeAll(async () => {
    const { sql, url } = database()
    await sql(`CREATE TYPE point_on_map AS (lat real, lon real);
      CREATE TYPE address AS (street text COLLATE "C", "zip code" varchar(10), at point_on_map, marks point_on_map[]);
      CREATE DOMAIN amount AS numeric(10,2) CHECK (VALUE >= 0);
      CREATE DOMAIN home AS address;
      CREATE TYPE mood AS ENUM ('good', 'bad');
      CREATE COLLATION named (provider = libc, locale = 'C')`)
    await sql(`CREATE TABLE people (id int, lives address, lived address[], paid amount, home home, mood mood, moods mood[],
      code text COLLATE "C", codes text[] COLLATE "C", plain text COLLATE "default", short varchar(5) COLLATE public.named, catalog name)`)
    warehouse = postgres({ connectionString: url })
  })
  afterAll(() => warehouse.close())

  test('are described by name, with what they are made of beside it', async () => {
    const columns = await read()
    const found = Object.fromEntries(columns.map(({ name, type, madeOf }) => [name, [type, madeOf]]))
    const map = 'row("lat" real, "lon" real)'
    const address = `row("street" text COLLATE "C", "zip code" character varying(10), "at" ${map}, "marks" ${map}[])`
    expect(found).toEqual({
      id: ['integer', undefined],
      lives: ['public.address', address],
      lived: ['public.address[]', `${address}[]`],
      paid: ['public.amount', 'numeric(10,2)'],
      home: ['public.home', address],
      mood: ['public.mood', undefined],
      moods: ['public.mood[]', undefined],
      code: ['text COLLATE "C"', undefined],
      codes: ['text[] COLLATE "C"', undefined],
      plain: ['text', undefined],
      short: ['character varying(5) COLLATE public.named', undefined],
      catalog: ['name', undefined],
    })
    expect(columns.filter(({ typeId }) => typeId !== undefined).map(({ name }) => name)).toEqual([
      ...['lives', 'lived', 'paid', 'home', 'mood', 'moods'],
    ])
  })

  test('a change of an attribute is a drift of every column of the type, however deep', async () => {
    expect(await after('ALTER TYPE point_on_map ADD ATTRIBUTE height real')).toEqual([
      ...['lives.at.height', 'lives.marks[].height', 'lived[].at.height', 'lived[].marks[].height'].map(
        (path) => `column_added ${path}`,
      ),
      ...['home.at.height', 'home.marks[].height'].map((path) => `column_added ${path}`),
    ])
    await database().sql('ALTER TABLE people DROP COLUMN lived, DROP COLUMN home')
    expect(await after('ALTER TYPE address DROP ATTRIBUTE street')).toEqual(['column_deleted lives.street'])
    expect(await after('ALTER TYPE address RENAME ATTRIBUTE "zip code" TO zip')).toEqual([
      'column_deleted lives.zip code',
      'column_added lives.zip',
    ])
  })

  test('a type that was renamed or moved is the same one', async () => {
    await database().sql('CREATE SCHEMA other')
    expect(await after('ALTER TYPE mood RENAME TO feeling')).toEqual([])
    expect(await after('ALTER TYPE address SET SCHEMA other; ALTER DOMAIN amount SET SCHEMA other')).toEqual(
      [],
    )
    expect(
      await after(
        `CREATE TYPE mood AS ENUM ('good', 'bad'); ALTER TABLE people ALTER mood TYPE mood USING mood::text::mood`,
      ),
    ).toEqual(['type_changed mood unknown'])
  })

  test('a domain is told with what it stands over', async () => {
    expect(await after('ALTER TABLE people ALTER paid TYPE numeric(10,2)')).toEqual([
      'type_changed paid widening',
    ])
    expect(await after('ALTER TABLE people ALTER paid TYPE other.amount')).toEqual([
      'type_changed paid unknown',
    ])
    expect(await after('ALTER TABLE people ALTER paid TYPE numeric(8,2)')).toEqual([
      'type_changed paid narrowing',
    ])
    expect(await after('ALTER TABLE people ALTER paid TYPE text')).toEqual(['type_changed paid incompatible'])
  })

  test('another collation is drift, its default written out is none', async () => {
    expect(await after('ALTER TABLE people ALTER plain TYPE text COLLATE "C"')).toEqual([
      'type_changed plain incompatible',
    ])
    expect(await after('ALTER TABLE people ALTER plain TYPE text COLLATE "default"')).toEqual([
      'type_changed plain incompatible',
    ])
    expect(await after('ALTER TABLE people ALTER plain TYPE text')).toEqual([])
  })
})
