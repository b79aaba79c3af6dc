import { ModelError, type ModelFailure, type ModelRequest } from '@aegis/core'
import { AzureOpenAI } from 'openai'
import { afterEach, describe, expect, test } from 'vitest'
import { type OpenaiApi, type OpenaiModelOptions, openaiModel } from '../src/index.ts'
import { type ScriptedOpenai, type ScriptedStep, scriptedOpenai } from '../src/testing/index.ts'

const KEY = 'sk-test-0123456789abcdefghij'
const REQUEST: ModelRequest = {
  system: 'You are a test.',
  user: 'Table: T1\nE1 2026-01-01T00:00:00Z T1: `price` changed',
  answer: {
    name: 'diagnosis',
    schema: {
      type: 'object',
      properties: { ok: { type: 'boolean' } },
      required: ['ok'],
      additionalProperties: false,
    },
  },
  maxOutputTokens: 500,
}
const VALUE = { root_cause: 'x' }
const APIS: readonly OpenaiApi[] = ['responses', 'chat']

const servers: ScriptedOpenai[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(steps?: readonly ScriptedStep[]): Promise<ScriptedOpenai> {
  const server = await scriptedOpenai({ steps, apiKey: KEY })
  servers.push(server)
  return server
}

function modelOf({ url }: ScriptedOpenai, more: Partial<OpenaiModelOptions> = {}) {
  return openaiModel({ apiKey: KEY, model: 'gpt-test', baseURL: url, ...more })
}

async function failureOf(answer: Promise<unknown>): Promise<ModelError> {
  const error = await answer.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!ModelError.isInstance(error)) throw new Error(`no ModelError: ${String(error)}`)
  return error
}

describe.each(APIS)('over %s', (api) => {
  test('an answer comes with its tokens', async () => {
    const server = await serve([{ does: 'answer', value: VALUE }])
    const answer = await modelOf(server, { api }).complete(REQUEST)
    expect(answer).toEqual({
      text: JSON.stringify(VALUE),
      value: VALUE,
      usage: { inputTokens: 1234, outputTokens: 321 },
      model: 'gpt-test',
    })
    const [request] = server.requests
    expect(request).toMatchObject({
      path: api === 'responses' ? '/v1/responses' : '/v1/chat/completions',
      authorization: `Bearer ${KEY}`,
    })
  })

  test.each<readonly [string, ScriptedStep, ModelFailure, number | null]>([
    ['a refusal', { does: 'refuse' }, 'refused', null],
    ['half an answer', { does: 'truncate' }, 'truncated', null],
    ['429 without Retry-After', { does: 'fail', status: 429 }, 'rate_limited', null],
    [
      '429 with seconds',
      { does: 'fail', status: 429, headers: { 'retry-after': '3' } },
      'rate_limited',
      3000,
    ],
    [
      '429 with a long wait',
      { does: 'fail', status: 429, headers: { 'retry-after': '3600' } },
      'rate_limited',
      3_600_000,
    ],
    [
      '429 with milliseconds',
      { does: 'fail', status: 429, headers: { 'retry-after-ms': '250' } },
      'rate_limited',
      250,
    ],
    [
      '429 with nonsense',
      { does: 'fail', status: 429, headers: { 'retry-after': 'soon' } },
      'rate_limited',
      null,
    ],
    ['an empty account', { does: 'fail', status: 429, code: 'insufficient_quota' }, 'credentials', null],
    ['500', { does: 'fail', status: 500 }, 'unavailable', null],
    ['503 with a wait', { does: 'fail', status: 503, headers: { 'retry-after': '2' } }, 'unavailable', 2000],
    ['a page with 502', { does: 'page', status: 502 }, 'unavailable', null],
    ['a page with 200', { does: 'page', status: 200 }, 'unavailable', null],
    ['a dropped connection', { does: 'drop' }, 'unavailable', null],
    ['a body cut in two', { does: 'drop', from: 'body' }, 'unavailable', null],
    ['403', { does: 'fail', status: 403 }, 'credentials', null],
    ['an unknown model', { does: 'fail', status: 404, code: 'model_not_found' }, 'invalid_request', null],
    ['400', { does: 'fail', status: 400 }, 'invalid_request', null],
  ])('%s', async (_title, step, failure, retryAfterMs) => {
    const server = await serve([step])
    const error = await failureOf(modelOf(server, { api }).complete(REQUEST))
    expect({ failure: error.failure, retryAfterMs: error.retryAfterMs, code: error.code }).toEqual({
      failure,
      retryAfterMs,
      code: 'MODEL_FAILED',
    })
    expect(error.retryable).toBe(['rate_limited', 'unavailable'].includes(failure))
    expect(server.requests).toHaveLength(1)
    expect(`${error.message} ${error.stack}`).not.toContain(KEY)
    expect(error.message).not.toMatch(/said with status|gateway/)
  })

  test.each<ScriptedStep>([{ does: 'refuse' }, { does: 'truncate' }])(
    '$does tells what it cost',
    async (step) => {
      const error = await failureOf(modelOf(await serve([step]), { api }).complete(REQUEST))
      expect(error.usage).toEqual({ inputTokens: 1234, outputTokens: 321 })
    },
  )

  test.each(['start', 'body'] as const)('a hang from its %s on ends with the attempt', async (from) => {
    const server = await serve([{ does: 'hang', from }])
    const error = await failureOf(modelOf(server, { api, timeoutMs: 100 }).complete(REQUEST))
    expect(error.failure).toBe('timeout')
    expect(server.requests).toHaveLength(1)
  })

  test('an abort ends the call', async () => {
    const server = await serve([{ does: 'hang' }])
    const stop = new AbortController()
    const failed = failureOf(modelOf(server, { api }).complete(REQUEST, { signal: stop.signal }))
    setTimeout(() => stop.abort(), 50)
    expect(await failed).toMatchObject({ failure: 'aborted', code: 'ABORTED', retryable: false })
  })

  test('a wrong key', async () => {
    const other = 'sk-wrong-9876543210zyxwvutsrq'
    const error = await failureOf(modelOf(await serve(), { api, apiKey: other }).complete(REQUEST))
    expect(error).toMatchObject({ failure: 'credentials', retryable: false })
    expect(error.message).not.toContain(other)
  })

  test.each([
    ['prose', 'Sure! Here it is.'],
    ['a code fence', '```json\n{"root_cause":"x"}\n```'],
    ['half JSON', '{"root_cause":'],
  ])('%s is handed on as text with its tokens: whoever asked judges', async (_title, text) => {
    const answer = await modelOf(await serve([{ does: 'say', text }]), { api }).complete(REQUEST)
    expect(answer).toMatchObject({ text, usage: { inputTokens: 1234 } })
    expect(answer.value).toBeUndefined()
  })
})

describe('a request', () => {
  test('to OpenAI is not stored, has a strict schema and a longest answer', async () => {
    const server = await serve()
    await modelOf(server, { api: 'responses' }).complete(REQUEST)
    expect(server.requests[0]?.body).toMatchObject({
      model: 'gpt-test',
      instructions: REQUEST.system,
      input: REQUEST.user,
      store: false,
      max_output_tokens: 500,
      text: {
        format: { type: 'json_schema', name: 'diagnosis', strict: true, schema: REQUEST.answer.schema },
      },
    })
  })

  test('to a compatible server is one of chat, without what only OpenAI knows', async () => {
    const server = await serve()
    await modelOf(server).complete(REQUEST)
    const body = server.requests[0]?.body
    expect(body).toMatchObject({ max_tokens: 500, response_format: { type: 'json_schema' } })
    expect(Object.keys(body ?? {}).sort()).toEqual(['max_tokens', 'messages', 'model', 'response_format'])
  })

  test.each(['json_object', 'text'] as const)('as %s tells the schema in words', async (answerFormat) => {
    const server = await serve()
    await modelOf(server, { answerFormat }).complete(REQUEST)
    const { body } = server.requests[0] ?? {}
    expect(body).toMatchObject({ response_format: { type: answerFormat } })
    expect(JSON.stringify(body?.messages)).toContain('additionalProperties')
  })

  test('of an Azure client goes by its own way, without retries', async () => {
    const server = await serve([{ does: 'fail', status: 500 }])
    const client = new AzureOpenAI({ apiKey: KEY, apiVersion: 'v1', baseURL: server.url, maxRetries: 2 })
    const error = await failureOf(
      openaiModel({ client, model: 'deployed', api: 'responses' }).complete(REQUEST),
    )
    expect(error.failure).toBe('unavailable')
    expect(server.requests).toHaveLength(1)
  })
})

describe('options', () => {
  test.each([undefined, '', '  '])('without a key (%j) the model says why it cannot be asked', (apiKey) => {
    expect(openaiModel({ apiKey, model: 'gpt-test' }).unavailable).toMatch(/no key/)
  })

  test('the name tells service and model, and no secret', () => {
    expect(openaiModel({ apiKey: KEY, model: 'gpt-test' })).toMatchObject({ name: 'openai:gpt-test' })
    expect(
      openaiModel({ apiKey: KEY, model: 'm', baseURL: 'http://user:hunter2@localhost:11434/v1' }).name,
    ).toBe('localhost:11434:m')
  })

  test.each<readonly [string, OpenaiModelOptions, RegExp]>([
    ['no model', { apiKey: KEY, model: ' ' }, /name a model/],
    ['no URL', { apiKey: KEY, model: 'm', baseURL: 'localhost' }, /expected a URL/],
    ['no time', { apiKey: KEY, model: 'm', timeoutMs: 0 }, /timeoutMs/],
  ])('%s is told by its field', (_title, options, message) => {
    expect(() => openaiModel(options)).toThrow(message)
    expect(() => openaiModel(options)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})
