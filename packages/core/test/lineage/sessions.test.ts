import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../src/testing/index.ts'
import { logged, readInto, standing, standingAfter } from './logged.ts'

type Case = readonly [what: string, lines: readonly string[], expected: readonly string[]]

describe('temporary tables', () => {
  it.each<Case>([
    [
      'are stitched out',
      ['1 s create temp table t <- raw.a, raw.b', '2 s mart.m <- t'],
      ['raw.a > mart.m', 'raw.b > mart.m'],
    ],
    [
      'are stitched over several of them',
      ['1 s create temp table t <- raw.a', '2 s create temp table u <- t, raw.b', '3 s mart.m <- u'],
      ['raw.a > mart.m', 'raw.b > mart.m'],
    ],
    [
      'hold all that was put into them',
      ['1 s create temp table t <- raw.a', '2 s t <- raw.b', '3 s mart.m <- t'],
      ['raw.a > mart.m', 'raw.b > mart.m'],
    ],
    [
      'of one name used twice do not connect the two uses',
      [
        '1 s create temp table t <- raw.a',
        '2 s mart.m <- t',
        '3 s create temp table t <- raw.b',
        '4 s mart.n <- t',
      ],
      ['raw.a > mart.m', 'raw.b > mart.n'],
    ],
    [
      'of one name in two sessions are two tables',
      [
        '1 s create temp table t <- raw.a',
        '2 r create temp table t <- raw.b',
        '3 s mart.m <- t',
        '4 r mart.n <- t',
      ],
      ['raw.a > mart.m', 'raw.b > mart.n'],
    ],
    [
      'are gone when dropped, empty when emptied',
      [
        '1 s create temp table t <- raw.a',
        '2 s truncate t',
        '3 s mart.m <- t',
        '4 s drop t',
        '5 s mart.n <- t',
      ],
      [],
    ],
    [
      'go by their new name when renamed',
      ['1 s create temp table t <- raw.a', '2 s rename t to u', '3 s mart.m <- u', '4 s mart.n <- t'],
      ['raw.a > mart.m'],
    ],
    [
      'are met by a schema of their own too',
      ['1 s create temp table t <- raw.a', '2 s mart.m <- pg_temp.t', '3 s mart.n <- public.t'],
      ['public.t > mart.n', 'raw.a > mart.m'],
    ],
    [
      'that come back to their own source make no edge',
      ['1 s create temp table t <- raw.a', '2 s raw.a <- t'],
      [],
    ],
    [
      'are run in the order of time, not of the log',
      ['2 s mart.m <- t', '1 s create temp table t <- raw.a'],
      ['raw.a > mart.m'],
    ],
    [
      'without a session hold within one script only',
      ['1 - create temp table t <- raw.a;mart.m <- t', '2 - mart.n <- t'],
      ['raw.a > mart.m'],
    ],
  ])('%s', async (_what, lines, expected) => {
    expect(await standingAfter(lines)).toEqual(expected)
  })

  it('make edges that are derived and count their runs', async () => {
    const edges = await readInto(memoryStore(), [
      { entries: logged(['1 s create temp table t <- raw.a', '2 s mart.m <- t', '3 s mart.m <- t']) },
    ])
    expect(edges).toMatchObject([
      { source: 'raw.a', target: 'mart.m', relationship: 'derived', confidence: 1, observations: 2 },
    ])
  })

  it('hide a real table of that name from their own session alone', async () => {
    const lines = ['1 s create temp table t <- raw.a', '2 s mart.m <- t', '3 r mart.n <- t']
    expect(await standingAfter(lines, ['public.t'])).toEqual(['public.t > mart.n', 'raw.a > mart.m'])
  })
})

describe('a session that goes on from one reading to the next', () => {
  type Readings = readonly (readonly [minute: number, lines: readonly string[]])[]
  const standingAt = async (readings: Readings, known: readonly string[] = []) => {
    const store = memoryStore()
    const parts = readings.map(([minute, lines]) => ({ minute, entries: logged(lines), known }))
    return standing(await readInto(store, parts))
  }

  it.each<[string, Readings, readonly string[]]>([
    [
      'keeps its temporary tables',
      [
        [100, ['1 s create temp table t <- raw.a']],
        [300, ['250 s mart.m <- t']],
        [900, ['800 s mart.n <- t']],
      ],
      ['raw.a > mart.m', 'raw.a > mart.n'],
    ],
    [
      'keeps what it puts into them later',
      [
        [100, ['1 s create temp table t <- raw.a']],
        [300, ['150 s t <- raw.b']],
        [900, ['800 s mart.m <- t']],
      ],
      ['raw.a > mart.m', 'raw.b > mart.m'],
    ],
    [
      'forgets one that it drops',
      [
        [100, ['1 s create temp table t <- raw.a']],
        [300, ['150 s drop t']],
        [900, ['800 s mart.m <- t']],
      ],
      [],
    ],
    [
      'keeps the newest of a name, though the reading before is read again in part',
      [
        [100, ['1 s create temp table t <- raw.a', '90 s create temp table t <- raw.b']],
        [300, ['90 s create temp table t <- raw.b', '250 s mart.m <- t']],
      ],
      ['raw.b > mart.m'],
    ],
    [
      'does not read with a table what ran before it was made',
      [
        [100, ['50 s mart.m <- t', '60 s create temp table t <- raw.a']],
        [130, ['50 s mart.m <- t', '60 s create temp table t <- raw.a']],
        [190, ['100 s mart.n <- t']],
      ],
      ['raw.a > mart.n'],
    ],
    [
      'keeps what it chose to look names up in',
      [
        [100, ['1 s use app']],
        [300, ['250 s t <- a']],
      ],
      ['app.a > app.t'],
    ],
    [
      'and shares nothing with other sessions',
      [
        [100, ['1 s create temp table t <- raw.a']],
        [300, ['250 r mart.m <- t']],
      ],
      [],
    ],
  ])('%s', async (_what, readings, expected) => {
    expect(await standingAt(readings)).toEqual(expected)
  })

  it.each<[string, Readings, readonly string[]]>([
    ['is not taken for granted', [[40, ['10 s begin', '20 s mart.m <- raw.a']]], []],
    [
      'leaves nothing when its rollback comes in a later reading',
      [
        [40, ['10 s begin', '20 s mart.m <- raw.a', '25 r mart.n <- raw.a']],
        [60, ['10 s begin', '20 s mart.m <- raw.a', '25 r mart.n <- raw.a', '50 s rollback']],
      ],
      ['raw.a > mart.n'],
    ],
    [
      'leaves all when its commit does',
      [
        [40, ['10 s begin', '20 s mart.m <- raw.a']],
        [60, ['10 s begin', '20 s mart.m <- raw.a', '50 s commit']],
      ],
      ['raw.a > mart.m'],
    ],
    [
      'changes no table before it ends',
      [
        [30, ['1 s mart.m <- raw.a']],
        [40, ['1 s mart.m <- raw.a', '35 s begin', '36 s drop mart.m']],
        [60, ['1 s mart.m <- raw.a', '35 s begin', '36 s drop mart.m', '50 s rollback']],
      ],
      ['raw.a > mart.m'],
    ],
    ['counts as committed after an hour', [[80, ['10 s begin', '20 s mart.m <- raw.a']]], ['raw.a > mart.m']],
  ])('a transaction that is open %s', async (_what, readings, expected) => {
    expect(await standingAt(readings)).toEqual(expected)
  })

  it('counts the runs of a transaction once, when it has ended', async () => {
    const lines = ['10 s mart.m <- raw.a', '10 s begin', '10 s mart.m <- raw.a', '50 s commit']
    const readings = [
      { minute: 40, entries: logged(lines.slice(0, 3)) },
      { minute: 60, entries: logged(lines) },
      { minute: 65, entries: logged(lines) },
    ]
    expect(await readInto(memoryStore(), readings)).toMatchObject([{ observations: 2 }])
  })

  it('begins anew where its state cannot be read', async () => {
    const store = memoryStore()
    await readInto(store, [{ minute: 100, entries: logged(['1 s create temp table t <- raw.a']) }])
    const { coverage } = await store.getLineageStatus(1)
    if (coverage === null) throw new Error('it was read')
    const at = new Date(Date.UTC(2026, 1, 1, 2))
    for (const broken of ['', '{', '{"version":2}', '{"version":1,"since":1,"states":[["s",{}]]}']) {
      const cursors = { query_log_sessions: broken }
      await store.saveLineage({ connectionId: 1, edges: [], closures: [], cursors, coverage, at })
      const edges = await readInto(store, [{ minute: 300, entries: logged(['250 s mart.m <- t']) }])
      expect(standing(edges)).toEqual([])
    }
  })
})

describe('the scope of a session', () => {
  it.each<Case>([
    ['holds from one entry to the next', ['1 s use app', '2 s t <- a'], ['app.a > app.t']],
    ['ends with the session', ['1 s use app', '2 r t <- a'], []],
    ['changes', ['1 s use app', '2 s use raw', '3 s t <- a'], ['raw.a > raw.t']],
    ['holds in one script without a session', ['1 - use app;t <- a', '2 - u <- a'], ['app.a > app.t']],
    [
      'goes back with a rollback',
      ['1 s use app', '2 s begin', '3 s use raw', '4 s rollback', '5 s t <- a'],
      ['app.a > app.t'],
    ],
  ])('%s', async (_what, lines, expected) => {
    expect(await standingAfter(lines)).toEqual(expected)
  })

  it('of several schemas finds the first that has the table, and makes new ones in the first', async () => {
    const lines = ['1 s use app,raw', '2 s create table n <- a', '3 s t <- nowhere']
    expect(await standingAfter(lines, ['raw.a', 'app.t'])).toEqual(['raw.a > app.n'])
  })

  it('gives way to the log where that says another', async () => {
    const [use, read, later] = logged(['1 s use app', '2 s t <- a', '3 s u <- a'])
    if (use === undefined || read === undefined || later === undefined) throw new Error('three entries')
    const inPublic = { defaultSchema: 'public' }
    const entries = [
      { ...use, ...inPublic },
      { ...read, ...inPublic },
      { ...later, defaultSchema: 'raw' },
    ]
    expect(standing(await readInto(memoryStore(), [{ entries }]))).toEqual(['app.a > app.t', 'raw.a > raw.u'])
  })
})

describe('a transaction', () => {
  it.each<Case>([
    ['that is rolled back leaves nothing', ['1 s begin', '2 s mart.m <- raw.a', '3 s rollback'], []],
    [
      'that is committed leaves all',
      ['1 s begin', '2 s mart.m <- raw.a', '3 s commit', '4 s rollback'],
      ['raw.a > mart.m'],
    ],
    ['touches no other session', ['1 s begin', '2 r mart.m <- raw.a', '3 s rollback'], ['raw.a > mart.m']],
    [
      'takes temporary tables back',
      [
        '1 s create temp table t <- raw.a',
        '2 s begin',
        '3 s create temp table t <- raw.b',
        '4 s rollback',
        '5 s mart.m <- t',
      ],
      ['raw.a > mart.m'],
    ],
    [
      'takes drops and renames back',
      ['1 s mart.m <- raw.a', '2 s begin', '3 s drop mart.m', '4 s rename raw.a to raw.b', '5 s rollback'],
      ['raw.a > mart.m'],
    ],
    ['in one script counts too', ['1 - begin;mart.m <- raw.a;rollback;mart.n <- raw.a'], ['raw.a > mart.n']],
  ])('%s', async (_what, lines, expected) => {
    expect(await standingAfter(lines)).toEqual(expected)
  })
})

describe('renames, swaps, drops', () => {
  it.each<Case>([
    [
      'a renamed table takes its edges along',
      ['1 s a.t <- raw.a', '2 s mart.m <- a.t', '3 s rename a.t to u'],
      ['a.u > mart.m', 'raw.a > a.u'],
    ],
    [
      'any number of times',
      ['1 s a.t <- raw.a', '2 s rename a.t to u', '3 s rename a.u to v', '4 s rename a.v to t'],
      ['raw.a > a.t'],
    ],
    [
      'a build in place by two renames gives the new source to the old name, which keeps its readers',
      [
        '1 s a.m <- raw.old',
        '2 s mart.dash <- a.m',
        '10 s begin',
        '10 s create table a.m__dbt_tmp <- raw.new',
        '10 s rename a.m to m__dbt_backup',
        '10 s rename a.m__dbt_tmp to m',
        '10 s commit',
        '11 s drop a.m__dbt_backup',
      ],
      ['a.m > mart.dash', 'raw.new > a.m'],
    ],
    [
      'two tables that swap exchange what feeds them, readers stay with the name',
      ['1 s a.blue <- raw.b', '2 s a.green <- raw.g', '3 s mart.m <- a.blue', '4 s swap a.blue with a.green'],
      ['a.blue > mart.m', 'raw.b > a.green', 'raw.g > a.blue'],
    ],
    [
      'swapped twice is as before',
      ['1 s a.x <- raw.x', '2 s a.y <- raw.y', '3 s swap a.x with a.y', '4 s swap a.x with a.y'],
      ['raw.x > a.x', 'raw.y > a.y'],
    ],
    ['a dropped table ends its edges', ['1 s a.t <- raw.a', '2 s mart.m <- a.t', '3 s drop a.t'], []],
    [
      'a table made anew keeps its readers and forgets what fed it',
      ['1 s a.t <- raw.a', '2 s mart.m <- a.t', '3 s drop a.t', '4 s create table a.t <- raw.b'],
      ['a.t > mart.m', 'raw.b > a.t'],
    ],
    [
      'an emptied table ends what fed it',
      ['1 s a.t <- raw.a', '2 s mart.m <- a.t', '3 s truncate a.t', '4 s a.t <- raw.b'],
      ['a.t > mart.m', 'raw.b > a.t'],
    ],
    ['at one time the order of the session holds', ['1 s truncate a.t', '1 s a.t <- raw.a'], ['raw.a > a.t']],
    ['and in one script', ['1 - drop a.t;create table a.t <- raw.a'], ['raw.a > a.t']],
    [
      'what passed through a table that its session made and dropped stays',
      [
        '1 s create table w.one <- raw.a',
        '2 s create table w.two <- w.one, raw.b',
        '3 s mart.m <- w.two',
        '4 s drop w.one',
        '5 s drop w.two',
      ],
      ['raw.a > mart.m', 'raw.b > mart.m'],
    ],
    [
      'but not through one that another session dropped, nor one that was there before',
      [
        '1 s create table w.one <- raw.a',
        '2 s mart.m <- w.one',
        '3 r drop w.one',
        '4 s w.two <- raw.a',
        '5 s mart.m <- w.two',
        '6 s drop w.two',
      ],
      [],
    ],
    [
      'nor what a rollback took back',
      [
        '1 s create table w.one <- raw.a',
        '2 s begin',
        '3 s mart.m <- w.one',
        '4 s rollback',
        '5 s drop w.one',
      ],
      [],
    ],
    ['another session may do it', ['1 s a.t <- raw.a', '2 r rename a.t to u'], ['raw.a > a.u']],
  ])('%s', async (_what, lines, expected) => {
    expect(await standingAfter(lines)).toEqual(expected)
  })

  it('reach edges of earlier readings, and read again change nothing', async () => {
    const store = memoryStore()
    const first = logged(['1 s a.t <- raw.a', '2 s mart.m <- a.t'])
    const later = logged(['100 s rename a.t to u'])
    await readInto(store, [
      { entries: first, minute: 10 },
      { entries: later, minute: 120 },
    ])
    const once = await store.listEdges(1)
    expect(standing(once)).toEqual(['a.u > mart.m', 'raw.a > a.u'])
    await readInto(store, [{ entries: later, minute: 130 }])
    expect(await store.listEdges(1)).toEqual(once)
  })

  it('leave no trace of a table that only stood in between', async () => {
    const edges = await readInto(memoryStore(), [
      { entries: logged(['1 s create table a.tmp <- raw.a', '2 s rename a.tmp to m']) },
    ])
    expect(edges.map(({ source, target }) => `${source} > ${target}`)).toEqual(['raw.a > a.m'])
  })

  it('an edge that ended stands again when it is seen later', async () => {
    const store = memoryStore()
    await readInto(store, [
      { entries: logged(['1 s a.t <- raw.a', '2 s drop a.t']), minute: 10 },
      { entries: logged(['50 s a.t <- raw.a']), minute: 60 },
    ])
    expect(standing(await store.listEdges(1))).toEqual(['raw.a > a.t'])
  })
})

describe('a log that counts runs', () => {
  const undated = (lines: readonly string[]) =>
    logged(lines).map((entry) => ({
      ...entry,
      notBefore: null,
      textState: 'normalized' as const,
      sessionId: null,
    }))
  const after = async (lines: readonly string[], known: readonly string[]) =>
    standing(await readInto(memoryStore(), [{ entries: undated(lines), known }]))

  it('takes a table that is gone and was renamed once for the table it became', async () => {
    const lines = [
      '1 - drop a.m__dbt_backup',
      '1 - rename a.m__dbt_tmp to m',
      '1 - rename a.m to m__dbt_backup',
      '1 - create table a.m__dbt_tmp <- raw.a',
      '1 - mart.dash <- a.m',
    ]
    expect(await after(lines, ['a.m', 'raw.a', 'mart.dash'])).toEqual(['a.m > mart.dash', 'raw.a > a.m'])
  })

  it('does not guess between two names', async () => {
    const lines = ['1 - a.t <- raw.a', '1 - rename a.t to u', '1 - rename a.t to v']
    expect(await after(lines, ['raw.a', 'a.u', 'a.v'])).toEqual(['raw.a > a.t'])
  })

  it('ends a dropped table only when the catalog has it no more', async () => {
    const lines = ['1 - a.t <- raw.a', '1 - drop a.t']
    expect(await after(lines, ['raw.a'])).toEqual([])
    expect(await after(lines, ['raw.a', 'a.t'])).toEqual(['raw.a > a.t'])
  })
})
