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
      'is looked up past a user whose name is not known',
      'postgresql',
      [use('$user', 'app'), fill('t', 's.a')],
      ['s.a > app.t'],
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
