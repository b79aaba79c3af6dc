import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { ended, runAegis, startAegis } from '../run-aegis.ts'

async function answersTo(
  lines: readonly (object | string)[],
  args: readonly string[],
): Promise<readonly Record<string, unknown>[]> {
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const { code, stdout, stderr } = await runAegis(['lineage', '--jsonl', ...args], input)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('aegis lineage --jsonl', () => {
  it('counts the names that several schemas of the search path may hold', async () => {
    const sql = ['set search_path to a, b', 'insert into t select * from c']
    const lines = sql.map((text, id) => ({ id, sql: text, session: 's' }))
    const [, answer] = await answersTo(lines, ['--dialect', 'postgresql'])
    expect(answer).toMatchObject({
      edges: [{ source: 'c', target: 't' }],
      reason: '2 names without a schema may be in several of the search path',
    })
  })

  it('answers a line with edges, columns, reads and writes', async () => {
    const sql = 'INSERT INTO Mart.Daily (day, total) SELECT d, sum(price) FROM Raw.Orders GROUP BY d'
    const [answer] = await answersTo([{ id: 'q1', sql, user: 'etl' }], ['--dialect', 'postgresql'])
    expect(answer).toMatchObject({
      id: 'q1',
      status: 'parsed',
      edges: [
        {
          source: 'raw.orders',
          target: 'mart.daily',
          confidence: 1,
          columns: [
            ['raw.orders', 'd', 'mart.daily', 'day'],
            ['raw.orders', 'price', 'mart.daily', 'total'],
          ],
        },
      ],
      reads: ['raw.orders'],
      writes: ['mart.daily'],
    })
  })

  it.each([
    ['INSERT INTO shop.t (a) VALUES (1), (2)', ['shop.t']],
    ['UPDATE shop.t AS x SET a = 1', ['shop.t']],
    ['DELETE FROM shop.t WHERE a = 1', ['shop.t']],
    ['MERGE INTO shop.t USING (VALUES (1)) v (a) ON t.a = v.a WHEN MATCHED THEN DELETE', ['shop.t']],
    ['BEGIN; INSERT INTO shop.t VALUES (1); ROLLBACK', []],
    ['SELECT * FROM shop.t', []],
  ])('%s names what it writes, though nothing flows', async (sql, writes) => {
    const [answer] = await answersTo([{ id: 1, sql }], ['--dialect', 'postgresql'])
    expect(answer).toMatchObject({ status: 'irrelevant', edges: [], writes })
  })

  it.each([
    ['postgresql', 'INSERT INTO S.T SELECT * FROM "S"."B c"', 's.t', '"S"."B c"'],
    ['snowflake', 'INSERT INTO s.t SELECT * FROM db.s."b"', 'S.T', 'DB.S."b"'],
    ['bigquery', 'INSERT INTO `my-p.s.T` SELECT * FROM s.b', 'my-p.s.T', 's.b'],
    ['databricks', 'INSERT INTO S.T SELECT * FROM Cat.S.B', 's.t', 'cat.s.b'],
    ['ansi', 'INSERT INTO S.T SELECT * FROM s.b', 'S.T', 's.b'],
  ])('folds and quotes names as %s does', async (dialect, sql, target, source) => {
    const answers = await answersTo(
      [
        { id: 1, sql, dialect },
        { id: 2, sql },
      ],
      ['--dialect', dialect],
    )
    expect(answers).toMatchObject([{ edges: [{ source, target }] }, { edges: [{ source, target }] }])
  })

  it('looks names up with the defaults of the line, else with those of the flags', async () => {
    const sql = 'INSERT INTO t SELECT * FROM s.b'
    const answers = await answersTo(
      [
        { id: 1, sql },
        { id: 2, sql, default_catalog: 'D', default_schema: '"m"' },
        { id: 3, sql, default_schema: null },
      ],
      ['--dialect', 'snowflake', '--default-schema', 'public'],
    )
    expect(answers).toMatchObject([
      { edges: [{ source: 'S.B', target: 'PUBLIC.T' }] },
      { edges: [{ source: 'D.S.B', target: 'D."m".T' }] },
      { edges: [{ source: 'S.B', target: 'PUBLIC.T' }] },
    ])
  })

  it('gives a name that no schema is known for as it stands', async () => {
    const [answer] = await answersTo([{ id: 1, sql: 'INSERT INTO t SELECT * FROM u' }], ['-d', 'snowflake'])
    expect(answer).toMatchObject({ reads: ['U'], writes: ['T'] })
  })

  it('unites the statements of one text and says which was not understood', async () => {
    const sql =
      'INSERT INTO b SELECT * FROM a; oh no; INSERT INTO c SELECT * FROM b; INSERT INTO b SELECT * FROM a'
    const [answer] = await answersTo([{ id: 1, sql }], ['-d', 'ansi'])
    expect(answer).toMatchObject({
      status: 'parsed',
      edges: [
        { source: 'a', target: 'b' },
        { source: 'b', target: 'c' },
      ],
      reads: ['a'],
      writes: ['b', 'c'],
      reason: expect.stringMatching(/^statement 2: /),
    })
  })

  it.each([
    ['GRANT SELECT ON a TO b', 'irrelevant'],
    ['', 'irrelevant'],
    ['{{ config() }} select 1', 'unparsed'],
  ])('says why nothing flows: %s', async (sql, status) => {
    const [answer] = await answersTo([{ id: 1, sql }], ['-d', 'postgresql'])
    expect(answer).toEqual({ id: 1, status, edges: [], reads: [], writes: [], reason: expect.any(String) })
  })

  it('answers a broken line with what is wrong where, and goes on', async () => {
    const broken = [
      ['not json', null, 'line 1: the line is not JSON'],
      ['{"id":2,"sql":7}', 2, 'line 2: field "sql" must be a string'],
      ['{"id":3}', 3, 'line 3: field "sql" is missing'],
      ['{"sql":"select 1"}', null, 'line 4: field "id" is missing'],
      ['[]', null, 'line 5: the line must be a JSON object'],
      ['', null, 'line 6: the line is empty'],
      ['{"id":7,"sql":"x","dialect":"oracle"}', 7, /line 7: field "dialect": There is no dialect "oracle"/],
      ['{"id":8,"sql":"x","session":{}}', 8, 'line 8: field "session" must be a string or a number'],
    ] as const
    const good = { id: 9, sql: 'INSERT INTO a SELECT * FROM b' }
    const answers = await answersTo([...broken.map(([line]) => line), good], ['-d', 'ansi'])
    expect(answers).toHaveLength(9)
    for (const [index, [, id, reason]] of broken.entries()) {
      expect(answers[index]).toMatchObject({ id, status: 'invalid', edges: [], reads: [], writes: [] })
      expect(answers[index]?.reason).toMatch(reason)
    }
    expect(answers[8]).toMatchObject({ id: 9, status: 'parsed' })
  })

  it('gives an id back as it came, of 64 bits as text', async () => {
    const lines = ['{"id": 1.5, "sql": ""}', '{"id":"ä","sql":""}', '{"sql":"", "id" : 1234567890123456789 }']
    const answers = await answersTo(lines, ['-d', 'ansi'])
    expect(answers.map(({ id }) => id)).toEqual([1.5, 'ä', '1234567890123456789'])
  })

  it('needs no --dialect where the lines name theirs', async () => {
    const lines = [
      { id: 1, sql: 'select 1', dialect: 'Postgres' },
      { id: 2, sql: 'select 1' },
    ]
    const answers = await answersTo(lines, [])
    expect(answers).toMatchObject([{ status: 'irrelevant' }, { status: 'invalid' }])
    expect(answers[1]?.reason).toMatch(/no --dialect is given/)
  })

  it('answers each line before the next has come', async () => {
    const child = startAegis(['lineage', '--jsonl', '--dialect', 'ansi'])
    const end = ended(child)
    const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    for (const id of [1, 2, 3]) {
      child.stdin.write(`${JSON.stringify({ id, sql: `INSERT INTO t${id} SELECT * FROM s` })}\n`)
      const { value } = await output.next()
      expect(JSON.parse(value ?? 'null')).toMatchObject({ id, writes: [`t${id}`] })
    }
    child.stdin.end()
    expect((await end).code).toBe(0)
  })

  it('ends quietly when its reader does', async () => {
    const child = startAegis(['lineage', '--jsonl', '--dialect', 'ansi', '--tables-only'])
    const end = ended(child)
    const line = `${JSON.stringify({ id: 1, sql: 'INSERT INTO a SELECT * FROM b' })}\n`
    child.stdin.on('error', () => undefined)
    child.stdout.once('data', () => child.stdout.destroy())
    const feed = setInterval(() => child.stdin.write(line.repeat(1_000)), 5)
    const { code, stderr } = await end
    clearInterval(feed)
    expect([code, stderr]).toEqual([0, ''])
  })

  it('answers 100,000 lines in order in little memory, however slow the reader is', async () => {
    const count = 100_000
    // Input, and answers if they were kept, are larger than the memory that the child may use.
    const child = startAegis(['lineage', '--jsonl', '--dialect', 'snowflake', '--tables-only'], {
      node: ['--max-old-space-size=80'],
    })
    const padding = `/* ${'x'.repeat(600)} */`
    const long = 'a'.repeat(200)
    const closed = once(child, 'close')
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    // A child that dies is seen by its answers.
    child.stdin.on('error', () => undefined)
    const feed = (async () => {
      for (let id = 0; id < count; id += 100) {
        const lines = Array.from({ length: 100 }, (_, index) =>
          JSON.stringify({
            id: id + index,
            sql: `INSERT INTO s.${long} SELECT * FROM s.t${id + index} ${padding}`,
            session: String((id + index) % 20_000),
          }),
        )
        if (!child.stdin.write(`${lines.join('\n')}\n`)) await once(child.stdin, 'drain')
      }
      child.stdin.end()
    })().catch(() => undefined)
    let next = 0
    for await (const line of createInterface({ input: child.stdout })) {
      const { id, reads } = JSON.parse(line)
      if (id !== next || reads[0] !== `S.T${next}`) throw new Error(`expected answer ${next}, got ${line}`)
      next += 1
    }
    const [code] = await closed
    expect([code, stderr]).toEqual([0, ''])
    expect(next).toBe(count)
    await feed
  })
})
