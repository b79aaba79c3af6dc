import { createLineageSession, type Dialect } from '@aegis/core'
import { describe, expect, it } from 'vitest'
import { sqlLineage } from '../src/index.ts'

interface Played {
  readonly edges: readonly string[]
  /** Of what was not understood, and of what was in part. */
  readonly reasons: readonly string[]
}

/** The edges of a session's texts, and what was not understood. */
function play(dialect: Dialect, texts: readonly string[], defaultSchema: string | null = null): Played {
  const parser = sqlLineage()
  const session = createLineageSession({ dialect })
  session.enter({ defaultSchema })
  const edges: string[] = []
  const reasons: string[] = []
  for (const text of texts) {
    const { statements } = parser.parse(text, dialect)
    for (const statement of statements) {
      if (statement.status === 'unparsed') reasons.push(statement.reason)
      if (statement.status === 'parsed' && statement.partial) reasons.push('partial')
    }
    for (const { source, target } of session.run(statements).edges)
      edges.push(`${source.key} > ${target.key}`)
  }
  return { edges: edges.sort(), reasons }
}

describe('a session of SQL', () => {
  it.each<[string, Dialect, readonly string[], readonly string[]]>([
    [
      'a temporary table rebuilt from itself',
      'snowflake',
      [
        'create or replace temp table a as select * from r1',
        'create or replace temp table a as select * from a join r2 using(id)',
        'insert into m select * from a',
      ],
      ['R1 > M', 'R2 > M'],
    ],
    [
      'a temporary table rebuilt from a clone of itself',
      'snowflake',
      [
        'create or replace temp table a as select * from r1',
        'create or replace temp table a clone a',
        'insert into m select * from a',
      ],
      ['R1 > M'],
    ],
    [
      'a temporary table overwritten, from another and from itself',
      'snowflake',
      [
        'create temp table a as select * from r1',
        'insert overwrite into a select * from r2',
        'insert into m select * from a',
        'insert overwrite into a select distinct * from a',
        'insert into n select * from a',
      ],
      ['R2 > M', 'R2 > N'],
    ],
    [
      'a temporary table overwritten with literals',
      'snowflake',
      [
        'create temp table a as select * from r1',
        'insert overwrite into a values (1)',
        'insert into m select * from a',
      ],
      [],
    ],
    [
      'a temporary table overwritten in part',
      'databricks',
      [
        'create temporary table a as select * from r1',
        "insert overwrite a partition (day = '2026-01-01') select * from r2",
        'insert into m select * from a',
      ],
      ['r1 > m', 'r2 > m'],
    ],
    [
      'a savepoint in one text',
      'postgresql',
      [
        'begin; insert into t select * from a; savepoint x; insert into t2 select * from b; rollback to savepoint x; commit;',
      ],
      ['a > t'],
    ],
    [
      'a savepoint over several texts',
      'postgresql',
      [
        'begin',
        'create temp table tmp as select * from s.a',
        'savepoint "X"',
        'set search_path to q',
        'drop table tmp',
        'rollback transaction to "X"',
        'insert into m select * from tmp',
      ],
      ['s.a > m'],
    ],
    [
      'a function body in a string makes nothing for the session',
      'postgresql',
      [
        `create procedure p() language sql as $$ create temp table x as select * from a; insert into m select * from x $$;
         insert into n select * from x`,
        'insert into o select * from x',
      ],
      ['a > m', 'x > n', 'x > o'],
    ],
    [
      'nor one in quotes',
      'snowflake',
      [
        `create procedure p() returns int language sql as 'begin create temp table x as select * from a; return 1; end'`,
        'insert into n select * from x',
      ],
      ['X > N'],
    ],
    [
      'nor one that follows in the text, nor does the next routine know it',
      'snowflake',
      [
        `create procedure p() returns int as begin create temp table x as select * from a; insert into m select * from x; end;
         create procedure q() returns int as begin insert into n select * from x; end;`,
        'insert into o select * from x',
      ],
      ['A > M', 'X > N', 'X > O'],
    ],
    [
      'a temporary table that is there already',
      'postgresql',
      [
        'create temp table x as select * from a',
        'create temp table if not exists x as select * from b',
        'insert into m select * from x',
      ],
      ['a > m'],
    ],
    [
      'a temporary table made in two branches',
      'postgresql',
      [
        `do $$ begin
           if c then create temp table x as select * from a;
           else create temp table x as select * from b; end if;
           insert into m select * from x;
         end $$`,
      ],
      ['a > m', 'b > m'],
    ],
    [
      'a path of one transaction',
      'postgresql',
      [
        'set search_path to p',
        'begin',
        'set local search_path to q',
        'insert into t select * from a',
        'commit',
        'insert into t select * from a',
      ],
      ['p.a > p.t', 'q.a > q.t'],
    ],
    [
      'a temporary table of one transaction',
      'postgresql',
      [
        'begin',
        'create temp table x on commit drop as select * from a',
        'insert into m select * from x',
        'commit',
        'insert into n select * from x',
      ],
      ['a > m', 'x > n'],
    ],
    [
      'a temporary table of one transaction that is filled later',
      'postgresql',
      [
        'begin; create temp table x (id int) on commit drop; insert into x select * from a; insert into m select * from x',
        'commit; insert into n select * from x',
      ],
      ['a > m', 'x > n'],
    ],
    [
      'temporary tables thrown away',
      'postgresql',
      ['create temp table x as select * from a', 'discard all', 'insert into m select * from x'],
      ['x > m'],
    ],
    [
      'a view of all sessions',
      'databricks',
      [
        'create global temp view gv as select * from a',
        'insert into m select * from global_temp.gv',
        'insert into n select * from gv',
      ],
      ['a > global_temp.gv', 'global_temp.gv > m', 'gv > n'],
    ],
    [
      'a search path of several schemas',
      'postgresql',
      ['set search_path to a, b', 'insert into t select * from c', 'create table u as select * from s.c'],
      ['c > t', 's.c > a.u'],
    ],
    [
      'a search path with a user',
      'postgresql',
      ['set search_path to "$user", public', 'insert into t select * from s.c'],
      ['s.c > t'],
    ],
  ])('%s', (_what, dialect, texts, expected) => {
    expect(play(dialect, texts)).toEqual({ edges: expected, reasons: [] })
  })

  it('takes a temporary table from the real one of its name', () => {
    const texts = [
      'create or replace temporary table orders as select * from orders',
      'insert into mart.m select * from orders',
    ]
    expect(play('snowflake', texts, 'S').edges).toEqual(['S.ORDERS > MART.M'])
  })

  it('leaves the tables of the system out', () => {
    const texts = [
      'insert into t select relname from pg_class join pg_namespace n on true join information_schema.tables on true',
      'insert into t select * from pg_orders',
    ]
    expect(play('postgresql', texts, 'app').edges).toEqual(['app.pg_orders > app.t'])
  })

  it.each<[Dialect, string, readonly string[], readonly string[]]>([
    [
      'snowflake',
      'insert into t select * from table(result_scan(last_query_id()))',
      [],
      ['what RESULT_SCAN gives'],
    ],
    [
      'snowflake',
      'begin let rs resultset := (select 1); insert into t select * from table(rs); end',
      [],
      ['what TABLE(rs) gives'],
    ],
    ['snowflake', 'insert into t select * from table(:rs)', [], ['what TABLE(:rs) gives']],
    [
      'snowflake',
      'insert into t select * from a join table(result_scan($1)) r using (id)',
      ['A > T'],
      ['partial'],
    ],
    [
      'bigquery',
      "insert into d.t select * from external_query('c', 'select 1')",
      [],
      ['what EXTERNAL_QUERY gives'],
    ],
  ])('names what it cannot see through: %s, %s', (dialect, text, edges, reasons) => {
    const played = play(dialect, [text])
    expect(played.edges).toEqual(edges)
    expect(played.reasons.map((reason) => reason.replace(' is out of sight', ''))).toEqual(reasons)
  })
})

it.each(['copy s.t (id) from stdin', "copy s.t from program 'gen' with (format csv)"])(
  'tells what the client or a program fills: %s',
  (text) => {
    const { statements } = sqlLineage().parse(text, 'postgresql')
    const { writes, edges } = createLineageSession({ dialect: 'postgresql' }).run(statements)
    expect([writes.map(({ key }) => key), edges]).toEqual([['s.t'], []])
  },
)

it('answers what is no text', async () => {
  // As it comes out of a log: JSON knows no types.
  const sql: string = JSON.parse('null')
  await using parser = sqlLineage()
  const answer = { statements: [{ status: 'unparsed', index: 0, reason: 'no text' }] }
  expect(parser.parse(sql, 'snowflake')).toEqual(answer)
  expect(await parser.analyze(sql, 'snowflake')).toEqual(answer)
})
