import { afterAll, describe, expect, test } from 'vitest'
import { planProverOn } from '../../src/prover/pglite-plan-prover.ts'
import { shadowThread } from '../../src/prover/pglite-thread.ts'
import { type PlanTexts, planOf, view } from './plans.ts'

const thread = shadowThread({ idleMs: 60_000 })
const prover = planProverOn(thread)
afterAll(() => thread.stop())

const RETYPE = 'ALTER TABLE shop.orders ALTER COLUMN price TYPE numeric(10,2) USING price::numeric(10,2)'
const TEXT_PRICE: Pick<PlanTexts, 'accepted' | 'latest'> = {
  accepted: ['id bigint!', 'price numeric(10,2)'],
  latest: ['id bigint!', 'price text'],
}

const CASES: readonly (readonly [title: string, plan: PlanTexts, outcome: string, text: RegExp])[] = [
  [
    'a type that comes back',
    { ...TEXT_PRICE, statements: [RETYPE] },
    'proved',
    /^Schema proved on PostgreSQL 18\.\d+ \(in-process shadow of the recorded columns\), data not checked\. Keys, /,
  ],
  [
    'a cast that is missing',
    { ...TEXT_PRICE, statements: ['ALTER TABLE shop.orders ALTER COLUMN price TYPE numeric(10,2)'] },
    'refused',
    /statement 1 of 1: column "price" cannot be cast automatically to type numeric/,
  ],
  [
    'half a plan',
    {
      accepted: ['id bigint!', 'price numeric', 'note text'],
      latest: ['id bigint!', 'price text'],
      statements: ['ALTER TABLE shop.orders ADD COLUMN note text'],
    },
    'refused',
    /the statements ran, but the columns are not the wanted ones: `price` changed from numeric to text\./,
  ],
  [
    'a statement after one that ran',
    { ...TEXT_PRICE, statements: [RETYPE, 'ALTER TABLE shop.orders DROP COLUMN nothing'] },
    'refused',
    /statement 2 of 2: column "nothing" of relation "orders" does not exist/,
  ],
  [
    'two statements in one',
    { ...TEXT_PRICE, statements: [`${RETYPE}; DROP TABLE shop.orders`] },
    'refused',
    /statement 1 of 1: cannot insert multiple commands/,
  ],
  [
    'a view in the way',
    { ...TEXT_PRICE, statements: [RETYPE], views: [view('shop.prices', 'SELECT price FROM shop.orders;')] },
    'refused',
    /cannot alter type of a column used by a view or rule \(rule _RETURN on view shop\.prices depends on column "price"\)/,
  ],
  [
    'a view over the view',
    {
      ...TEXT_PRICE,
      statements: ['DROP VIEW shop.prices CASCADE', RETYPE],
      views: [
        view('shop.dear', 'SELECT price FROM shop.prices;'),
        view('shop.prices', 'SELECT price FROM shop.orders;'),
      ],
    },
    'refused',
    /view shop\.prices does not work afterwards: relation "shop\.prices" does not exist/,
  ],
  [
    'a default that does not cast',
    {
      accepted: ['id bigint!', 'price integer = 0'],
      latest: ['id bigint!', "price text = 'none'::text"],
      statements: ['ALTER TABLE shop.orders ALTER COLUMN price TYPE integer USING price::integer'],
    },
    'refused',
    /default for column "price" cannot be cast automatically to type integer/,
  ],
  [
    'a default taken off and put back',
    {
      accepted: ['id bigint!', 'price integer = 0'],
      latest: ['id bigint!', "price text = 'none'::text"],
      statements: [
        'ALTER TABLE shop.orders ALTER COLUMN price DROP DEFAULT',
        'ALTER TABLE shop.orders ALTER COLUMN price TYPE integer USING price::integer',
        'ALTER TABLE shop.orders ALTER COLUMN price SET DEFAULT 0',
      ],
    },
    'proved',
    /data not checked\. Keys/,
  ],
  [
    'a default that stays away',
    {
      accepted: ['id bigint!', 'price integer = 0'],
      latest: ['id bigint!'],
      statements: ['ALTER TABLE shop.orders ADD COLUMN price integer'],
    },
    'proved',
    /Defaults that do not come back: price\./,
  ],
  [
    'a generated column in the way',
    {
      accepted: ['price numeric', 'net numeric = (price * 0.81)'],
      latest: ['price integer', 'net numeric = ((price)::numeric * 0.81)'],
      statements: ['ALTER TABLE shop.orders ALTER COLUMN price TYPE numeric'],
    },
    'refused',
    /cannot alter type of a column used by a generated column/,
  ],
  [
    'a sequence behind a default',
    {
      accepted: ["id bigint! = nextval('ids.orders_id_seq'::regclass)", 'note text'],
      latest: ["id bigint! = nextval('ids.orders_id_seq'::regclass)"],
      statements: ['ALTER TABLE shop.orders ADD COLUMN note text'],
    },
    'proved',
    /data not checked\. Keys/,
  ],
  [
    'a table that is gone',
    {
      accepted: ['id bigint!'],
      latest: [],
      statements: ['CREATE TABLE shop.orders (id bigint NOT NULL)'],
      views: [view('shop.ids', 'SELECT id FROM shop.orders;')],
    },
    'proved',
    /Views that can be created again: shop\.ids\./,
  ],
  [
    'names that want quotes',
    {
      accepted: ['Größe "char"', 'select integer'],
      latest: ['Größe "char"', 'sélect integer'],
      statements: ['ALTER TABLE shop.orders RENAME COLUMN "sélect" TO "select"'],
      views: [view('shop.Große', 'SELECT "Größe", "sélect" FROM shop.orders;', 'materialized_view')],
    },
    'proved',
    /Dependent views that still work: shop\."Große"\./,
  ],
]

describe('plans on a shadow', () => {
  test.each(CASES)('%s', async (_title, texts, outcome, text) => {
    const proof = await prover.prove(planOf(texts))
    expect(proof).toMatchObject({ outcome, text: expect.stringMatching(text), by: 'pglite' })
  })
})

describe('views that read a renamed column', () => {
  const renamed = {
    accepted: ['id bigint!', 'price numeric(10,2)'],
    latest: ['id bigint!', 'unit_price numeric(10,2)'],
    statements: ['ALTER TABLE shop.orders RENAME COLUMN unit_price TO price'],
  }

  test.each([
    ['recorded before', 'SELECT id, price FROM shop.orders;'],
    ['recorded since', 'SELECT id, unit_price AS price FROM shop.orders;'],
  ])('%s', async (_title, sql) => {
    const proof = await prover.prove(planOf({ ...renamed, views: [view('shop.v', sql)] }))
    expect(proof).toMatchObject({
      outcome: 'proved',
      text: expect.stringContaining('Dependent views that still work: shop.v.'),
    })
  })

  test('stand in the way of a type as they do in the warehouse, whenever they were recorded', async () => {
    const proof = await prover.prove(
      planOf({
        accepted: renamed.accepted,
        latest: ['id bigint!', 'unit_price text'],
        statements: [...renamed.statements, RETYPE],
        views: [view('shop.v', 'SELECT id, price FROM shop.orders;')],
      }),
    )
    expect(proof).toMatchObject({ outcome: 'refused', text: expect.stringContaining('statement 2 of 2') })
  })
})

describe('what is not recorded', () => {
  const JOINED = `SELECT o.id,
    c.name,
    sum(o.price * i.amount::numeric) AS total,
    date_trunc('month'::text, c.since) AS month
   FROM shop.orders o
     JOIN crm.customers c ON c.id = o.customer_id
     LEFT JOIN shop.items AS i ON i.order_id = o.id AND i.kind = 'x'::text
  WHERE c.is_active AND c.since > '2026-01-01'::date
  GROUP BY o.id, c.name, (date_trunc('month'::text, c.since));`
  const shapes = {
    accepted: ['id bigint!', 'customer_id integer', 'price numeric(10,2)', 'note text'],
    latest: ['id bigint!', 'customer_id integer', 'price numeric(10,2)', 'note character varying(9)'],
  }
  const statements = ['ALTER TABLE shop.orders ALTER COLUMN note TYPE text']

  test('other tables are stood in for by what views need', async () => {
    const proof = await prover.prove(
      planOf({ ...shapes, statements, views: [view('crm.totals', JOINED, 'materialized_view')] }),
    )
    expect(proof).toMatchObject({
      outcome: 'proved',
      text: expect.stringContaining(
        'Dependent views that still work: crm.totals; tables stood in for by what the views need: crm.customers, shop.items.',
      ),
    })
  })

  test('a view that cannot be built leaves a change of type open, and no other', async () => {
    const views = [view('shop.odd', 'SELECT shop.score(o.*) FROM shop.orders o;')]
    expect(await prover.prove(planOf({ ...shapes, statements, views }))).toMatchObject({
      outcome: 'not_run',
      text: expect.stringMatching(/view shop\.odd could not be built here \(function shop\.score/),
    })
    const added = {
      accepted: ['id bigint!', 'note text'],
      latest: ['id bigint!'],
      statements: ['ALTER TABLE shop.orders ADD COLUMN note text'],
      views,
    }
    expect(await prover.prove(planOf(added))).toMatchObject({
      outcome: 'proved',
      text: expect.stringContaining('Views not tried: shop.odd.'),
    })
  })

  test.each<readonly [string, PlanTexts, string, RegExp]>([
    [
      'an enum beside the change',
      {
        accepted: ["mood crm.mood! = 'fine'::crm.mood", 'tags public."Tag"[]', 'note text'],
        latest: ["mood crm.mood! = 'fine'::crm.mood", 'tags public."Tag"[]'],
        statements: ['ALTER TABLE shop.orders ADD COLUMN note text'],
        views: [view('shop.sad', "SELECT 1 FROM shop.orders WHERE mood = 'sad'::crm.mood;")],
      },
      'proved',
      /types stood in for by an enum: crm\.mood, public\."Tag"\./,
    ],
    [
      'an enum that comes back',
      {
        accepted: ['mood crm.mood'],
        latest: ['mood text'],
        statements: ['ALTER TABLE shop.orders ALTER COLUMN mood TYPE crm.mood USING mood::crm.mood'],
      },
      'proved',
      /Types stood in for by an enum: crm\.mood\./,
    ],
    [
      'a type that may be another than an enum',
      {
        accepted: ['mood crm.cents'],
        latest: ['mood integer'],
        statements: ['ALTER TABLE shop.orders ALTER COLUMN mood TYPE crm.cents USING mood::crm.cents'],
      },
      'not_run',
      /of crm\.cents only the name is recorded, and an enum in its place refuses statement 1 of 1: cannot cast/,
    ],
    [
      'a type of an extension',
      {
        accepted: ['mail public.citext', 'attributes ext.hstore', 'note text'],
        latest: ['mail text', 'attributes ext.hstore', 'note text'],
        statements: ['ALTER TABLE shop.orders ALTER COLUMN mail TYPE public.citext'],
        views: [view('shop.a', "SELECT attributes OPERATOR(ext.->) 'size'::text AS size FROM shop.orders;")],
      },
      'proved',
      /data not checked\. Dependent views that still work: shop\.a\. Keys/,
    ],
    [
      'a type with dimensions of its own',
      { accepted: ['at public.geometry(Point,4326)'], latest: ['at text'], statements: ['SELECT 1'] },
      'refused',
      /columns are not the wanted ones/,
    ],
    [
      'the same in the latest shape',
      { accepted: ['at text'], latest: ['at public.geometry(Point,4326)'], statements: ['SELECT 1'] },
      'not_run',
      /column at of type public\.geometry\(Point,4326\) cannot be built here: type modifier is not allowed/,
    ],
    [
      'a default by a function of the user, on the column that changes',
      {
        accepted: ['code text = shop.next_code()'],
        latest: ['code integer = shop.next_code()'],
        statements: ['ALTER TABLE shop.orders ALTER COLUMN code TYPE text'],
      },
      'not_run',
      /the default of code could not be built here \(function shop\.next_code\(\) does not exist\)/,
    ],
    [
      'the same beside the change',
      {
        accepted: ['code text = shop.next_code()', 'note text'],
        latest: ['code text = shop.next_code()'],
        statements: ['ALTER TABLE shop.orders ADD COLUMN note text'],
      },
      'proved',
      /Defaults left out: code\./,
    ],
    [
      'a type in a partitioned table',
      { ...shapes, statements, kind: 'partitioned' },
      'not_run',
      /the partition key is not recorded, and note may not be changed if in it/,
    ],
    ['a view', { ...shapes, statements, kind: 'view' }, 'not_run', /a view cannot be built from its columns/],
    ['nothing to run', { ...shapes, statements: [] }, 'not_run', /there is no statement/],
    [
      'too much to run',
      { ...shapes, statements: Array.from({ length: 101 }, () => 'SELECT 1') },
      'not_run',
      /more than 100 statements/,
    ],
  ])('%s', async (_title, texts, outcome, text) => {
    expect(await prover.prove(planOf(texts))).toMatchObject({
      outcome,
      text: expect.stringMatching(text),
    })
  })
})

test('other dialects are left to others', async () => {
  expect(prover.proves('snowflake')).toBe(false)
  expect(prover.proves('postgresql')).toBe(true)
  const plan = { ...planOf({ ...TEXT_PRICE, statements: [RETYPE] }), dialect: 'snowflake' }
  expect(await prover.prove(plan)).toMatchObject({ outcome: 'not_run' })
})
