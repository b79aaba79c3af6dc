import { describe, expect, it } from 'vitest'
import { sqlLineage } from '../src/index.ts'

const { normalize } = sqlLineage()

describe('normalize', () => {
  it.each([
    ['literals', "SELECT 1, 'a' FROM t", "SELECT 2.5e3, E'b\\'c' FROM t"],
    ['placeholders', 'SELECT * FROM t WHERE id = $1', 'SELECT * FROM t WHERE id = 7'],
    ['signs of numbers', 'SELECT * FROM t WHERE id = -1', 'SELECT * FROM t WHERE id = 1'],
    ['list lengths', 'SELECT * FROM t WHERE id IN (1, 2, 3)', 'SELECT * FROM t WHERE id IN ($1 /*, ... */)'],
    ['numbers of rows', "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')", "INSERT INTO t VALUES (9, 'x')"],
    ['comments', 'SELECT /* a */ x FROM t -- end', 'SELECT x FROM t'],
    ['white space', 'SELECT\n\tx\nFROM   t', 'SELECT x FROM t'],
    ['dollar quotes', 'SELECT $$a$$', 'SELECT $x$b$x$'],
    ['columns called like settings', "SELECT * FROM t WHERE uri = '/a'", "SELECT * FROM t WHERE uri = '/b'"],
    [
      'literals of SQL in strings',
      "EXECUTE 'INSERT INTO t SELECT * FROM s WHERE x = ''a'''",
      "EXECUTE 'INSERT INTO t SELECT * FROM s WHERE x = ''b'''",
    ],
    [
      'white space and literals of a block',
      'DO $$ BEGIN INSERT INTO t SELECT 1 FROM s; END $$',
      'DO $x$BEGIN INSERT INTO t SELECT 2 FROM s;\nEND$x$',
    ],
  ])('%s do not matter', (_name, a, b) => {
    expect(normalize(a, 'postgresql')).toBe(normalize(b, 'postgresql'))
  })

  it.each([
    ['tables', 'SELECT * FROM a', 'SELECT * FROM b', 'postgresql'],
    ['quotes of names', 'SELECT * FROM a', 'SELECT * FROM "a"', 'postgresql'],
    ['the case of names', 'SELECT * FROM ds.a', 'SELECT * FROM ds.A', 'bigquery'],
    ['subtraction', 'SELECT a - 1 FROM t', 'SELECT a 1 FROM t', 'postgresql'],
    ['names given as strings', "SELECT * FROM IDENTIFIER('a')", "SELECT * FROM IDENTIFIER('b')", 'snowflake'],
    ['files', "COPY t FROM 's3://a'", "COPY t FROM 's3://b'", 'postgresql'],
    ['stages', 'COPY INTO t FROM @a', 'COPY INTO t FROM @b', 'snowflake'],
    [
      'uris',
      "EXPORT DATA OPTIONS (uri = 'gs://a') AS SELECT 1",
      "EXPORT DATA OPTIONS (uri = 'gs://b') AS SELECT 1",
      'bigquery',
    ],
    ['SQL in strings', "EXECUTE IMMEDIATE 'DROP TABLE a'", "EXECUTE IMMEDIATE 'DROP TABLE b'", 'snowflake'],
    ['blocks', 'DO $$ BEGIN DELETE FROM a; END $$', 'DO $$ BEGIN DELETE FROM b; END $$', 'postgresql'],
    ['defaults of the session', "SET SCHEMA 'a'", "SET SCHEMA 'b'", 'postgresql'],
    ['settings', "SET @@dataset_id = 'a'", "SET @@dataset_id = 'b'", 'bigquery'],
    ['two statements', 'SELECT a; SELECT b', 'SELECT a SELECT b', 'postgresql'],
  ])('%s do', (_name, a, b, dialect) => {
    expect(normalize(a, dialect)).not.toBe(normalize(b, dialect))
  })
})
