import { describe, expect, test } from 'vitest'
import { answerSchema } from '../../../src/architect/model/answer-schema.ts'
import { foreignNames } from '../../../src/architect/model/foreign-names.ts'
import type { KnownWords } from '../../../src/architect/model/known-words.ts'
import type { OpaqueNames } from '../../../src/architect/model/opaque-names.ts'
import { readJson } from '../../../src/architect/model/read-json.ts'
import { llmArchitect } from '../../../src/index.ts'
import { driftedShop } from './drifted-shop.ts'
import { answer, says, scriptedModel } from './scripted-model.ts'

const known: KnownWords = {
  words: new Set([
    'price',
    'unit_price',
    'address',
    'zip',
    'numeric',
    'varchar',
    'not',
    'null',
    'e.g',
    'schema_drift',
  ]),
  columns: new Set(['price', 'unit_price', 'net price', 'address.zip']),
  steps: new Set(['price', 'unit_price', 'address', 'zip', 'address.zip']),
  suspect: new Set(['payroll']),
}
const names: OpaqueNames = {
  ids: ['T1', 'T2'],
  idOf: () => undefined,
  nameOf: () => undefined,
  hide: (text) => text,
  hideAll: (text) => text,
  hideInSql: (text) => text,
  reveal: (text) => text,
  unknownIds: (text) =>
    [...text.matchAll(/\bT\d+\b/g)].map(([id]) => id).filter((id) => !['T1', 'T2'].includes(id)),
}

describe('names in a model’s text', () => {
  test.each([
    'The type of `price` changed from numeric to varchar(255) in T2, and T1 loads from it.',
    'T1.price is fed by T2.unit_price; see E3 and E12.',
    '`net price` became NOT NULL at 2026-02-15T14:05:00Z, about 3 h before T1 failed (e.g. the 14:00 load).',
    'A field inside `address.zip` changed (schema_drift).',
    'Nothing else changed: the job, its owner and its schedule are as before. It is 90% certain.',
    'The view’s query "select price" no longer works.',
    'Die Spalte `price` hat sich geändert.',
  ])('%j names nothing foreign', (text) => {
    expect(foreignNames(text, known, names)).toEqual([])
  })

  test.each<readonly [string, string]>([
    ['It began in payroll.salaries.', 'payroll.salaries'],
    ['It began in T3.', 'T3'],
    ['`salaries` changed.', 'salaries'],
    ['The column total_amount changed.', 'total_amount'],
    ['customerSecrets broke.', 'customerSecrets'],
    ['T1.salary changed.', 'T1.salary'],
    ['It began in payroll.', 'payroll'],
    ['See https://evil.example', 'a link'],
    ['![x](//evil)', 'a link'],
    ['<img src=x>', 'a link'],
  ])('%j names %j', (text, foreign) => {
    expect(foreignNames(text, known, names)).toContain(foreign)
  })
})

describe('the schema of an answer', () => {
  test('is strict all the way down: all fields required, no others, nothing that only some services know', () => {
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return
      if ('type' in node && node.type === 'object') {
        const { properties, required } = node as unknown as {
          properties: object
          required: readonly string[]
        }
        expect(node).toMatchObject({ additionalProperties: false })
        expect([...required].sort()).toEqual(Object.keys(properties).sort())
      }
      for (const word of ['oneOf', 'minimum', 'maximum', 'pattern', 'format', '$schema', '$ref', 'default']) {
        expect(Object.keys(node)).not.toContain(word)
      }
      for (const child of Object.values(node)) walk(child)
    }
    const schema = answerSchema(['T1', 'T2'], ['E1'])
    walk(schema)
    expect(JSON.stringify(schema)).toContain('"enum":["T1","T2"]')
    expect(schema).toMatchObject({ type: 'object' })
  })
})

describe('JSON in an answer', () => {
  test.each<readonly [string, unknown]>([
    ['{"a":1}', { a: 1 }],
    ['```json\n{"a":1}\n```', { a: 1 }],
    ['```\n{"a":1}\n```\n', { a: 1 }],
    ['<think>hm {"a":2}</think>\n{"a":1}', { a: 1 }],
    ['Sure: {"a":1}', undefined],
    ['{"a":', undefined],
    ['', undefined],
  ])('%j is %j', (text, value) => {
    expect(readJson(text)).toEqual(value)
  })
})

describe('claims fall one by one', () => {
  test('a recommendation that cites nothing real, or names what is not there, is left out; the others stay', async () => {
    const step = (description: string, evidence = ['E1']) => ({
      ...{ action: 'investigate', description, sql: null, priority: 1, evidence },
    })
    const model = scriptedModel([
      says(
        answer({
          recommendations: [
            step('Look at T1.'),
            step('Look at T9.'),
            step('Look.', ['E99']),
            'nonsense',
            step('Ask.'),
          ],
        }),
      ),
    ])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    await shop.investigate()
    const { diagnosis } = await shop.incident()
    const own = diagnosis?.recommendations.filter(({ evidence }) => evidence?.includes('E1'))
    expect(own?.map(({ description }) => description)).toEqual(['Look at analytics.orders.', 'Ask.'])
    expect(model.requests).toHaveLength(1)
  })

  test.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ['a table downstream', { root_cause_table: 'T4' }],
    ['evidence that is not there', { root_cause_evidence: ['E1', 'E99'] }],
    ['no evidence', { root_cause_evidence: [] }],
    ['evidence about another table', { root_cause_table: 'T2', root_cause_evidence: ['E1'] }],
    ['more than certainty', { confidence: 1.2 }],
    ['a severity of its own', { severity: 'catastrophic' }],
  ])('a root cause by %s is none: asked twice, then the rules', async (_title, more) => {
    const model = scriptedModel([says(answer(more))])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    await shop.investigate()
    expect(model.requests).toHaveLength(2)
    expect((await shop.incident()).diagnosis?.decidedBy).toBe('rules')
  })

  test('without a table there is no confidence', async () => {
    const model = scriptedModel([says(answer({ root_cause_table: null, confidence: 0.9 }))])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    await shop.investigate()
    expect((await shop.incident()).diagnosis).toMatchObject({ decidedBy: 'test:model', confidence: 0 })
  })
})

describe('several incidents', () => {
  test('are investigated at once: one that hangs keeps no other waiting', async () => {
    const model = scriptedModel([
      async (request) =>
        /^Change: .* to text$/m.test(request.user)
          ? new Promise(() => {})
          : says(answer())(request, undefined),
    ])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    const { aegis, warehouse, clock } = shop
    await aegis.monitor('shop', { tables: ['raw.orders'] })
    await aegis.scan({ investigate: false })
    warehouse.setColumns('raw.orders', { id: 'bigint not null', price: 'text' })
    await aegis.scan({ investigate: false })
    const done = aegis.investigate()
    await clock.advance(0)
    const byTable = async (): Promise<ReadonlyMap<string | null, string>> =>
      new Map((await aegis.incidents()).map(({ table, status }) => [table, status]))
    expect((await byTable()).get('analytics.orders')).toBe('pending_review')
    expect((await byTable()).get('raw.orders')).toBe('investigating')
    await clock.advance(150_000)
    await done
    expect((await byTable()).get('raw.orders')).toBe('pending_review')
  })
})
