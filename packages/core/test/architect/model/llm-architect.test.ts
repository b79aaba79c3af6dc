import { describe, expect, test } from 'vitest'
import { llmArchitect, type ModelCallOutcome } from '../../../src/index.ts'
import { driftedShop } from './drifted-shop.ts'
import { answer, fails, hangs, type Step, says, scriptedModel } from './scripted-model.ts'

const outcomes = (
  calls: readonly { readonly modelCall?: { readonly outcome: ModelCallOutcome } | undefined }[],
) => calls.map(({ modelCall }) => modelCall?.outcome)

describe('a model that answers', () => {
  test('explains the incident by ids; names come back, the blast radius is the graph’s, its tokens are told', async () => {
    const model = scriptedModel([says(answer())])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    await shop.investigate()
    const { diagnosis, status } = await shop.incident()
    expect(status).toBe('pending_review')
    expect(diagnosis).toMatchObject({
      rootCause: 'The type of `price` changed in analytics.orders.',
      rootCauseTable: 'analytics.orders',
      rootCauseEvidence: ['E1'],
      blastRadius: ['analytics.customer_ltv', 'analytics.daily_revenue'],
      severity: 'high',
      confidence: 0.7,
      decidedBy: 'test:model',
      usage: { inputTokens: 1000, outputTokens: 200 },
    })
    expect(diagnosis?.fallback).toBeUndefined()
    expect(diagnosis?.recommendations[0]).toEqual({
      action: 'notify_team',
      description: 'Ask who changed analytics.orders.',
      sql: null,
      priority: 1,
      evidence: ['E1'],
    })
    expect(diagnosis?.recommendations.map(({ action }) => action)).toContain('revert_schema')
    const [request] = model.requests
    expect(`${request?.system}${request?.user}`).not.toMatch(/analytics|staging|raw\.orders|daily_revenue/)
    expect(request?.user).toMatch(/T\d → T\d → T1/)
    expect(request?.user).toContain('`price`')
  })

  test('each call is one line of activity, in numbers', async () => {
    const model = scriptedModel([fails('unavailable'), says(answer())])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    await shop.investigate(2000)
    const calls = await shop.calls()
    expect(calls.map(({ modelCall }) => modelCall)).toMatchObject([
      { attempt: 1, outcome: 'unavailable', inputTokens: null, budgetTokens: 0, latencyMs: 0 },
      { attempt: 2, outcome: 'ok', inputTokens: 1000, outputTokens: 200, budgetTokens: 1200 },
    ])
    expect(calls[1]).toMatchObject({ agent: 'architect', incidentId: (await shop.incident()).id })
    const [made] = await shop.aegis.activity({ actions: ['diagnosis_made'] })
    expect(made?.text).toMatch(/decided by test:model, 1000 tokens in, 200 out/)
  })
})

describe('a model that fails', () => {
  test.each<readonly [string, readonly Step[], number, readonly ModelCallOutcome[], RegExp]>([
    [
      'hangs: 30 s each, again after 2, 4 and 8 s, then the rules',
      [hangs],
      4 * 30_000 + 14_000,
      ['timeout', 'timeout', 'timeout', 'timeout'],
      /did not answer in time/,
    ],
    [
      'is down: four calls',
      [fails('unavailable')],
      14_000,
      ['unavailable', 'unavailable', 'unavailable', 'unavailable'],
      /unavailable/,
    ],
    [
      'is rate limited without saying how long',
      [fails('rate_limited')],
      14_000,
      Array(4).fill('rate_limited'),
      /rate_limited/,
    ],
    ['refuses: asked once', [fails('refused')], 0, ['refused'], /refused/],
    ['has the wrong key: asked once', [fails('credentials')], 0, ['credentials'], /credentials/],
    [
      'answers no JSON twice',
      [says('Sure! The cause is')],
      0,
      ['invalid_json', 'invalid_json'],
      /refused twice.*not one JSON object/,
    ],
    [
      'breaks the schema twice',
      [says({ root_cause: 'x' })],
      0,
      ['invalid_answer', 'invalid_answer'],
      /does not match the schema/,
    ],
    ['is cut off twice', [fails('truncated')], 0, ['truncated', 'truncated'], /cut off/],
    [
      'throws what it should not',
      [
        async () => {
          throw new TypeError('boom')
        },
      ],
      0,
      ['other'],
      /boom/,
    ],
  ])('%s', async (_title, steps, ms, expected, reason) => {
    const model = scriptedModel(steps)
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    const began = shop.clock.now().getTime()
    await shop.investigate(ms)
    expect(outcomes(await shop.calls())).toEqual(expected)
    const { diagnosis, status } = await shop.incident()
    expect(status).toBe('pending_review')
    expect(diagnosis).toMatchObject({
      decidedBy: 'rules',
      blastRadius: ['analytics.customer_ltv', 'analytics.daily_revenue'],
    })
    expect(diagnosis?.fallback).toMatch(reason)
    expect(diagnosis?.diagnosedAt.getTime()).toBeLessThanOrEqual(began + 150_000)
    const [made] = await shop.aegis.activity({ actions: ['diagnosis_made'] })
    expect(made?.text).toMatch(/decided by rules, because test:model/)
  })

  test('waits exactly 2, 4 and 8 seconds', async () => {
    const times: number[] = []
    const shop = await driftedShop({
      architect: llmArchitect({
        model: scriptedModel([
          async () => {
            times.push(shop.clock.now().getTime())
            return fails('unavailable')(
              { system: '', user: '', answer: { name: '', schema: {} }, maxOutputTokens: 1 },
              undefined,
            )
          },
        ]),
      }),
    })
    await shop.investigate(14_000)
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 2000, 6000, 14_000])
  })

  test('is told what was wrong, once, and may then be right', async () => {
    const model = scriptedModel([says(answer({ root_cause_table: 'T99' })), says(answer())])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    await shop.investigate()
    expect(outcomes(await shop.calls())).toEqual(['unfounded', 'ok'])
    expect(model.requests[1]?.user).toMatch(/refused: the root cause table T99 is no table of the evidence/)
    expect((await shop.incident()).diagnosis).toMatchObject({
      decidedBy: 'test:model',
      usage: { inputTokens: 2000, outputTokens: 400 },
    })
  })

  test('never takes longer than 150 s in all, whatever it does in turn', async () => {
    const model = scriptedModel([hangs, hangs, hangs, says('no JSON'), hangs])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    const began = shop.clock.now().getTime()
    await shop.investigate(150_000)
    expect(outcomes(await shop.calls())).toEqual(['timeout', 'timeout', 'timeout', 'invalid_json', 'timeout'])
    const { diagnosis } = await shop.incident()
    expect(diagnosis).toMatchObject({ decidedBy: 'rules', usage: { inputTokens: 1000, outputTokens: 200 } })
    expect(diagnosis?.diagnosedAt.getTime()).toBeLessThanOrEqual(began + 150_000)
  })

  test('an abort is passed on, and the claim given back', async () => {
    const shop = await driftedShop({ architect: llmArchitect({ model: scriptedModel([hangs]) }) })
    const stop = new AbortController()
    const done = shop.aegis.investigate(stop.signal)
    await shop.clock.advance(1000)
    stop.abort(new Error('stopped'))
    await expect(done).rejects.toThrow('stopped')
    expect(await shop.incident()).toMatchObject({ status: 'investigating', diagnosis: null })
    expect(outcomes(await shop.calls())).toEqual(['aborted'])
  })
})

describe('a model that asks to wait', () => {
  test('is asked again when it says, where there is time', async () => {
    const model = scriptedModel([fails('rate_limited', 20_000), says(answer())])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    const done = shop.aegis.investigate()
    await shop.clock.advance(19_999)
    expect(model.requests).toHaveLength(1)
    await shop.clock.advance(1)
    await done
    expect((await shop.incident()).diagnosis?.decidedBy).toBe('test:model')
  })

  test('for longer than there is: the incident is open until then, is claimed by nobody, and is then explained', async () => {
    const model = scriptedModel([fails('rate_limited', 600_000), says(answer())])
    const shop = await driftedShop({ architect: llmArchitect({ model }) })
    await shop.investigate()
    expect(await shop.incident()).toMatchObject({ status: 'open', diagnosis: null })
    expect((await shop.aegis.incidentHistory((await shop.incident()).id)).at(-1)).toMatchObject({
      from: 'investigating',
      to: 'open',
    })
    await shop.clock.advance(599_999)
    await shop.investigate()
    expect(model.requests).toHaveLength(1)
    await shop.clock.advance(1)
    await shop.investigate()
    expect(await shop.incident()).toMatchObject({
      status: 'pending_review',
      diagnosis: { decidedBy: 'test:model' },
    })
  })

  test('again and again: after three times the rules answer', async () => {
    const shop = await driftedShop({
      architect: llmArchitect({ model: scriptedModel([fails('rate_limited', 600_000)]) }),
    })
    for (let round = 0; round < 3; round += 1) {
      await shop.investigate()
      expect((await shop.incident()).status).toBe('open')
      await shop.clock.advance(600_000)
    }
    await shop.investigate()
    expect(await shop.incident()).toMatchObject({
      status: 'pending_review',
      diagnosis: { decidedBy: 'rules' },
    })
  })

  test('for a day: nobody waits that long', async () => {
    const shop = await driftedShop({
      architect: llmArchitect({ model: scriptedModel([fails('rate_limited', 86_400_000)]) }),
    })
    await shop.investigate()
    expect((await shop.incident()).diagnosis).toMatchObject({ decidedBy: 'rules' })
  })
})

describe('the budget of a day', () => {
  test('is a hard stop, counted from the records: a new architect on the same store does not begin anew', async () => {
    const model = scriptedModel([says(answer())])
    const shop = await driftedShop({ architect: llmArchitect({ model, tokensPerDay: 12_000 }) })
    await shop.store.append({
      activity: [
        {
          agent: 'architect',
          action: 'model_called',
          connectionId: null,
          tableId: null,
          incidentId: null,
          text: 'before a restart',
          at: shop.clock.now(),
          modelCall: {
            model: 'm',
            inputTokens: 9000,
            outputTokens: 2000,
            budgetTokens: 11_000,
            latencyMs: 1,
            attempt: 1,
            outcome: 'ok',
          },
        },
      ],
      events: [],
    })
    await shop.investigate()
    expect(model.requests).toHaveLength(0)
    expect((await shop.incident()).diagnosis).toMatchObject({
      decidedBy: 'rules',
      fallback: expect.stringMatching(/budget/),
    })
    shop.warehouse.setColumns('analytics.orders', { id: 'bigint not null' })
    await shop.clock.advance(12 * 3_600_000)
    await shop.aegis.scan()
    expect(model.requests.length).toBeGreaterThan(0)
  })
})

describe('a model without a key', () => {
  test('is never called; the rules answer, one line is logged, and no diagnosis complains', async () => {
    const lines: string[] = []
    const keep = (message: string): void => {
      lines.push(message)
    }
    const model = { ...scriptedModel([says(answer())]), unavailable: 'no key is set' }
    const shop = await driftedShop({
      architect: llmArchitect({ model }),
      logger: { debug() {}, info: keep, warn: keep, error: keep },
    })
    await shop.investigate()
    shop.warehouse.setColumns('analytics.orders', { id: 'bigint not null' })
    await shop.aegis.scan()
    expect(lines.filter((line) => line.includes('no key'))).toEqual([
      'The rules explain incidents: no key is set',
    ])
    expect(model.requests).toHaveLength(0)
    const { diagnosis } = await shop.incident()
    expect(diagnosis?.decidedBy).toBe('rules')
    expect(diagnosis?.fallback).toBeUndefined()
  })
})
