import { describe, expect, it } from 'vitest'
import { createLineageSession, type LineageSession } from '../../src/lineage/index.ts'
import type { Dialect } from '../../src/model/index.ts'
import type { ParsedStatement, StatementEffect, WrittenName } from '../../src/ports/index.ts'

type Column = readonly [source: string, target: string]

function name(text: string): WrittenName {
  return { parts: text.split('.').map((part) => ({ text: part, quoted: false })) }
}

function flow(
  target: string,
  sources: Readonly<Record<string, readonly Column[]>>,
  { temporary, kind = 'create_table_as' }: { temporary?: boolean; kind?: 'create_table_as' | 'insert' } = {},
): ParsedStatement {
  return {
    status: 'parsed',
    index: 0,
    kind,
    target: name(target),
    temporary,
    partial: false,
    sources: Object.entries(sources).map(([source, columns]) => ({
      name: name(source),
      relationship: 'direct',
      confidence: 0.8,
      columns: columns.map(([from, to]) => ({ source: from, target: to })),
    })),
  }
}

function effect(of: StatementEffect): ParsedStatement {
  return { status: 'irrelevant', index: 0, reason: of.effect, effect: of }
}

const make = (target: string, source: string): ParsedStatement =>
  flow(target, { [source]: [] }, { temporary: true })
const fill = (target: string, source: string): ParsedStatement =>
  flow(target, { [source]: [] }, { kind: 'insert' })
const drop = (table: string): ParsedStatement => effect({ effect: 'drop', table: name(table) })

const BEGIN = effect({ effect: 'begin' })
const COMMIT = effect({ effect: 'commit' })
const ROLLBACK = effect({ effect: 'rollback' })

const use = (...schemas: readonly string[]): ParsedStatement =>
  effect({ effect: 'set_context', searchPath: schemas.map((text) => ({ text, quoted: false })) })
const rename = (table: string, to: string): ParsedStatement =>
  effect({ effect: 'rename', table: name(table), to: name(to) })

/** Each statement in a text of its own; the edges of all. */
function edgesOf(session: LineageSession, statements: readonly ParsedStatement[]): readonly string[] {
  return statements.flatMap((statement) =>
    session.run([statement]).edges.map(({ source, target }) => `${source.key} > ${target.key}`),
  )
}

function writesOf(session: LineageSession, statements: readonly ParsedStatement[]): readonly string[] {
  return session.run(statements).writes.map(({ key }) => key)
}

const open = (dialect: Dialect = 'postgresql'): LineageSession => createLineageSession({ dialect })

describe('a session', () => {
  it.each<[string, readonly ParsedStatement[], readonly string[]]>([
    ['a temporary table is stitched out', [make('t', 's.a'), fill('s.b', 't')], ['s.a > s.b']],
    ['through several of them', [make('t', 's.a'), make('u', 't'), fill('s.b', 'u')], ['s.a > s.b']],
    [
      'filled more than once',
      [make('t', 's.a'), fill('t', 's.c'), fill('s.b', 't')],
      ['s.a > s.b', 's.c > s.b'],
    ],
    [
      'two uses of one name are two tables',
      [make('t', 's.a'), fill('s.b', 't'), make('t', 's.c'), fill('s.d', 't')],
      ['s.a > s.b', 's.c > s.d'],
    ],
    ['dropped, the name means a real table', [make('t', 's.a'), drop('t'), fill('s.b', 't')], ['t > s.b']],
    [
      'emptied, it feeds nothing',
      [make('t', 's.a'), effect({ effect: 'truncate', table: name('t') }), fill('s.b', 't')],
      [],
    ],
    [
      'renamed, it is found by its new name',
      [make('t', 's.a'), effect({ effect: 'rename', table: name('t'), to: name('u') }), fill('s.b', 'u')],
      ['s.a > s.b'],
    ],
    [
      'swapped, the two change what they hold',
      [
        make('t', 's.a'),
        make('u', 's.c'),
        effect({ effect: 'swap', table: name('t'), with: name('u') }),
        fill('s.b', 't'),
      ],
      ['s.c > s.b'],
    ],
    [
      'a rollback takes the temporary table and the search path back',
      [
        make('t', 's.a'),
        effect({ effect: 'begin' }),
        make('t', 's.c'),
        effect({ effect: 'set_context', searchPath: [{ text: 'x', quoted: false }] }),
        effect({ effect: 'rollback' }),
        fill('b', 't'),
      ],
      ['s.a > b'],
    ],
    [
      'a commit keeps it',
      [
        effect({ effect: 'begin' }),
        make('t', 's.c'),
        effect({ effect: 'commit' }),
        effect({ effect: 'rollback' }),
        fill('s.b', 't'),
      ],
      ['s.c > s.b'],
    ],
    [
      'the search path holds for what follows, and not for the temporary name',
      [
        make('t', 's.a'),
        effect({ effect: 'set_context', searchPath: [{ text: 'X', quoted: false }] }),
        fill('b', 't'),
        fill('b', 'c'),
      ],
      ['s.a > x.b', 'x.c > x.b'],
    ],
  ])('%s', (_what, statements, expected) => {
    expect(edgesOf(open(), statements)).toEqual(expected)
  })

  it('joins columns through a temporary table, and multiplies how sure it is', () => {
    const session = open()
    const columns: readonly Column[] = [
      ['price', 'p'],
      ['id', 'i'],
    ]
    session.run([flow('t', { 's.a': columns }, { temporary: true })])
    expect(session.run([flow('s.b', { t: [['P', 'total']] })]).edges).toMatchObject([
      {
        source: { key: 's.a' },
        target: { key: 's.b' },
        confidence: 0.8 * 0.8,
        columns: [{ source: 'price', target: 'total' }],
        usedColumns: ['id'],
      },
    ])
  })

  it('holds one flow from each source, however often it fills a temporary table', () => {
    const session = open()
    const fillWith = (column: string): ParsedStatement =>
      flow('t', { 's.a': [[column, column]] }, { kind: 'insert' })
    session.run([make('t', 's.x'), fillWith('id'), fillWith('price'), fillWith('id')])
    const read = flow('s.b', {
      t: [...(['id', 'price'] as const)].map((column) => [column, column] as const),
    })
    const edges = session
      .run([read])
      .edges.map(({ source, columns }) => [source.key, columns.map((pair) => pair.source)])
    expect(edges).toEqual([
      ['s.x', []],
      ['s.a', ['id', 'price']],
    ])
  })

  it('tells what a statement reads and writes even where its edge is kept back', () => {
    const { edges, reads, writes } = open().run([make('t', 's.a')])
    expect([edges, reads.map(({ key }) => key), writes.map(({ key }) => key)]).toEqual([[], ['s.a'], ['t']])
  })

  it('shows temporary tables as they are written where it is told to', () => {
    const session = createLineageSession({ dialect: 'postgresql', hidesTemporary: false })
    expect(edgesOf(session, [make('t', 's.a'), fill('s.b', 't')])).toEqual(['s.a > t', 't > s.b'])
  })

  it('believes a log that says something new, and not one that repeats itself', () => {
    const session = open()
    const seen = ['m', 'm', 'n'].map((defaultSchema, index) => {
      session.enter({ defaultSchema })
      const [written] = writesOf(session, [fill('t', 's.a')])
      if (index === 0) session.run([use('x')])
      return written
    })
    expect(seen).toEqual(['m.t', 'x.t', 'n.t'])
  })

  it.each<[string, Dialect, readonly ParsedStatement[], readonly string[]]>([
    ['undone', 'postgresql', [BEGIN, fill('s.b', 's.a'), ROLLBACK], []],
    [
      'undone but for what came before',
      'postgresql',
      [fill('s.b', 's.a'), BEGIN, fill('s.d', 's.c'), ROLLBACK],
      ['s.b'],
    ],
    ['kept by a commit', 'postgresql', [BEGIN, fill('s.b', 's.a'), COMMIT, ROLLBACK], ['s.b']],
    ['kept where nothing was begun', 'postgresql', [fill('s.b', 's.a'), ROLLBACK], ['s.b']],
    [
      'kept by DDL on Snowflake',
      'snowflake',
      [BEGIN, fill('s.b', 's.a'), drop('s.x'), ROLLBACK],
      ['S.B', 'S.X'],
    ],
    ['undone with DDL on PostgreSQL', 'postgresql', [BEGIN, fill('s.b', 's.a'), drop('s.x'), ROLLBACK], []],
  ])('what a text writes in a transaction is %s (%s)', (_what, dialect, statements, expected) => {
    const { writes, edges } = open(dialect).run(statements)
    expect(writes.map(({ key }) => key)).toEqual(expected)
    expect(edges.map(({ target }) => target.key)).toEqual(expected.slice(0, 1))
  })

  it('takes as many sources as a text can name', () => {
    const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`s.t${index}`, []]))
    expect(open().run([flow('s.b', many)]).edges).toHaveLength(200_000)
  })

  it.each([
    ['s.a', 'b', ['s.a', 's.b']],
    ['s.a', 'r.b', ['s.a', 'r.b']],
    ['a', 'b', ['a', 'b']],
  ])('of %s renamed to %s writes both', (table, to, expected) => {
    expect(writesOf(open(), [rename(table, to)])).toEqual(expected)
  })

  it('gives a renamed table the database of the session where only a schema is named', () => {
    const session = open('snowflake')
    session.enter({ defaultCatalog: 'D' })
    expect(writesOf(session, [rename('e.s.a', 'r.b'), rename('e.s.a', 'b')])).toEqual([
      'E.S.A',
      'D.R.B',
      'E.S.A',
      'E.S.B',
    ])
  })

  it('says when two sessions are alike', () => {
    const [one, other] = [open(), open()]
    one.enter({ defaultSchema: 'm' })
    other.run([use('m')])
    expect(one.state()).toBe(other.state())
    expect(one.state()).not.toBe(open().state())
    for (const statement of [BEGIN, make('t', 's.a')]) {
      const session = open()
      session.run([statement])
      expect(session.state()).toBeNull()
    }
  })
})

const with_ = (statement: ParsedStatement, more: object): ParsedStatement => ({ ...statement, ...more })
const own = (source: string): object => ({
  own: { name: name(source), relationship: 'direct', confidence: 0.8, columns: [] },
})
const savepoint = (text: string): ParsedStatement =>
  effect({ effect: 'savepoint', name: { text, quoted: false } })
const back = (text: string): ParsedStatement =>
  effect({ effect: 'rollback_to', name: { text, quoted: false } })
const release = (text: string): ParsedStatement =>
  effect({ effect: 'release', name: { text, quoted: false } })
const useLocally = (text: string): ParsedStatement =>
  effect({ effect: 'set_context', searchPath: [{ text, quoted: false }], isLocal: true })
const endsAtCommit = { dropsAtCommit: true }

describe('a temporary table', () => {
  it.each<[string, Dialect, readonly ParsedStatement[], readonly string[]]>([
    [
      'rebuilt from itself keeps what fed it',
      'snowflake',
      [make('t', 's.a'), with_(make('t', 's.b'), own('t')), fill('s.m', 't')],
      ['S.B > S.M', 'S.A > S.M'],
    ],
    [
      'made from the real table of its name comes from that',
      'snowflake',
      [use('s'), with_(flow('t', {}, { temporary: true }), own('t')), fill('r.m', 't')],
      ['S.T > R.M'],
    ],
    [
      'that is there already is not made again',
      'postgresql',
      [make('t', 's.a'), with_(make('t', 's.b'), { unlessExists: true }), fill('s.m', 't')],
      ['s.a > s.m'],
    ],
    [
      'is made where it is not there yet',
      'postgresql',
      [with_(make('t', 's.b'), { unlessExists: true }), fill('s.m', 't')],
      ['s.b > s.m'],
    ],
    [
      'that is overwritten holds only what is new',
      'snowflake',
      [make('t', 's.a'), with_(fill('t', 's.b'), { replaces: true }), fill('s.m', 't')],
      ['S.B > S.M'],
    ],
    [
      'that is overwritten from itself holds both',
      'snowflake',
      [make('t', 's.a'), with_(fill('t', 's.b'), { replaces: true, ...own('t') }), fill('s.m', 't')],
      ['S.B > S.M', 'S.A > S.M'],
    ],
    [
      'that may be overwritten holds both',
      'snowflake',
      [make('t', 's.a'), with_(fill('t', 's.b'), { replaces: true, perhaps: true }), fill('s.m', 't')],
      ['S.A > S.M', 'S.B > S.M'],
    ],
    [
      'made in two branches comes from both',
      'postgresql',
      [
        with_(make('t', 's.a'), { perhaps: true }),
        with_(make('t', 's.b'), { perhaps: true }),
        fill('s.m', 't'),
      ],
      ['s.a > s.m', 's.b > s.m'],
    ],
    [
      'is gone after DISCARD',
      'postgresql',
      [make('t', 's.a'), make('u', 's.a'), effect({ effect: 'drop_temporary' }), fill('s.m', 't')],
      ['t > s.m'],
    ],
    [
      'is gone with its transaction where it says so',
      'postgresql',
      [BEGIN, with_(make('t', 's.a'), endsAtCommit), fill('s.m', 't'), COMMIT, fill('s.n', 't')],
      ['s.a > s.m', 't > s.n'],
    ],
    [
      'is gone at once where it says so outside of a transaction',
      'postgresql',
      [with_(make('t', 's.a'), endsAtCommit), make('u', 's.a'), fill('s.m', 't'), fill('s.n', 'u')],
      ['t > s.m', 's.a > s.n'],
    ],
  ])('%s', (_what, dialect, statements, expected) => {
    expect(edgesOf(open(dialect), statements)).toEqual(expected)
  })

  it('of a routine that is only defined is none of the session, nor of the next routine', () => {
    const session = open()
    session.run([make('u', 's.u')])
    const { edges } = session.run([
      with_(make('t', 's.a'), { definedIn: 0 }),
      with_(fill('u', 's.b'), { definedIn: 0 }),
      with_(fill('s.m', 't'), { definedIn: 0 }),
      with_(fill('s.n', 't'), { definedIn: 5 }),
    ])
    const show = (all: typeof edges): readonly string[] =>
      all.map(({ source, target }) => `${source.key} > ${target.key}`)
    expect(show(edges)).toEqual(['s.a > s.m', 't > s.n'])
    expect(show(session.run([fill('s.o', 't'), fill('s.p', 'u')]).edges)).toEqual(['t > s.o', 's.u > s.p'])
  })

  it('that ends with its transaction lasts as long as a text of several statements', () => {
    const { edges } = open().run([with_(make('t', 's.a'), endsAtCommit), fill('s.m', 't')])
    expect(edges.map(({ source }) => source.key)).toEqual(['s.a'])
  })

  it('holds what thousands of statements put into it, also where a rollback takes some back', () => {
    const session = open()
    session.run([make('t', 's.x')])
    for (let index = 0; index < 2_000; index += 1) session.run([fill('t', `s.a${index}`)])
    session.run([BEGIN, fill('t', 's.undone'), ROLLBACK, fill('t', 's.last')])
    const sources = session.run([fill('s.m', 't')]).edges.map(({ source }) => source.key)
    expect(sources).toHaveLength(2_002)
    expect(sources.at(-1)).toBe('s.last')
    expect(sources).not.toContain('s.undone')
  })
})

describe('a savepoint', () => {
  it.each<[string, readonly ParsedStatement[], readonly string[]]>([
    ['undone', [BEGIN, fill('t', 'a'), savepoint('x'), fill('u', 'b'), back('X'), COMMIT], ['a > t']],
    [
      'gone back to twice',
      [BEGIN, savepoint('x'), fill('u', 'b'), back('x'), fill('u', 'c'), back('x'), fill('t', 'a')],
      ['a > t'],
    ],
    [
      'the older of two of one name once the newer is released',
      [
        BEGIN,
        savepoint('x'),
        fill('t', 'a'),
        savepoint('x'),
        fill('u', 'b'),
        release('x'),
        back('x'),
        fill('v', 'c'),
      ],
      ['c > v'],
    ],
    ['of another name undoes nothing', [BEGIN, savepoint('x'), fill('u', 'b'), back('y')], ['b > u']],
    ['outside of a transaction undoes nothing', [savepoint('x'), fill('u', 'b'), back('x')], ['b > u']],
    [
      'of an ended transaction undoes nothing',
      [BEGIN, savepoint('x'), COMMIT, BEGIN, fill('u', 'b'), back('x'), COMMIT],
      ['b > u'],
    ],
  ])('%s', (_what, statements, expected) => {
    const { edges, writes } = open().run(statements)
    expect(edges.map(({ source, target }) => `${source.key} > ${target.key}`)).toEqual(expected)
    expect(writes.map(({ key }) => key)).toEqual(expected.map((edge) => edge.split(' > ')[1]))
  })

  it('brings temporary tables and the search path back over several texts', () => {
    const steps = [
      ...[BEGIN, use('p'), make('t', 's.a'), savepoint('x'), use('q'), make('t', 's.b')],
      ...[fill('t', 's.c'), back('x'), fill('m', 't')],
    ]
    expect(edgesOf(open(), steps)).toEqual(['s.a > p.m'])
  })

  it('of an earlier text undoes all of this one up to there', () => {
    const session = open()
    session.run([BEGIN, fill('t', 'a'), savepoint('x')])
    const { edges } = session.run([fill('u', 'b'), back('x'), fill('v', 'c')])
    expect(edges.map(({ target }) => target.key)).toEqual(['v'])
  })
})

describe('a search path of one transaction', () => {
  it.each<[string, readonly ParsedStatement[], readonly string[]]>([
    [
      'ends with a commit',
      [use('p'), BEGIN, useLocally('q'), fill('t', 's.a'), COMMIT, fill('t', 's.a')],
      ['q', 'p'],
    ],
    ['ends with a rollback', [use('p'), BEGIN, useLocally('q'), ROLLBACK, fill('t', 's.a')], ['p']],
    ['is nothing outside of one', [use('p'), useLocally('q'), fill('t', 's.a')], ['p']],
    [
      'gives way to one of the session',
      [BEGIN, useLocally('q'), use('p'), fill('t', 's.a'), COMMIT, fill('t', 's.a')],
      ['p', 'p'],
    ],
    [
      'comes back with its savepoint',
      [BEGIN, useLocally('q'), savepoint('x'), useLocally('r'), back('x'), fill('t', 's.a')],
      ['q'],
    ],
  ])('%s', (_what, statements, expected) => {
    expect(edgesOf(open(), statements)).toEqual(expected.map((schema) => `s.a > ${schema}.t`))
  })

  it('lasts as long as a text of several statements', () => {
    const session = open()
    const seen = [session.run([useLocally('q'), fill('t', 's.a')]), session.run([fill('t', 's.a')])]
    expect(seen.map(({ writes }) => writes.map(({ key }) => key))).toEqual([['q.t'], ['t']])
  })
})

it('counts the names that the search path leaves open', () => {
  const session = open()
  const statements = [use('a', 'b'), fill('t', 'c'), fill('t', 'd'), make('u', 'c'), fill('s.m', 'u')]
  expect(session.run(statements).unresolved).toEqual(['t', 'c', 'd'])
  expect(session.run([use('a'), fill('t', 'c')]).unresolved).toEqual([])
})

describe('a name in a session', () => {
  it.each<[string, Dialect, readonly ParsedStatement[], readonly string[]]>([
    [
      'with a schema is the real table, not the temporary one, on PostgreSQL',
      'postgresql',
      [use('public'), make('t', 's.a'), fill('s.b', 'public.t')],
      ['public.t > s.b'],
    ],
    [
      'with the schema of temporary tables is the temporary one',
      'postgresql',
      [make('t', 's.a'), fill('s.b', 'pg_temp.t')],
      ['s.a > s.b'],
    ],
    [
      'is the temporary table that was put into that schema',
      'ansi',
      [make('app.t', 's.a'), fill('s.b', 'app.t'), fill('s.c', 'r.t')],
      ['s.a > s.b', 'r.t > s.c'],
    ],
    [
      'is a real table where one is made beside the temporary one',
      'postgresql',
      [make('t', 's.a'), flow('public.t', { 's.b': [] }), fill('s.c', 't')],
      ['s.b > public.t', 's.a > s.c'],
    ],
    [
      'stands alone where the schema of a user whose name is not known may hold it',
      'postgresql',
      [use('$user', 'app'), fill('t', 's.a'), use('$user'), fill('u', 's.a')],
      ['s.a > t', 's.a > u'],
    ],
    [
      'stands alone where several schemas may hold it, and is made in the first',
      'postgresql',
      [use('a', 'b'), fill('t', 'c'), flow('u', { 's.c': [] }), use('a'), fill('t', 'c')],
      ['c > t', 's.c > a.u', 'a.c > a.t'],
    ],
    [
      'of a table of the system is left out on PostgreSQL',
      'postgresql',
      [use('app'), flow('t', { pg_class: [], 'pg_catalog.pg_am': [], 'information_schema.tables': [] })],
      [],
    ],
    [
      'that only begins like one of the system is a table of the user',
      'postgresql',
      [use('app'), fill('t', 'pg_orders')],
      ['app.pg_orders > app.t'],
    ],
    [
      'like one of the system is a table elsewhere',
      'ansi',
      [use('app'), fill('t', 'pg_class')],
      ['app.pg_class > app.t'],
    ],
    [
      'is the temporary table of its own schema on Snowflake',
      'snowflake',
      [make('x.t', 's.a'), make('y.t', 's.b'), use('x'), fill('s.c', 't'), use('y'), fill('s.d', 't')],
      ['S.A > S.C', 'S.B > S.D'],
    ],
    [
      'is a real table in a schema without a temporary one of that name on Snowflake',
      'snowflake',
      [make('x.t', 's.a'), use('y'), fill('s.b', 't')],
      ['Y.T > S.B'],
    ],
    [
      'is the temporary table where no schema was known when it was made',
      'snowflake',
      [make('t', 's.a'), use('y'), fill('s.b', 't')],
      ['S.A > S.B'],
    ],
  ])('%s', (_what, dialect, statements, expected) => {
    expect(edgesOf(open(dialect), statements)).toEqual(expected)
  })

  it('has the schema that the log says once the log says another database', () => {
    const session = open('snowflake')
    session.enter({ defaultCatalog: 'D', defaultSchema: 'M' })
    session.run([use('x')])
    session.enter({ defaultCatalog: 'E', defaultSchema: 'M' })
    expect(writesOf(session, [fill('t', 's.a')])).toEqual(['E.M.T'])
  })
})
