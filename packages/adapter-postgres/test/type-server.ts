import type { TestDatabase } from './database.ts'
import { TYPES } from './type-values.ts'

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
 * type nor, of numbers, `numeric` reads it as what it was; blanks at the end of a text do not count, a float is
 * read as a float, and an address of eight bytes as one. `zoned`: in another time zone another value arrives.
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
  IF send = 'macaddr8_send' THEN RETURN original::macaddr8 = there::macaddr8; END IF;
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

export interface Judgement {
  readonly verdict: string
  readonly reason: string
}

export interface Server {
  readonly categories: readonly string[]
  readonly isAssignable: (a: number, b: number) => boolean
  readonly probe: (a: number, b: number) => Promise<Probe>
}

export async function serverWithAllTypes({ sql }: TestDatabase): Promise<Server> {
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
export async function judge(server: Server, a: number, b: number): Promise<Judgement> {
  const incompatible = (reason: string): Judgement => ({ verdict: 'incompatible', reason })
  if (server.categories[a] !== server.categories[b]) return incompatible('of another category')
  if (!server.isAssignable(a, b)) return incompatible('not cast without being told')
  if (!server.isAssignable(b, a)) return incompatible('not cast back without being told')
  const [there, back] = [await server.probe(a, b), await server.probe(b, a)]
  // A time of day is lost in a date whatever the zone; that the day depends on it as well is not the worst.
  const after = TYPES[b]?.[0] ?? ''
  if (there.lost !== null && /^date(\[\])?$/.test(after)) return { verdict: 'narrowing', reason: there.lost }
  if (there.zoned || back.zoned) return incompatible('the result depends on the zone of the session')
  const rereads = there.rereads ?? back.rereads
  if (rereads !== null) return incompatible(rereads)
  if (there.lost !== null) return { verdict: 'narrowing', reason: there.lost }
  return back.lost === null
    ? { verdict: 'equivalent', reason: 'nothing is lost in either direction' }
    : { verdict: 'widening', reason: `nothing is lost; back: ${back.lost}` }
}
