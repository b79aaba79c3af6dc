import type { Dialect, ParsedStatement, StatementEffect, WrittenName } from '@aegis/core/ports'
import { describe, expect, it } from 'vitest'
import { answer } from '../../src/lineage/answer.ts'
import { createSession, type Session } from '../../src/lineage/session.ts'

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

/** Each statement in a text of its own; the edges of all. */
function edgesOf(session: Session, statements: readonly ParsedStatement[]): readonly string[] {
  return statements.flatMap((statement) =>
    answer(1, { statements: [statement] }, session).edges.map(
      ({ source, target }) => `${source} > ${target}`,
    ),
  )
}

const open = (remembers = true): Session =>
  createSession('postgresql', { defaultCatalog: null, defaultSchema: null }, remembers)

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
    const first = flow(
      't',
      {
        's.a': [
          ['price', 'p'],
          ['id', 'i'],
        ],
      },
      { temporary: true },
    )
    answer(1, { statements: [first] }, session)
    const second = flow('s.b', { t: [['P', 'total']] })
    const [edge] = answer(2, { statements: [second] }, session).edges
    expect(edge).toEqual({
      source: 's.a',
      target: 's.b',
      confidence: 0.8 * 0.8,
      columns: [['s.a', 'price', 's.b', 'total']],
      used_columns: ['id'],
    })
  })

  it('tells what a statement writes even where its edge is kept back', () => {
    const { edges, reads, writes } = answer(1, { statements: [make('t', 's.a')] }, open())
    expect({ edges, reads, writes }).toEqual({ edges: [], reads: ['s.a'], writes: ['t'] })
  })

  it('shows temporary tables as they are written in a text that stands alone', () => {
    expect(edgesOf(open(false), [make('t', 's.a'), fill('s.b', 't')])).toEqual(['s.a > t', 't > s.b'])
  })

  it('believes a log that says something new, and not one that repeats itself', () => {
    const session = open()
    const given = (defaultSchema: string): void =>
      session.names.begin({ defaultCatalog: null, defaultSchema })
    const use = effect({ effect: 'set_context', searchPath: [{ text: 'x', quoted: false }] })
    const seen = ['m', 'm', 'n'].map((schema, index) => {
      given(schema)
      const written = answer(1, { statements: [fill('t', 's.a')] }, session).writes
      if (index === 0) answer(1, { statements: [use] }, session)
      return written[0]
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
    const session = createSession(dialect, { defaultCatalog: null, defaultSchema: null }, false)
    const { writes, edges } = answer(1, { statements }, session)
    expect(writes).toEqual(expected)
    expect(edges.map(({ target }) => target)).toEqual(expected.slice(0, 1))
  })

  it('takes as many sources as a text can name', () => {
    const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`s.t${index}`, []]))
    expect(answer(1, { statements: [flow('s.b', many)] }, open()).edges).toHaveLength(200_000)
  })

  it('gives a renamed table the schema of the old one', () => {
    const renamed = effect({ effect: 'rename', table: name('s.a'), to: name('b') })
    expect(answer(1, { statements: [renamed] }, open())).toMatchObject({
      status: 'irrelevant',
      writes: ['s.a', 's.b'],
    })
  })
})
