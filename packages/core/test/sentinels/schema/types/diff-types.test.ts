import { expect, test } from 'vitest'
import { diffTypes, type TypeDifference } from '../../../../src/sentinels/schema/types/index.ts'

function lines(differences: readonly TypeDifference[]): readonly string[] {
  return differences.map(
    ({ kind, path, before, after, verdict }) =>
      `${kind} ${path || '(column)'}: ${before} -> ${after} ${verdict}`,
  )
}

interface Row {
  readonly title: string
  readonly dialect: string
  readonly before: string
  readonly after: string
  readonly expected: readonly string[]
}

const ROWS: readonly Row[] = [
  {
    title: 'a changed column has an empty path',
    dialect: 'postgresql',
    before: 'int4',
    after: 'TEXT',
    expected: ['type_changed (column): int4 -> TEXT incompatible'],
  },
  {
    title: 'another spelling is no difference',
    dialect: 'snowflake',
    before: 'INT',
    after: 'NUMBER',
    expected: [],
  },
  {
    title: 'elements of an array',
    dialect: 'postgresql',
    before: 'varchar(3)[]',
    after: 'varchar(5)[]',
    expected: ['type_changed []: varchar(3) -> varchar(5) widening'],
  },
  {
    title: 'leaves of a struct in an array in a struct',
    dialect: 'bigquery',
    before: 'STRUCT<id INT64, items ARRAY<STRUCT<sku STRING, n INT64>>>',
    after: 'STRUCT<id STRING, items ARRAY<STRUCT<sku STRING(3), n INT64, tax NUMERIC>>>',
    expected: [
      'type_changed id: INT64 -> STRING incompatible',
      'type_changed items[].sku: STRING -> STRING(3) narrowing',
      'field_added items[].tax: null -> NUMERIC widening',
    ],
  },
  {
    title: 'fields that came and went, those that are gone first',
    dialect: 'databricks',
    before: 'struct<a:int,zip:string,c:int>',
    after: 'struct<a:int,c:int,postcode:string>',
    expected: [
      'field_deleted zip: string -> null narrowing',
      'field_added postcode: null -> string widening',
    ],
  },
  {
    title: 'a new field that must not be NULL has nothing for old values',
    dialect: 'snowflake',
    before: 'OBJECT(a NUMBER)',
    after: 'OBJECT(a NUMBER, b NUMBER NOT NULL)',
    expected: ['field_added b: null -> NUMBER narrowing'],
  },
  {
    title: 'nullability and type of one field',
    dialect: 'databricks',
    before: "struct<a:int NOT NULL COMMENT 'no'>",
    after: 'struct<a: bigint>',
    expected: [
      'type_changed a: int -> bigint widening',
      "field_nullability_changed a: int NOT NULL COMMENT 'no' -> bigint widening",
    ],
  },
  {
    title: 'keys and values of a map',
    dialect: 'databricks',
    before: 'map<int,struct<x:int>>',
    after: 'map<string,struct<x:bigint>>',
    expected: [
      'type_changed [key]: int -> string incompatible',
      'type_changed [value].x: int -> bigint widening',
    ],
  },
  {
    title: 'names that hold what paths are made of stand in quotes',
    dialect: 'databricks',
    before: 'struct<`a.b`:struct<`c"d`:int>,`x y`:int,`e[]`:int>',
    after: 'struct<`a.b`:struct<`c"d`:bigint>,`x y`:bigint,`e[]`:bigint>',
    expected: [
      'type_changed "a.b"."c""d": int -> bigint widening',
      'type_changed x y: int -> bigint widening',
      'type_changed "e[]": int -> bigint widening',
    ],
  },
  {
    title: 'two levels of arrays',
    dialect: 'trino',
    before: 'array(array(row(lat real)))',
    after: 'array(array(row(lat double)))',
    expected: ['type_changed [][].lat: real -> double widening'],
  },
  {
    title: 'a struct that became a text is one difference, not one a field',
    dialect: 'bigquery',
    before: 'STRUCT<v STRUCT<a INT64, b INT64>>',
    after: 'STRUCT<v STRING>',
    expected: ['type_changed v: STRUCT<a INT64, b INT64> -> STRING incompatible'],
  },
  {
    title: 'a type never seen, deep inside',
    dialect: 'bigquery',
    before: 'ARRAY<STRUCT<a FOO(1)>>',
    after: 'ARRAY<STRUCT<a FOO(2)>>',
    expected: ['type_changed [].a: FOO(1) -> FOO(2) unknown'],
  },
  {
    title: 'the same type never seen, spelled otherwise',
    dialect: 'bigquery',
    before: 'ARRAY<STRUCT<a FOO( 1 )>>',
    after: 'ARRAY<STRUCT<a foo(1)>>',
    expected: [],
  },
  {
    title: 'a collation alone, which the texts then show',
    dialect: 'bigquery',
    before: "STRUCT<a STRING COLLATE 'und:ci'>",
    after: 'STRUCT<a STRING>',
    expected: ["type_changed a: STRING COLLATE 'und:ci' -> STRING incompatible"],
  },
  {
    title: 'a comment with what ends a struct, and a name with a backslash',
    dialect: 'databricks',
    before: "struct<a: int COMMENT 'it\\'s >, b', `c\\`: int>",
    after: 'struct<a: bigint, `c\\`: bigint>',
    expected: ['type_changed a: int -> bigint widening', 'type_changed c\\: int -> bigint widening'],
  },
  {
    title: 'a NOT NULL behind the whole type is the column\u2019s own',
    dialect: 'bigquery',
    before: 'INT64 NOT NULL',
    after: 'INT64',
    expected: [],
  },
  {
    title: 'fields without names go by their position',
    dialect: 'bigquery',
    before: 'STRUCT<INT64, STRING>',
    after: 'STRUCT<INT64, BYTES>',
    expected: ['type_changed _field_2: STRING -> BYTES incompatible'],
  },
  {
    title: 'two fields of one name',
    dialect: 'bigquery',
    before: 'STRUCT<a INT64, a STRING>',
    after: 'STRUCT<a INT64, a BYTES>',
    expected: ['type_changed a: STRING -> BYTES incompatible'],
  },
]

test.each(ROWS)('$title', ({ dialect, before, after, expected }) => {
  expect(lines(diffTypes(before, after, dialect))).toEqual(expected)
})

test('tells where in its struct each field stood and stands', () => {
  const before = 'STRUCT<a INT64, gone STRING, kept INT64>'
  const after = 'STRUCT<a INT64, kept NUMERIC, born STRING>'
  expect(
    diffTypes(before, after, 'bigquery').map(({ path, ordinalBefore, ordinalAfter }) => [
      path,
      ordinalBefore ?? null,
      ordinalAfter ?? null,
    ]),
  ).toEqual([
    ['gone', 2, null],
    ['kept', 3, 2],
    ['born', null, 3],
  ])
})
