import { sqlLineage } from '@aegis/lineage-sql'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { answerLines, type LineageAnswer } from '../../src/index.ts'

const sql = fc.constantFrom(
  'INSERT INTO b SELECT * FROM a',
  'INSERT INTO s.c SELECT x.id FROM t AS x',
  'INSERT INTO t SELECT * FROM a',
  'CREATE TEMP TABLE t AS SELECT * FROM a',
  'CREATE TABLE t AS SELECT * FROM s.d',
  'DROP TABLE t',
  'ALTER TABLE t RENAME TO a',
  'SET search_path TO x',
  'SET search_path TO y',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'SELECT * FROM t',
  'BEGIN; INSERT INTO b SELECT * FROM t; ROLLBACK',
)
const session = fc.constantFrom('one', 'two', null)
const schema = fc.constantFrom('m', 'n', null)
const lines = fc.array(fc.record({ sql, session, default_schema: schema }), { maxLength: 40 })

async function answersTo(requests: readonly object[]): Promise<readonly LineageAnswer[]> {
  async function* batches() {
    yield requests.map((request, id) => JSON.stringify({ id, ...request }))
  }
  const options = { parser: sqlLineage(), columns: false, dialect: 'postgresql' }
  const answers: LineageAnswer[] = []
  for await (const some of answerLines(batches(), { ...options, defaultCatalog: null, defaultSchema: null }))
    answers.push(...some)
  return answers
}

it('answers a text that comes again as if it had never come before', async () => {
  await fc.assert(
    fc.asyncProperty(lines, async (drawn) => {
      const everyTextNew = drawn.map((line, index) => ({ ...line, sql: `${line.sql} -- ${index}` }))
      expect(await answersTo(drawn)).toEqual(await answersTo(everyTextNew))
    }),
    { numRuns: 200 },
  )
})
