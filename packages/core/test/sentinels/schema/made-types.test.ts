import { describe, expect, test } from 'vitest'
import { describeChange } from '../../../src/architect/index.ts'
import type { Column } from '../../../src/model/table.ts'
import { diffShapes } from '../../../src/sentinels/schema/diff-shapes.ts'

type Made = Pick<Column, 'type' | 'typeId' | 'madeOf'>

const changes = (before: Made, after: Made): readonly string[] =>
  diffShapes(
    [{ name: 'a', nullable: true, ordinal: 1, ...before }],
    [{ name: 'a', nullable: true, ordinal: 1, ...after }],
    { dialect: 'postgresql' },
  ).map((change) => `${change.verdict ?? change.kind}: ${describeChange(change)}`)

const ADDRESS: Made = { type: 'shop.address', typeId: '17000', madeOf: 'row("street" text, "zip" integer)' }
const AMOUNT: Made = { type: 'shop.amount', typeId: '17010', madeOf: 'integer' }

describe('a type that people made', () => {
  test.each<readonly [string, Made, Made, readonly string[]]>([
    ['the order of its attributes', ADDRESS, { ...ADDRESS, madeOf: 'row("zip" int4, "street" text)' }, []],
    [
      'a lost attribute',
      ADDRESS,
      { ...ADDRESS, madeOf: 'row("zip" integer)' },
      ['column_deleted: `a.street` (text) was deleted'],
    ],
    [
      'an attribute of another type',
      ADDRESS,
      { ...ADDRESS, type: 'crm.address', madeOf: 'row("street" text, "zip" bigint)' },
      ['widening: `a.zip` changed from integer to bigint'],
    ],
    ['what was not read before', { type: 'shop.address' }, ADDRESS, []],
    ['its name and schema', ADDRESS, { ...ADDRESS, type: 'crm."Place"' }, []],
    [
      'its name, and that of many values there are more now',
      { type: 'public.mood', typeId: '17001' },
      { type: 'public.feeling[]', typeId: '17001' },
      ['unknown: `a` changed from public.mood to public.feeling[]'],
    ],
    [
      'its collation, while it moved',
      { type: 'public.citext', typeId: '17002' },
      { type: 'ext.citext COLLATE "C"', typeId: '17002' },
      ['unknown: `a` changed from public.citext to ext.citext COLLATE "C"'],
    ],
    [
      'another type with the same attributes',
      ADDRESS,
      { ...ADDRESS, type: 'shop.place', typeId: '17005' },
      ['unknown: `a` changed from shop.address to shop.place'],
    ],
    [
      'a domain in place of what it stood over',
      { type: 'integer' },
      AMOUNT,
      ['unknown: `a` changed from integer to shop.amount over integer'],
    ],
    [
      'what a domain stood over in its place',
      AMOUNT,
      { type: 'int4' },
      ['widening: `a` changed from shop.amount over integer to int4'],
    ],
    [
      'a domain of the same name over another type',
      AMOUNT,
      { ...AMOUNT, typeId: '17011', madeOf: 'text' },
      ['incompatible: `a` changed from shop.amount over integer to shop.amount over text'],
    ],
    ['a domain made anew', AMOUNT, { ...AMOUNT, typeId: '17011', madeOf: 'int4' }, []],
  ])('%s', (_title, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected)
  })
})
