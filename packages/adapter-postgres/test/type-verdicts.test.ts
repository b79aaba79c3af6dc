import { beforeAll, expect, test } from 'vitest'
import { canonicalType, compareTypes } from '../../core/src/sentinels/schema/types/index.ts'
import { describeOnPostgres, type TestDatabase } from './database.ts'

/**
 * Types with the values at their edges: the least and the greatest, one that only the finest parameter keeps, and whatever
 * is special about them (NaN, infinity, blanks at the end, duplicate keys).
 */
const TYPES: readonly (readonly [type: string, values: readonly string[]])[] = [
  ['smallint', ['-32768', '0', '32767']],
  ['integer', ['-2147483648', '-1', '0', '2147483647']],
  ['bigint', ['-9223372036854775808', '-1', '0', '1259', '9007199254740993', '9223372036854775807']],
  ['numeric', ['0', 'NaN', 'Infinity', '0.1', '1e400', '1e-400', '123456789012345678901234567890.123456789']],
  ['numeric(4,0)', ['-9999', '9999', 'NaN']],
  ['numeric(5,0)', ['-99999', '99999', 'NaN']],
  ['numeric(9,0)', ['-999999999', '999999999', 'NaN']],
  ['numeric(10,0)', ['-9999999999', '9999999999', 'NaN']],
  ['numeric(15,0)', ['-999999999999999', '999999999999999', 'NaN']],
  ['numeric(16,0)', ['-9999999999999999', '9999999999999999', 'NaN']],
  ['numeric(19,0)', ['-9999999999999999999', '9999999999999999999', '1', 'NaN']],
  ['numeric(10,2)', ['-99999999.99', '0.01', '99999999.99', 'NaN']],
  ['numeric(12,2)', ['-9999999999.99', '9999999999.99', 'NaN']],
  ['numeric(10,4)', ['-999999.9999', '0.0001', '999999.9999', 'NaN']],
  ['numeric(12,4)', ['99999999.9999', '-0.0001', 'NaN']],
  ['numeric(3,5)', ['0.00999', '-0.00999', '0.00001', '0.00003', '0.00007', 'NaN']],
  ['numeric(10,-2)', ['-999999999900', '999999999900', '100', 'NaN']],
  ['real', ['0.1', '3.4028235e38', '1e-45', '16777216', '-1.5', 'NaN', 'Infinity']],
  ['double precision', ['0.1', '1.7976931348623157e308', '5e-324', '9007199254740992', 'NaN', '-Infinity']],
  ['money', ['-92233720368547758.08', '0.01', '92233720368547758.07']],
  ['boolean', ['true', 'false']],
  ['text', ['', 'abc', 'ab  ', 'x'.repeat(100), 'ü'.repeat(80)]],
  ['character varying', ['', 'abc', 'ab  ', 'x'.repeat(100), 'ü'.repeat(80)]],
  ['character varying(3)', ['abc', 'a ', '😀😀😀']],
  ['character varying(15)', ['x'.repeat(15), 'a ', '😀'.repeat(15)]],
  ['character varying(16)', ['x'.repeat(16), 'a ', '😀'.repeat(16)]],
  ['character varying(63)', ['x'.repeat(63), 'a ', '😀'.repeat(63)]],
  ['character(1)', ['a', '']],
  ['character(3)', ['abc', 'a', '']],
  ['character(5)', ['abcde', 'a', '']],
  ['bpchar', ['a', 'a  ', 'x'.repeat(100), 'ü'.repeat(80)]],
  ['name', ['n'.repeat(63), 'n ', '']],
  ['"char"', ['a', '']],
  ['bytea', ['\\x', '\\x00ff']],
  ['bit(1)', ['0', '1']],
  ['bit(3)', ['000', '101']],
  ['bit(5)', ['00000', '10101']],
  ['bit varying', ['', '1', '1'.repeat(100)]],
  ['bit varying(3)', ['', '1', '101']],
  ['bit varying(5)', ['', '1', '10101']],
  ['date', ['4713-01-01 BC', '2024-02-29', '5874897-12-31', 'infinity', '-infinity']],
  [
    'timestamp without time zone',
    ['4713-01-01 00:00:00 BC', '2024-02-29 23:30:00.123456', '294276-12-31 23:59:59', 'infinity'],
  ],
  [
    'timestamp(6) without time zone',
    ['4713-01-01 00:00:00 BC', '2024-02-29 23:30:00.123456', '294276-12-31 23:59:59', 'infinity'],
  ],
  ['timestamp(3) without time zone', ['2024-02-29 23:30:00.123', '294276-12-31 23:59:59.999']],
  ['timestamp(0) without time zone', ['2024-02-29 23:30:01']],
  ['timestamp with time zone', ['2024-02-29 23:30:00.123456+00', '294276-12-31 00:00:00+00', 'infinity']],
  ['timestamp(3) with time zone', ['2024-02-29 23:30:00.123+00', '2024-01-01 00:30:00+00']],
  ['time without time zone', ['00:00:00', '23:59:59.999999', '24:00:00']],
  ['time(3) without time zone', ['00:00:00', '23:59:59.999', '24:00:00']],
  ['time with time zone', ['00:00:00+15:59', '23:59:59.999999-15:59', '12:00:00.000001+00']],
  ['time(3) with time zone', ['00:00:00+15:59', '23:59:59.999-15:59']],
  ['interval', ['1 year 2 mons 3 days 04:05:06.123456', '-1 days', '178000000 years']],
  ['interval(3)', ['1 year 2 mons 3 days 04:05:06.123']],
  ['interval year', ['3 years']],
  ['interval month', ['14 mons']],
  ['interval year to month', ['1 year 2 mons']],
  ['interval day', ['1 year 2 mons 3 days']],
  ['interval hour', ['1 year 2 mons 3 days 04:00:00']],
  ['interval day to hour', ['1 year 2 mons 3 days 04:00:00']],
  ['interval minute', ['1 year 2 mons 3 days 04:05:00']],
  ['interval day to minute', ['1 year 2 mons 3 days 04:05:00']],
  ['interval second', ['1 year 2 mons 3 days 04:05:06.123456']],
  ['interval day to second(3)', ['1 year 2 mons 3 days 04:05:06.123']],
  ['uuid', ['00000000-0000-0000-0000-000000000000']],
  ['json', ['{"a": 1, "a": 2}', '[1,  2]', '"x"']],
  ['jsonb', ['{"a": 1}', '[1, 2]', '"x"', 'null', '0.100']],
  ['jsonpath', ['$."a"']],
  ['xml', ['<a/>', 'x']],
  ['inet', ['10.1.2.3', '10.1.2.3/8', '::1']],
  ['cidr', ['10.0.0.0/8', '10.1.2.3/32', '2001:db8::/32']],
  ['macaddr', ['08:00:2b:01:02:03']],
  ['macaddr8', ['08:00:2b:01:02:03:04:05', '08:00:2b:ff:fe:01:02:03']],
  ['oid', ['0', '1259', '4294967295']],
  ['regclass', ['pg_class', '0']],
  ['regtype', ['integer', '0']],
  ['regproc', ['now', '0']],
  ['xid', ['1']],
  ['xid8', ['1', '18446744073709551615']],
  ['cid', ['1']],
  ['tid', ['(0,1)']],
  ['pg_lsn', ['0/1', 'FFFFFFFF/FFFFFFFF']],
  ['pg_snapshot', ['10:20:10,14']],
  ['point', ['(1,2)']],
  ['line', ['{1,-1,0}']],
  ['lseg', ['[(0,0),(1,1)]']],
  ['box', ['(1,1),(0,0)']],
  ['path', ['[(0,0),(1,1),(2,0)]', '((0,0),(1,1),(2,0))']],
  ['polygon', ['((0,0),(1,1),(2,0))']],
  ['circle', ['<(1,2),3>']],
  ['tsvector', ["'a' 'b'"]],
  ['tsquery', ["'a' & 'b'"]],
  ['int4range', ['[1,5)', 'empty']],
  ['int8range', ['[1,5)']],
  ['numrange', ['[1.5,2.5]']],
  ['tsrange', ['empty']],
  ['tstzrange', ['empty']],
  ['daterange', ['[2024-01-01,2024-02-01)']],
  ['int4multirange', ['{[1,5)}']],
  ['datemultirange', ['{}']],
  ['int2vector', ['1 2']],
  ['oidvector', ['1 2']],
  ['refcursor', ['c']],
  ['smallint[]', ['{-32768,32767}', '{}']],
  ['integer[]', ['{-2147483648,2147483647}', '{{1,2},{3,4}}', '{}']],
  ['bigint[]', ['{9223372036854775807}', '{}']],
  ['numeric(10,2)[]', ['{99999999.99,0.01}', '{}']],
  ['text[]', ['{abcdef,"x "}', '{}']],
  ['character varying(3)[]', ['{abc,"x "}', '{}']],
  ['character(3)[]', ['{abc,a}', '{}']],
  ['timestamp with time zone[]', ['{"2024-02-29 23:30:00.123456+00"}']],
  ['timestamp without time zone[]', ['{"2024-02-29 23:30:00.123456"}']],
  ['date[]', ['{2024-02-29,infinity}', '{5874897-12-31}']],
]

/** Every other spelling that the server takes. */
const SPELLINGS: readonly string[] = [
  'int',
  'int2',
  'int4',
  'int8',
  'pg_catalog.int4',
  '"int4"',
  'serial',
  'bigserial',
  'smallserial',
  'serial4',
  'decimal',
  'dec(5)',
  'decimal(10,2)',
  'numeric(5)',
  'NUMERIC ( 5 , 2 )',
  'float',
  'float(1)',
  'float(24)',
  'float(25)',
  'float4',
  'float8',
  'bool',
  'BOOLEAN',
  'varchar',
  'varchar(10)',
  'char varying(10)',
  'national character varying(7)',
  'nchar varying(7)',
  'char',
  'character',
  'char(4)',
  'nchar(4)',
  'nchar',
  'national char(4)',
  'bpchar',
  '"char"',
  'bit',
  'bit(4)',
  'varbit',
  'varbit(4)',
  'bit varying(4)',
  'timestamp',
  'timestamp(3)',
  'TIMESTAMP (3) WITH  TIME ZONE',
  'timestamptz',
  'timestamptz(3)',
  'time',
  'time(0)',
  'timetz',
  'timetz(3)',
  'time with time zone',
  'interval',
  'interval(3)',
  'interval second(3)',
  'interval hour to second(3)',
  'interval minute to second',
  'interval year to month',
  'interval day to minute',
  '_int4',
  '_varchar',
  '_timestamptz',
  'integer[3]',
  'integer[3][]',
  'int4[][]',
  'integer array',
  'integer array[3]',
  'varchar(10)[]',
  'numeric(10,-2)',
  'pg_catalog."char"',
  'name',
  'txid_snapshot',
  'bytea',
  'json',
  'jsonb',
]

/** Which types the server turns into which others as an assignment: what INSERT and ALTER TABLE ... TYPE do. */
const ASSIGNABLE = `
CREATE FUNCTION assignable(OUT a int, OUT b int) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
  FOR a IN SELECT n FROM of_types LOOP
    FOR b IN SELECT n FROM of_types LOOP
      BEGIN
        EXECUTE format('EXPLAIN INSERT INTO into_%s SELECT v FROM from_%s', b, a);
        RETURN NEXT;
      EXCEPTION WHEN datatype_mismatch THEN NULL;
      END;
    END LOOP;
  END LOOP;
END $$`

/**
 * Puts each value of one type into another and back.
 *
 * `lost`: a value that does not arrive, comes back as another (to the type's own `=`), or, of exact numbers, adds up to
 * another sum when ten of them are added. `rereads`: one whose new text is another value to who reads it: neither the old
 * type nor, of numbers, `numeric` reads it as what it was; blanks at the end of a text do not count, and a float is
 * read as a float. `zoned`: in another time zone another value arrives.
 */
const PROBE = `
CREATE FUNCTION reads_as(category text, a int, original text, there text, send text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE again text;
BEGIN
  IF there = original OR (category = 'S' AND rtrim(there) = rtrim(original)) THEN RETURN true; END IF;
  BEGIN
    EXECUTE format('INSERT INTO into_%s VALUES (%L) RETURNING format(''%%s'', v)', a, there) INTO again;
    IF again = original THEN RETURN true; END IF;
  EXCEPTION WHEN OTHERS THEN NULL;
  END;
  IF category = 'A' THEN RETURN original::numeric[] = there::numeric[]; END IF;
  IF category <> 'N' THEN RETURN false; END IF;
  IF send = 'float4send' THEN RETURN original::real = there::real; END IF;
  IF send = 'float8send' THEN RETURN original::double precision = there::double precision; END IF;
  RETURN original::numeric = there::numeric;
EXCEPTION WHEN OTHERS THEN RETURN false;
END $$;

CREATE FUNCTION adds_up(b int, original text, exact boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE sum text;
BEGIN
  IF NOT exact THEN RETURN NULL; END IF;
  EXECUTE format('SELECT format(''%%s'', sum(v)) FROM kept_%s, generate_series(1, 10)', b) INTO sum;
  RETURN CASE WHEN sum::numeric <> original::numeric * 10 THEN sum END;
EXCEPTION WHEN OTHERS THEN RETURN NULL;
END $$;

CREATE FUNCTION probe(a int, b int, category text, OUT lost text, OUT rereads text, OUT zoned boolean) LANGUAGE plpgsql AS $$
DECLARE
  i int; original text; there text; back text; here bytea; far bytea; same boolean; sum text; send text; send_a text;
BEGIN
  zoned := false;
  SELECT typsend::text INTO send FROM pg_type t JOIN pg_attribute c ON c.atttypid = t.oid
    WHERE c.attrelid = format('into_%s', b)::regclass AND c.attname = 'v';
  SELECT typsend::text INTO send_a FROM pg_type t JOIN pg_attribute c ON c.atttypid = t.oid
    WHERE c.attrelid = format('into_%s', a)::regclass AND c.attname = 'v';
  FOR i, original IN EXECUTE format('SELECT n, format(''%%s'', v) FROM from_%s ORDER BY n', a) LOOP
    BEGIN
      EXECUTE format('DELETE FROM kept_%s', b);
      SET LOCAL TimeZone = 'Asia/Tokyo';
      EXECUTE format('INSERT INTO into_%s SELECT v FROM from_%s WHERE n = %s RETURNING %s(v)', b, a, i, send) INTO far;
      SET LOCAL TimeZone = 'UTC';
      EXECUTE format('INSERT INTO kept_%s SELECT v FROM from_%s WHERE n = %s RETURNING %s(v), format(''%%s'', v)', b, a, i, send)
        INTO here, there;
    EXCEPTION WHEN OTHERS THEN
      SET LOCAL TimeZone = 'UTC';
      lost := coalesce(lost, format('%s: %s', left(original, 60), SQLERRM));
      CONTINUE;
    END;
    zoned := zoned OR here IS DISTINCT FROM far;
    sum := adds_up(b, original, category = 'N' AND send_a NOT LIKE 'float%');
    IF sum IS NOT NULL THEN lost := coalesce(lost, format('ten times %s is %s', original, sum)); END IF;
    BEGIN
      EXECUTE format('INSERT INTO into_%s SELECT v FROM kept_%s RETURNING format(''%%s'', v)', a, b) INTO back;
      same := back = original;
      IF NOT same AND category IN ('N', 'S') THEN
        EXECUTE format('SELECT v = (SELECT v FROM from_%s WHERE n = %s) FROM into_%s ORDER BY ctid DESC LIMIT 1', a, i, a) INTO same;
      END IF;
    EXCEPTION WHEN OTHERS THEN
      lost := coalesce(lost, format('%s back: %s', left(original, 60), SQLERRM));
      same := NULL;
    END;
    IF same = false THEN
      lost := coalesce(lost, format('%s comes back as %s', left(original, 60), left(back, 60)));
    END IF;
    -- Of a value that was lost only a text that is no number any more says that the meaning changed as well.
    IF same AND NOT reads_as(category, a, original, there, send)
      OR category = 'N' AND NOT is_number(original) = is_number(there) THEN
      rereads := coalesce(rereads, format('%s reads as %s', left(original, 60), left(there, 60)));
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION is_number(value text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM value::numeric;
  RETURN true;
EXCEPTION WHEN OTHERS THEN RETURN false;
END $$`

interface Probe {
  readonly lost: string | null
  readonly rereads: string | null
  readonly zoned: boolean
}

interface Judgement {
  readonly verdict: string
  readonly reason: string
}

interface Server {
  readonly categories: readonly string[]
  readonly isAssignable: (a: number, b: number) => boolean
  readonly probe: (a: number, b: number) => Promise<Probe>
}

async function serverWithAllTypes({ sql }: TestDatabase): Promise<Server> {
  await sql(`SET lc_monetary = 'C'; SET TimeZone = 'UTC'; CREATE TABLE of_types (n int)`)
  const categories: string[] = []
  for (const [n, [type, values]] of TYPES.entries()) {
    await sql(
      `INSERT INTO of_types VALUES (${n}); CREATE TABLE into_${n} (v ${type}); CREATE TABLE kept_${n} (v ${type});
      CREATE TABLE from_${n} (n int, v ${type})`,
    )
    for (const [i, value] of values.entries()) {
      await sql(`INSERT INTO from_${n} VALUES ($1, $2)`, [i, value])
    }
    const [row] = await sql(
      `SELECT t.typcategory AS category FROM pg_type t JOIN pg_attribute a ON a.atttypid = t.oid
       WHERE a.attrelid = $1::regclass AND a.attname = 'v'`,
      [`from_${n}`],
    )
    categories.push(String(row?.category))
  }
  await sql(ASSIGNABLE)
  await sql(PROBE)
  const pairs = new Set((await sql('SELECT a, b FROM assignable()')).map(({ a, b }) => `${a} ${b}`))
  const probes = new Map<string, Promise<Probe>>()
  const probe = async (a: number, b: number): Promise<Probe> => {
    const [row] = await sql('SELECT * FROM probe($1, $2, $3)', [a, b, categories[a]])
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
    return { lost: text(row?.lost), rereads: text(row?.rereads), zoned: row?.zoned === true }
  }
  return {
    categories,
    isAssignable: (a, b) => pairs.has(`${a} ${b}`),
    probe: (a, b) => {
      const key = `${a} ${b}`
      const known = probes.get(key) ?? probe(a, b)
      probes.set(key, known)
      return known
    },
  }
}

/** The verdict that the server's own behaviour gives, without looking at ours. */
async function judge(server: Server, a: number, b: number): Promise<Judgement> {
  const incompatible = (reason: string): Judgement => ({ verdict: 'incompatible', reason })
  if (server.categories[a] !== server.categories[b]) return incompatible('of another category')
  if (!server.isAssignable(a, b)) return incompatible('not cast without being told')
  if (!server.isAssignable(b, a)) return incompatible('not cast back without being told')
  const [there, back] = [await server.probe(a, b), await server.probe(b, a)]
  if (there.zoned || back.zoned) return incompatible('the result depends on the zone of the session')
  const rereads = there.rereads ?? back.rereads
  if (rereads !== null) return incompatible(rereads)
  if (there.lost !== null) return { verdict: 'narrowing', reason: there.lost }
  return back.lost === null
    ? { verdict: 'equivalent', reason: 'nothing is lost in either direction' }
    : { verdict: 'widening', reason: `nothing is lost; back: ${back.lost}` }
}

describeOnPostgres('the verdict on two types', (database, version) => {
  let server: Server
  beforeAll(async () => {
    server = await serverWithAllTypes(database())
  })

  test('is for every pair what the server does with the values at the edges', async () => {
    const wrong: string[] = []
    const counts: Record<string, number> = {}
    for (const [a, [before]] of TYPES.entries()) {
      for (const [b, [after]] of TYPES.entries()) {
        if (a === b) continue
        const { verdict, reason } = await judge(server, a, b)
        const ours = compareTypes(before, after, 'postgresql')
        counts[verdict] = (counts[verdict] ?? 0) + 1
        if (ours.verdict !== verdict) {
          wrong.push(
            `${before} -> ${after}: ${ours.verdict} (${ours.rule}); the server: ${verdict} (${reason})`,
          )
        }
      }
    }
    process.stdout.write(`PostgreSQL ${version}: ${JSON.stringify(counts)}\n`)
    expect(wrong).toEqual([])
    expect(Object.keys(counts).sort()).toEqual(['equivalent', 'incompatible', 'narrowing', 'widening'])
  })

  test('takes every spelling of the server for the type that the catalog then prints', async () => {
    const { sql } = database()
    for (const [index, spelling] of SPELLINGS.entries()) {
      await sql(`CREATE TABLE spelled_${index} (v ${spelling})`)
      const [row] = await sql(
        `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = 'v'`,
        [`spelled_${index}`],
      )
      const printed = String(row?.type)
      const { verdict } = compareTypes(spelling, printed, 'postgresql')
      expect([spelling, printed, verdict]).toEqual([
        spelling,
        printed,
        spelling === printed ? 'identical' : 'equivalent',
      ])
    }
  })

  test('has a canonical spelling that the server reads as the same type', async () => {
    const { sql } = database()
    for (const [n, [type]] of TYPES.entries()) {
      const canonical = canonicalType(type, 'postgresql')
      await sql(`CREATE TABLE canonical_${n} (v ${canonical})`)
      const [row] = await sql(
        `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = 'v'`,
        [`canonical_${n}`],
      )
      const { verdict } = compareTypes(type, String(row?.type), 'postgresql')
      expect([type, ['identical', 'equivalent'].includes(verdict)]).toEqual([type, true])
    }
  })

  test('is unknown of types that people made, whatever they are made of', async () => {
    const { sql } = database()
    await sql(
      `CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN amount AS numeric(10,2); CREATE TYPE pair AS (a int, b text)`,
    )
    await sql('CREATE TABLE made (a mood, b amount, c pair, d mood[])')
    const rows = await sql(
      `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'made'::regclass AND attnum > 0`,
    )
    for (const { type } of rows) {
      for (const other of ['text', 'numeric(10,2)', 'public.feeling']) {
        if (String(type).endsWith('[]')) continue
        expect(compareTypes(String(type), other, 'postgresql').verdict).toBe('unknown')
        expect(compareTypes(other, String(type), 'postgresql').verdict).toBe('unknown')
      }
    }
    expect(rows.map(({ type }) => type)).toEqual(['mood', 'amount', 'pair', 'mood[]'])
    expect(compareTypes('mood[]', 'text[]', 'postgresql').verdict).toBe('unknown')
  })
})
