import { type Aegis, createAegis, type LineageParser, llmArchitect } from '@aegis/core'
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

async function explained(steps?: readonly ScriptedStep[]) {
  const server = await scriptedOpenai({ steps, apiKey: KEY })
  const clock = manualClock(START)
  const columns = { id: 'bigint not null', price: 'double precision' }
  const shop = fakeWarehouse({ clock, tables: { 'raw.orders': { columns }, 'mart.orders': { columns } } })
  shop.logStatement('INSERT INTO mart.orders SELECT id, price FROM raw.orders', START)
  const aegis = await createAegis({
    store: memoryStore({ now: () => clock.now() }),
    connections: { shop },
    lineageParser: inserts,
    clock,
    architect: llmArchitect({ model: openaiModel({ apiKey: KEY, model: 'gpt-test', baseURL: server.url }) }),
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
  return { server, aegis, incident }
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
})
