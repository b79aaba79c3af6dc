import { beforeAll, expect, test } from 'vitest'
import {
  canonicalType,
  compareTypes,
  type TypeComparison,
} from '../../core/src/sentinels/schema/types/index.ts'
import { describeOnPostgres } from './database.ts'
import { judge, type Server, serverWithAllTypes } from './type-server.ts'
import { SPELLINGS, TYPES } from './type-values.ts'

describeOnPostgres('the verdict on two types', (database, version) => {
  let server: Server
  beforeAll(async () => {
    server = await serverWithAllTypes(database())
  })

  test('is for every pair what the server does with the values at the edges', async () => {
    const wrong: string[] = []
    const counts: Record<string, number> = {}
    for (const [a, [before]] of TYPES.entries()) {
      for (const [b, [after]] of TYPES.entries()) {
        if (a === b) continue
        const { verdict, reason } = await judge(server, a, b)
        const ours: TypeComparison = compareTypes(before, after, 'postgresql')
        counts[verdict] = (counts[verdict] ?? 0) + 1
        if (ours.verdict !== verdict) {
          wrong.push(
            `${before} -> ${after}: ${ours.verdict} (${ours.rule}); the server: ${verdict} (${reason})`,
          )
        }
      }
    }
    process.stdout.write(`PostgreSQL ${version}: ${JSON.stringify(counts)}\n`)
    expect(wrong).toEqual([])
    expect(Object.keys(counts).sort()).toEqual(['equivalent', 'incompatible', 'narrowing', 'widening'])
  })

  test('is asked for every built-in type', async () => {
    const rows = await database().sql(
      `SELECT format_type(oid, NULL) AS type FROM pg_type
       WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm') AND typcategory <> 'A'`,
    )
    const asked = new Set(TYPES.map(([type]) => type.replace(/\(.*?\)/, '')))
    const forgotten = rows.map(({ type }) => String(type)).filter((type) => !asked.has(type))
    // What statistics and indexes keep for themselves: no value of these can be written.
    const internal = /^(pg_node_tree|pg_ndistinct|pg_dependencies|pg_mcv_list|pg_brin_.*|gtsvector)$/
    expect(forgotten.filter((type) => !internal.test(type))).toEqual([])
  })

  test('takes every spelling of the server for the type that the catalog then prints', async () => {
    const { sql } = database()
    for (const [index, spelling] of SPELLINGS.entries()) {
      await sql(`CREATE TABLE spelled_${index} (v ${spelling})`)
      const [row] = await sql(
        `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = 'v'`,
        [`spelled_${index}`],
      )
      const printed = String(row?.type)
      const { verdict } = compareTypes(spelling, printed, 'postgresql')
      expect([spelling, printed, verdict]).toEqual([
        spelling,
        printed,
        spelling === printed ? 'identical' : 'equivalent',
      ])
    }
  })

  test('has a canonical spelling that the server reads as the same type', async () => {
    const { sql } = database()
    for (const [n, [type]] of TYPES.entries()) {
      const canonical = canonicalType(type, 'postgresql')
      await sql(`CREATE TABLE canonical_${n} (v ${canonical})`)
      const [row] = await sql(
        `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = 'v'`,
        [`canonical_${n}`],
      )
      const { verdict } = compareTypes(type, String(row?.type), 'postgresql')
      expect([type, ['identical', 'equivalent'].includes(verdict)]).toEqual([type, true])
    }
  })

  test('is unknown of types that people made, whatever they are made of', async () => {
    const { sql } = database()
    await sql(
      `CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN amount AS numeric(10,2); CREATE TYPE pair AS (a int, b text)`,
    )
    await sql('CREATE TABLE made (a mood, b amount, c pair)')
    const rows = await sql(
      `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'made'::regclass AND attnum > 0`,
    )
    for (const { type } of rows) {
      for (const other of ['text', 'numeric(10,2)', 'public.feeling']) {
        expect(compareTypes(String(type), other, 'postgresql').verdict).toBe('unknown')
        expect(compareTypes(other, String(type), 'postgresql').verdict).toBe('unknown')
      }
    }
    expect(rows.map(({ type }) => type)).toEqual(['mood', 'amount', 'pair'])
    expect(compareTypes('mood[]', 'text[]', 'postgresql').verdict).toBe('unknown')
  })
})
