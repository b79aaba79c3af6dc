/** Texts that overflow stacks, trap modules or take for ever, where nobody looks at them first. */
export const WORST: readonly (readonly [name: string, sql: string])[] = [
  ['garbage of 1 MB', 'x)(; "'.repeat(170_000)],
  ['open parentheses', `SELECT ${'('.repeat(10_000)}`],
  ['parentheses', `INSERT INTO t SELECT ${'('.repeat(10_000)}a${')'.repeat(10_000)} FROM s`],
  [
    'unions',
    `INSERT INTO t ${Array.from({ length: 5_000 }, (_, index) => `SELECT a FROM s${index}`).join(' UNION ALL ')}`,
  ],
  ['nested queries', `INSERT INTO t ${'SELECT * FROM ('.repeat(200)}SELECT a FROM s${') x'.repeat(200)}`],
  ['concatenations', `INSERT INTO t SELECT ${'a || '.repeat(10_000)}a FROM s`],
  ['sums', `INSERT INTO t SELECT ${'a + '.repeat(10_000)}a FROM s`],
  ['negations', `INSERT INTO t SELECT a FROM s WHERE ${'NOT '.repeat(10_000)}b`],
  ['signs', `INSERT INTO t SELECT ${'- '.repeat(10_000)}a FROM s`],
  ['conditions', `INSERT INTO t SELECT a FROM s WHERE ${'a = 1 AND '.repeat(20_000)}a = 2`],
  [
    'CASE inside CASE',
    `INSERT INTO t SELECT ${'CASE WHEN a THEN '.repeat(2_000)}1 ${'END '.repeat(2_000)} FROM s`,
  ],
  ['a long list', `INSERT INTO t SELECT a FROM s WHERE a IN (${'1, '.repeat(30_000)}2)`],
  [
    'a chain of CTEs',
    `WITH ${Array.from({ length: 2_000 }, (_, index) => `c${index} AS (SELECT a, b FROM ${index === 0 ? 's' : `c${index - 1}`})`).join(', ')}
     INSERT INTO t (x) SELECT a FROM c1999`,
  ],
  [
    'CTEs that read the next one',
    `WITH RECURSIVE ${Array.from({ length: 3_000 }, (_, index) => `c${index} AS (SELECT a FROM ${index === 2_999 ? 's' : `c${index + 1}`})`).join(', ')}
     INSERT INTO t (x) SELECT a FROM c0`,
  ],
  [
    'joins',
    `INSERT INTO t (x) SELECT s0.a FROM s0 ${Array.from({ length: 1_500 }, (_, index) => `JOIN s${index + 1} ON s${index + 1}.a = s${index}.a`).join(' ')}`,
  ],
  ['casts', `INSERT INTO t SELECT a${'::text'.repeat(5_000)} FROM s`],
  ['subscripts', `INSERT INTO t SELECT a${'[1]'.repeat(5_000)} FROM s`],
  ['dots', `INSERT INTO t SELECT a${'.b'.repeat(5_000)} FROM s`],
]
