import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../src/index.ts'
import { describeOnPostgres } from './database.ts'
import { type Verdict, type Watched, watched } from './freshness-life.ts'
import { FLUSH } from './freshness-suite.ts'
import { type Restartable, restartable } from './restart.ts'

type Says = Verdict['says'] | '-'

interface Row {
  readonly event: string
  /** Runs on tables that exist for this row alone: `shop.t` and what hangs on it. */
  readonly run: readonly string[]
  /** By counters alone; with a column `updated_at` that is found; with the same column named. `-`: not asked. */
  readonly expected: readonly [counters: Says, found: Says, named: Says]
  readonly table?: string
}

const STALE = ['violated', 'violated', 'violated'] as const
const FRESH = ['fine', 'fine', 'fine'] as const
/** The data changed, and the column did not: only who named it wants it to be taken at its word. */
const UNMARKED = ['fine', 'fine', 'violated'] as const
const UNCOUNTED = ['cannot_tell', 'violated', 'violated'] as const

/** What happened to a table that was stale for two hours, and what the next look says. */
const TRUTH: readonly Row[] = [
  { event: 'nothing', run: [], expected: STALE },
  { event: 'INSERT', run: ['INSERT INTO shop.t VALUES (1, now())'], expected: FRESH },
  { event: 'UPDATE', run: ['UPDATE shop.t SET updated_at = now()'], expected: FRESH },
  {
    event: 'rolled-back INSERT',
    run: ['BEGIN', 'INSERT INTO shop.t VALUES (1, now())', 'ROLLBACK'],
    expected: STALE,
  },
  {
    event: 'rolled-back INSERT, then ANALYZE',
    run: ['BEGIN', 'INSERT INTO shop.t VALUES (1, now())', 'ROLLBACK', FLUSH, 'ANALYZE shop.t'],
    expected: UNCOUNTED,
  },
  {
    event: 'INSERT, then ANALYZE',
    run: ['INSERT INTO shop.t VALUES (1, now())', FLUSH, 'ANALYZE shop.t'],
    expected: ['cannot_tell', 'fine', 'fine'],
  },
  { event: 'UPDATE of nothing', run: ['UPDATE shop.t SET id = 2 WHERE false'], expected: STALE },
  { event: 'UPDATE that leaves the column', run: ['UPDATE shop.t SET id = id + 1'], expected: UNMARKED },
  { event: 'DELETE', run: ['DELETE FROM shop.t WHERE id = 1'], expected: UNMARKED },
  { event: 'DELETE of nothing', run: ['DELETE FROM shop.t WHERE false'], expected: STALE },
  { event: 'TRUNCATE', run: ['TRUNCATE shop.t'], expected: ['fine', 'fine', 'cannot_tell'] },
  {
    event: 'TRUNCATE and reload',
    run: ['TRUNCATE shop.t', 'INSERT INTO shop.t SELECT n, now() FROM generate_series(1, 9) n'],
    expected: FRESH,
  },
  { event: 'rolled-back TRUNCATE', run: ['BEGIN', 'TRUNCATE shop.t', 'ROLLBACK'], expected: STALE },
  { event: 'VACUUM', run: ['VACUUM shop.t'], expected: STALE },
  { event: 'VACUUM FULL', run: ['VACUUM FULL shop.t'], expected: STALE },
  { event: 'VACUUM (FULL, ANALYZE)', run: ['VACUUM (FULL, ANALYZE) shop.t'], expected: STALE },
  {
    event: 'rolled-back INSERT, then ANALYZE of a column',
    run: ['BEGIN', 'INSERT INTO shop.t VALUES (1, now())', 'ROLLBACK', FLUSH, 'ANALYZE shop.t (id)'],
    expected: UNCOUNTED,
  },
  { event: 'VACUUM ANALYZE', run: ['VACUUM ANALYZE shop.t'], expected: STALE },
  { event: 'ANALYZE', run: ['ANALYZE shop.t'], expected: STALE },
  {
    event: 'ALTER that adds a column',
    run: ['ALTER TABLE shop.t ADD COLUMN extra int DEFAULT 7'],
    expected: STALE,
  },
  {
    event: 'ALTER that rewrites',
    run: ['ALTER TABLE shop.t ADD COLUMN extra float DEFAULT random()'],
    expected: STALE,
  },
  {
    event: 'ALTER TYPE',
    run: ['DROP MATERIALIZED VIEW shop.m', 'ALTER TABLE shop.t ALTER COLUMN id TYPE bigint'],
    expected: STALE,
  },
  { event: 'GRANT', run: ['GRANT SELECT ON shop.t TO PUBLIC'], expected: STALE },
  { event: 'COMMENT', run: ["COMMENT ON TABLE shop.t IS 'new'"], expected: STALE },
  { event: 'CREATE INDEX', run: ['CREATE INDEX ON shop.t (id)'], expected: STALE },
  {
    event: 'CLUSTER',
    run: ['CREATE INDEX t_id ON shop.t (id)', 'CLUSTER shop.t USING t_id'],
    expected: STALE,
  },
  {
    event: 'CREATE OR REPLACE VIEW of the table',
    run: ['CREATE OR REPLACE VIEW shop.v AS SELECT updated_at FROM shop.t WHERE true'],
    table: 'v',
    expected: ['-', '-', 'violated'],
  },
  {
    event: 'INSERT below a view',
    run: ['INSERT INTO shop.t VALUES (1, now())'],
    table: 'v',
    expected: ['-', '-', 'fine'],
  },
  {
    event: 'REFRESH of nothing new',
    run: ['REFRESH MATERIALIZED VIEW shop.m'],
    table: 'm',
    expected: UNMARKED,
  },
  {
    event: 'REFRESH with new rows',
    run: ['INSERT INTO shop.t VALUES (1, now())', 'REFRESH MATERIALIZED VIEW shop.m'],
    table: 'm',
    expected: FRESH,
  },
  {
    event: 'INSERT below a materialised view',
    run: ['INSERT INTO shop.t VALUES (1, now())'],
    table: 'm',
    expected: STALE,
  },
  {
    event: 'ATTACH of an empty partition',
    run: [
      'CREATE TABLE shop.p2 (LIKE shop.p)',
      'ALTER TABLE shop.p ATTACH PARTITION shop.p2 FOR VALUES IN (2)',
    ],
    table: 'p',
    expected: STALE,
  },
  {
    event: 'ATTACH of a filled partition',
    run: [
      'CREATE TABLE shop.p2 (LIKE shop.p)',
      'INSERT INTO shop.p2 VALUES (2, now())',
      FLUSH,
      'ALTER TABLE shop.p ATTACH PARTITION shop.p2 FOR VALUES IN (2)',
    ],
    table: 'p',
    expected: FRESH,
  },
  {
    event: 'write to a partition',
    run: ['INSERT INTO shop.p VALUES (1, now())'],
    table: 'p',
    expected: FRESH,
  },
  { event: 'VACUUM FULL of a partition', run: ['VACUUM FULL shop.p1'], table: 'p', expected: STALE },
  {
    event: 'DETACH of a partition',
    run: [
      'CREATE TABLE shop.p2 PARTITION OF shop.p DEFAULT',
      FLUSH,
      'ALTER TABLE shop.p DETACH PARTITION shop.p1',
    ],
    table: 'p',
    expected: ['cannot_tell', 'cannot_tell', 'cannot_tell'],
  },
  { event: 'statistics reset', run: ['SELECT pg_stat_reset()'], expected: UNCOUNTED },
  { event: 'restart', run: ['restart'], expected: UNCOUNTED },
]

const METHODS = ['counters', 'found', 'named'] as const

describeOnPostgres('the truth about freshness', (database) => {
  let server: Restartable | undefined
  const warehouse = () => postgres({ connectionString: database().url })

  beforeAll(async () => {
    server = await restartable(database())
    await database().sql(`CREATE SCHEMA shop; GRANT USAGE ON SCHEMA shop TO aegis_reader;
      ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO aegis_reader`)
  })
  afterAll(() => server?.stop())

  /** With the column under a name that is found, or under one that nobody would look for. */
  const create = async (column: string): Promise<void> => {
    const { sql } = database()
    await sql(`DROP TABLE IF EXISTS shop.t CASCADE; DROP TABLE IF EXISTS shop.p, shop.p1, shop.p2;
      CREATE TABLE shop.t (id int, ${column} timestamptz);
      CREATE TABLE shop.p (id int, ${column} timestamptz) PARTITION BY LIST (id);
      CREATE TABLE shop.p1 PARTITION OF shop.p FOR VALUES IN (1);
      INSERT INTO shop.t SELECT n, now() - interval '3 hours' FROM generate_series(1, 5) n;
      INSERT INTO shop.p SELECT 1, ${column} FROM shop.t;
      CREATE VIEW shop.v AS SELECT ${column} FROM shop.t;
      CREATE MATERIALIZED VIEW shop.m AS SELECT * FROM shop.t`)
    await sql(FLUSH)
  }

  const untilRestarted = async (): Promise<void> => {
    await server?.restart()
    await database().reconnect()
  }

  const happen = async (run: readonly string[], column: string): Promise<void> => {
    const { sql } = database()
    for (const statement of run) {
      if (statement === 'restart') await untilRestarted()
      else await sql(statement.replaceAll('updated_at', column))
    }
    await database().sql(FLUSH)
  }

  const cases = TRUTH.flatMap((row) =>
    METHODS.map((method, at) => ({ ...row, method, says: row.expected[at] ?? '-' })),
  ).filter(({ says }) => says !== '-')

  test.each(cases)('$event, by $method: $says', async ({ run, table = 't', method, says }) => {
    const column = method === 'counters' ? 'moment' : 'updated_at'
    await create(column)
    const open = warehouse()
    try {
      const watermarkColumn = method === 'named' ? column : null
      const life: Watched = watched(open, table, { watermarkColumn })
      await life.look()
      // Two hours pass in which nothing comes: the table is stale, and that is proved.
      life.wait(120)
      expect(await life.look()).toMatchObject({ says: 'violated', anomaly: true })
      await happen(run, column)
      const found = await life.look()
      expect([found.says, found.text]).toEqual([says, found.text])
      expect(found.anomaly).toBe(says === 'violated')
      expect(found.recovered).toBe(says === 'fine')
      // Nothing happens after it: what it said stands, and no recovery comes of looking again.
      const again = await life.look()
      expect(again).toMatchObject({ anomaly: says === 'violated', recovered: false })
    } finally {
      await open.close()
    }
  })
})
