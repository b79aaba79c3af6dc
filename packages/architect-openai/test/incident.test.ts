import { type Aegis, type Clock, createAegis, type LineageParser, llmArchitect } from '@aegis/core'
import { fakeWarehouse, manualClock, memoryStore } from '@aegis/core/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { openaiModel } from '../src/index.ts'
import { type ScriptedOpenai, type ScriptedStep, scriptedOpenai } from '../src/testing/index.ts'

const START = new Date('2026-02-15T12:00:00Z')
const KEY = 'sk-test-0123456789abcdefghij'

/** `INSERT INTO a.b SELECT * FROM c.d`, and nothing else. */
const inserts: LineageParser = {
  spec: 'lineage-parser/v1',
  normalize: (sql) => sql,
  parse(sql) {
    const [, target = '', source = ''] = /INTO (\S+) SELECT .* FROM (\S+)/.exec(sql) ?? []
    const nameOf = (name: string) => ({ parts: name.split('.').map((text) => ({ text, quoted: false })) })
    return {
      statements: [
        {
          status: 'parsed',
          index: 0,
          kind: 'insert',
          target: nameOf(target),
          sources: [{ name: nameOf(source), relationship: 'direct', confidence: 1, columns: [] }],
          partial: false,
        },
      ],
    }
  },
}

const open: (ScriptedOpenai | Aegis)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** Backoff takes no time; the limit of an attempt, and the wish to wait, stand as they are. */
function hurriedClock(): Clock & { advance(ms: number): Promise<void> } {
  const clock = manualClock(START)
  return {
    now: clock.now,
    advance: clock.advance,
    sleep: (ms, options) => (ms <= 8000 ? Promise.resolve() : clock.sleep(ms, options)),
  }
}

async function explained(steps?: readonly ScriptedStep[], key = KEY) {
  const server = await scriptedOpenai({ steps, apiKey: KEY })
  const clock = hurriedClock()
  const columns = { id: 'bigint not null', price: 'double precision' }
  const shop = fakeWarehouse({ clock, tables: { 'raw.orders': { columns }, 'mart.orders': { columns } } })
  shop.logStatement('INSERT INTO mart.orders SELECT id, price FROM raw.orders', START)
  const aegis = await createAegis({
    store: memoryStore({ now: () => clock.now() }),
    connections: { shop },
    lineageParser: inserts,
    clock,
    architect: llmArchitect({ model: openaiModel({ apiKey: key, model: 'gpt-test', baseURL: server.url }) }),
  })
  open.push(server, aegis)
  await aegis.monitor('shop', { schemas: ['raw', 'mart'] })
  await aegis.scan()
  shop.setColumns('raw.orders', { ...columns, price: 'text' })
  await aegis.scan()
  await clock.advance(60_000)
  shop.setColumns('mart.orders', { ...columns, price: 'text' })
  await aegis.scan()
  const incident = (await aegis.incidents()).find(({ table }) => table === 'mart.orders')
  return { server, aegis, clock, incident }
}

describe('an incident, explained over HTTP', () => {
  test('names the cause upstream, the evidence it rests on and the tokens it took', async () => {
    const { server, incident } = await explained()
    expect(incident?.status).toBe('pending_review')
    expect(incident?.diagnosis).toMatchObject({
      rootCauseTable: 'raw.orders',
      decidedBy: expect.stringMatching(/^127\.0\.0\.1:\d+:gpt-test$/),
      usage: { inputTokens: 1234, outputTokens: 321 },
    })
    expect(incident?.diagnosis?.rootCause).toMatch(
      /^It began in raw\.orders: raw\.orders: |^It began in raw\.orders: /,
    )
    const cited = incident?.diagnosis?.rootCauseEvidence ?? []
    const facts = incident?.diagnosis?.evidence.filter(({ id }) => cited.includes(id)) ?? []
    expect(facts.map(({ table }) => table)).toContain('raw.orders')
    for (const { body } of server.requests)
      expect(JSON.stringify(body)).not.toMatch(/raw\.orders|mart\.orders/)
  })

  test('a code fence around the answer is no fault', async () => {
    const answer = JSON.stringify({
      root_cause: 'The type of `price` changed.',
      root_cause_table: null,
      root_cause_evidence: [],
      blast_radius: [],
      severity: 'high',
      confidence: 0.4,
      recommendations: [],
    })
    const { incident } = await explained([{ does: 'say', text: `\`\`\`json\n${answer}\n\`\`\`` }])
    expect(incident?.diagnosis).toMatchObject({ rootCause: 'The type of `price` changed.', confidence: 0 })
  })

  test('of an answer of another form the rules take over, and say so', async () => {
    const { server, incident } = await explained([{ does: 'answer', value: { cause: 'x' } }])
    expect(incident?.diagnosis).toMatchObject({
      decidedBy: 'rules',
      fallback: expect.stringMatching(/refused twice/),
      usage: { inputTokens: 2468 },
    })
    expect(server.requests).toHaveLength(4)
  })

  test.each<readonly [string, readonly ScriptedStep[], readonly string[]]>([
    ['a server error, once', [{ does: 'fail', status: 500 }, { does: 'answer' }], ['unavailable', 'ok']],
    ['a gateway’s page, once', [{ does: 'page', status: 200 }, { does: 'answer' }], ['unavailable', 'ok']],
    ['a dropped connection, once', [{ does: 'drop' }, { does: 'answer' }], ['unavailable', 'ok']],
    ['429, once', [{ does: 'fail', status: 429 }, { does: 'answer' }], ['rate_limited', 'ok']],
    ['half an answer, once', [{ does: 'truncate' }, { does: 'answer' }], ['truncated', 'ok']],
    ['prose, once', [{ does: 'say', text: 'Sure!' }, { does: 'answer' }], ['invalid_json', 'ok']],
  ])('%s: the next answer is taken', async (_title, steps, expected) => {
    const { aegis } = await explained(steps)
    const calls = [...(await aegis.activity({ actions: ['model_called'] }))].reverse()
    expect(calls.slice(0, 2).map(({ modelCall }) => modelCall?.outcome)).toEqual(expected)
    const incidents = await aegis.incidents()
    expect(incidents.map(({ diagnosis }) => diagnosis?.fallback)).toEqual([undefined, undefined])
  })

  test.each<readonly [string, ScriptedStep, number, RegExp]>([
    ['server errors', { does: 'fail', status: 500 }, 4, /status 500/],
    ['429', { does: 'fail', status: 429 }, 4, /status 429/],
    ['a refusal', { does: 'refuse' }, 1, /a refusal/],
    ['an unknown model', { does: 'fail', status: 404, code: 'model_not_found' }, 1, /model_not_found/],
  ])('%s for good: the rules answer', async (_title, step, calls, reason) => {
    const { server, incident } = await explained([step])
    expect(incident?.diagnosis).toMatchObject({ decidedBy: 'rules', fallback: expect.stringMatching(reason) })
    expect(server.requests).toHaveLength(2 * calls)
  })

  test('a wrong key: one call an incident, and the rules', async () => {
    const { server, aegis, incident } = await explained(undefined, 'sk-wrong-0123456789abcdefghij')
    expect(incident?.diagnosis).toMatchObject({
      decidedBy: 'rules',
      fallback: expect.stringMatching(/status 401/),
    })
    expect(server.requests).toHaveLength(2)
    expect(JSON.stringify(await aegis.activity())).not.toMatch(/sk-/)
  })

  test('no key: no call, and the rules without a complaint', async () => {
    const { server, incident } = await explained(undefined, '')
    expect(incident?.diagnosis?.decidedBy).toBe('rules')
    expect(incident?.diagnosis?.fallback).toBeUndefined()
    expect(server.requests).toEqual([])
  })

  test('a long Retry-After: open until then, without another call, then explained', async () => {
    const wait: ScriptedStep = { does: 'fail', status: 429, headers: { 'retry-after': '600' } }
    const { server, aegis, clock } = await explained([wait, { does: 'answer' }])
    expect((await aegis.incidents()).map(({ status }) => status)).toEqual(['open', 'open'])
    expect(server.requests).toHaveLength(1)
    await clock.advance(600_000)
    await aegis.investigate()
    expect((await aegis.incidents()).map(({ status }) => status)).toEqual([
      'pending_review',
      'pending_review',
    ])
  })
})
