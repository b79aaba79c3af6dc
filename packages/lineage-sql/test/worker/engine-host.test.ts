import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { sqlLineage } from '../../src/index.ts'
import { engineHost } from '../../src/worker/engine-host.ts'
import { WORST } from './worst.ts'

const host = engineHost()
afterAll(() => host.stop())

const SIMPLE = 'INSERT INTO t (x) SELECT a FROM s'

describe('the thread of the engines', () => {
  it('reads with each engine, also after a text that none understands', async () => {
    for (const engine of ['libpg', 'polyglot', 'node-sql-parser'] as const) {
      const before = await host.read(engine, SIMPLE, 'postgresql', 'lineage')
      const wrong = await host.read(engine, 'SELECT FROM FROM', 'postgresql', 'lineage')
      const after = await host.read(engine, SIMPLE, 'postgresql', 'lineage')
      expect([before.ok, wrong.ok, after]).toEqual([true, false, before])
    }
  })

  it('answers many requests at once, each its own', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `s${index}`)
    const readings = await Promise.all(
      names.map((name) =>
        host.read('libpg', `INSERT INTO t SELECT * FROM ${name}`, 'postgresql', 'inspection'),
      ),
    )
    const tables = readings.map((reading) =>
      reading.ok
        ? reading.statements[0]?.inspection?.tables.map(({ parts }) => parts[0]?.text).sort()
        : reading.reason,
    )
    expect(tables).toEqual(names.map((name) => [name, 't']))
  })

  it('takes a new thread after a trap and loses none of the others', async () => {
    const trapping = engineHost()
    const deep = `SELECT ${'('.repeat(10_000)}`
    const texts = Array.from({ length: 60 }, (_, index) => (index % 20 === 7 ? deep : SIMPLE))
    const readings = await Promise.all(
      texts.map((sql) => trapping.read('libpg', sql, 'postgresql', 'lineage')),
    )
    expect(readings.map(({ ok }) => ok)).toEqual(texts.map((sql) => sql === SIMPLE))
    expect(trapping.started()).toBe(4)
    await trapping.stop()
  })

  it('gives up on what takes too long, and goes on with the rest', async () => {
    const hurried = engineHost({ timeLimitMs: 200 })
    // A first statement, so that loading is not what takes the time.
    await hurried.read('polyglot', SIMPLE, 'snowflake', 'lineage')
    const slow = `SELECT ${Array.from({ length: 120_000 }, (_, index) => `f(c${index} + ${index}) AS d${index}`).join(', ')} FROM s`
    const [late, next] = await Promise.all([
      hurried.read('polyglot', slow, 'snowflake', 'lineage'),
      hurried.read('polyglot', SIMPLE, 'snowflake', 'lineage'),
    ])
    expect(late).toEqual({ ok: false, reason: 'took longer than 200 ms', trapped: false })
    expect(next.ok).toBe(true)
    await hurried.stop()
  })

  it('begins again after a stop, and loses nothing that was asked before it', async () => {
    const stopped = engineHost()
    const asked = stopped.read('libpg', SIMPLE, 'postgresql', 'lineage')
    await new Promise((resolve) => setImmediate(resolve))
    await stopped.stop()
    expect((await asked).ok).toBe(true)
    expect((await stopped.read('libpg', SIMPLE, 'postgresql', 'lineage')).ok).toBe(true)
    await stopped.stop()
  })

  it('reads nothing more for who aborted, and what others asked', async () => {
    const shared = engineHost()
    const controller = new AbortController()
    const { signal } = controller
    const given = Array.from({ length: 500 }, () =>
      shared.read('libpg', SIMPLE, 'postgresql', 'lineage', signal),
    )
    const other = shared.read('libpg', SIMPLE, 'postgresql', 'lineage')
    controller.abort()
    expect((await other).ok).toBe(true)
    const readings = await Promise.all(given)
    const dropped = readings.filter((reading) => !reading.ok && reading.reason === 'aborted')
    expect(dropped.length).toBeGreaterThanOrEqual(400)
    await shared.stop()
  })

  it('takes the next thread after so much text', async () => {
    const thrifty = engineHost({ recycleAfter: 100 })
    for (let round = 0; round < 8; round += 1) {
      expect((await thrifty.read('libpg', SIMPLE, 'postgresql', 'lineage')).ok).toBe(true)
    }
    expect(thrifty.started()).toBeGreaterThan(1)
    await thrifty.stop()
  })

  it('keeps no process alive', async () => {
    const script = `
      import { sqlLineage } from '@aegis/lineage-sql'
      const { statements } = await sqlLineage({ engines: ['polyglot'] }).analyze(${JSON.stringify(SIMPLE)}, 'snowflake')
      console.log(statements[0].agreement)`
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@aegis/source', '--input-type=module', '--eval', script],
      { cwd: new URL('../..', import.meta.url), timeout: 30_000 },
    )
    expect(stdout.trim()).toBe('agreed')
  })
})

describe('the worst texts', () => {
  const parser = sqlLineage({ engines: ['libpg', 'polyglot'] })

  it.each(
    WORST.flatMap(([name, sql]) =>
      (['postgresql', 'snowflake'] as const).map((of) => [name, of, sql] as const),
    ),
  )('%s in %s cost no more than the second opinion', async (_name, dialect, sql) => {
    const tables = (result: ReturnType<typeof parser.parse>): unknown =>
      result.statements.map((each) =>
        each.status === 'parsed' ? [each.target, each.sources.map(({ name }) => name)] : each,
      )
    expect(tables(await parser.analyze(sql, dialect))).toEqual(tables(parser.parse(sql, dialect)))
    const { statements } = await parser.analyze(SIMPLE, dialect)
    expect(statements[0]).toMatchObject({ status: 'parsed', agreement: 'agreed' })
  })

  it('leave the memory as it is, a thousand times over', async () => {
    const run = async (times: number): Promise<void> => {
      for (let round = 0; round < times; round += 1) {
        const [, sql] = WORST[round % WORST.length] ?? ['', '']
        if (sql.length < 60_000) await parser.analyze(sql, round % 2 === 0 ? 'postgresql' : 'snowflake')
      }
    }
    await run(200)
    const before = process.memoryUsage().rss
    await run(1_000)
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(250)
  })
})
