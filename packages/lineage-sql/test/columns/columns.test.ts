import { afterAll, describe, expect, it } from 'vitest'
import { sqlLineage } from '../../src/index.ts'
import { columnsOf, enginesOf, readColumnCases } from './read-column-cases.ts'

const cases = readColumnCases()
const parsers = {
  libpg: sqlLineage({ engines: ['libpg'] }),
  polyglot: sqlLineage({ engines: ['polyglot'] }),
  'node-sql-parser': sqlLineage({ engines: ['node-sql-parser'] }),
}
const plain = sqlLineage({ engines: ['plain'] })

afterAll(() => parsers.libpg[Symbol.asyncDispose]())

describe('column lineage', () => {
  it('has dozens of cases for each engine', () => {
    for (const engine of ['libpg', 'polyglot'] as const) {
      expect(cases.filter((each) => enginesOf(each).includes(engine)).length).toBeGreaterThanOrEqual(40)
    }
  })

  it.each(
    cases.flatMap((each) =>
      enginesOf(each).map((engine) => [`${engine}, ${each.name}`, engine, each] as const),
    ),
  )('%s', async (_name, engine, each) => {
    expect(await columnsOf(each, parsers[engine])).toEqual(each.expected)
  })

  it.each(cases.map((each) => [each.name, each] as const))(
    'by the plain grammar or not at all, %s',
    async (_name, each) => {
      const said = await columnsOf(each, plain)
      const isSilent = said.every((line) => line.endsWith('no second opinion'))
      expect(isSilent ? each.expected : said).toEqual(each.expected)
    },
  )
})
