import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { plausibleDiagnosis } from './plausible-diagnosis.ts'

/** What the server does with one request. */
export type ScriptedStep =
  /** A right answer to the prompt; `value` in its place. */
  | { readonly does: 'answer'; readonly value?: unknown }
  /** Any text in place of JSON. */
  | { readonly does: 'say'; readonly text: string }
  | { readonly does: 'refuse' }
  /** Half an answer, with the API's own word that it is half. */
  | { readonly does: 'truncate' }
  | {
      readonly does: 'fail'
      readonly status: number
      readonly code?: string | undefined
      readonly headers?: Readonly<Record<string, string>> | undefined
    }
  /** A page in place of the API, as gateways send it. */
  | { readonly does: 'page'; readonly status: number }
  /** Never answers; `body`: not after the headers. */
  | { readonly does: 'hang'; readonly from?: 'start' | 'body' | undefined }
  /** Ends the connection; `body`: in the middle of it. */
  | { readonly does: 'drop'; readonly from?: 'start' | 'body' | undefined }

export interface ScriptedRequest {
  /** Without its query. */
  readonly path: string
  /** Azure's own header is told as a bearer's too. */
  readonly authorization: string | null
  /** The parsed body. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface ScriptedOpenaiOptions {
  /** The n-th request gets the n-th step, and the last one all that follow. Absent: right answers. */
  readonly steps?: readonly ScriptedStep[] | undefined
  /** Any other key is refused with 401. Absent: every key is right. */
  readonly apiKey?: string | undefined
  /** Default: one that is free. */
  readonly port?: number | undefined
}

export interface ScriptedOpenai {
  /** What to give as `baseURL`. */
  readonly url: string
  readonly requests: readonly ScriptedRequest[]
  close(): Promise<void>
}

const USAGE = { input: 1234, output: 321 }

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

function promptOf({ input, messages }: Readonly<Record<string, unknown>>): string {
  if (typeof input === 'string') return input
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined
  return isRecord(last) && typeof last.content === 'string' ? last.content : ''
}

interface Words {
  readonly text: string
  readonly end: 'whole' | 'refused' | 'truncated'
}

function responsesReply(model: unknown, { text, end }: Words): Readonly<Record<string, unknown>> {
  const part =
    end === 'refused' ? { type: 'refusal', refusal: text } : { type: 'output_text', text, annotations: [] }
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    model,
    status: end === 'truncated' ? 'incomplete' : 'completed',
    incomplete_details: end === 'truncated' ? { reason: 'max_output_tokens' } : null,
    error: null,
    output: [{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [part] }],
    usage: {
      input_tokens: USAGE.input,
      output_tokens: USAGE.output,
      total_tokens: USAGE.input + USAGE.output,
    },
  }
}

function chatReply(model: unknown, { text, end }: Words): Readonly<Record<string, unknown>> {
  const message = end === 'refused' ? { content: null, refusal: text } : { content: text, refusal: null }
  return {
    id: 'chatcmpl_1',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [
      {
        index: 0,
        finish_reason: end === 'truncated' ? 'length' : 'stop',
        message: { role: 'assistant', ...message },
      },
    ],
    usage: {
      prompt_tokens: USAGE.input,
      completion_tokens: USAGE.output,
      total_tokens: USAGE.input + USAGE.output,
    },
  }
}

function wordsOf(step: ScriptedStep, prompt: string): Words | null {
  switch (step.does) {
    case 'answer':
      return { text: JSON.stringify(step.value ?? plausibleDiagnosis(prompt)), end: 'whole' }
    case 'say':
      return { text: step.text, end: 'whole' }
    case 'refuse':
      return { text: 'I cannot help with that.', end: 'refused' }
    case 'truncate':
      return { text: '{"root_cause":"It beg', end: 'truncated' }
    default:
      return null
  }
}

const JSON_TYPE = { 'content-type': 'application/json' }

function play(step: ScriptedStep, request: ScriptedRequest, response: ServerResponse): void {
  const words = wordsOf(step, promptOf(request.body))
  if (words !== null) {
    const reply = request.path.endsWith('/responses') ? responsesReply : chatReply
    response.writeHead(200, JSON_TYPE).end(JSON.stringify(reply(request.body.model, words)))
    return
  }
  switch (step.does) {
    case 'fail': {
      const error = { message: `said with status ${step.status}`, code: step.code ?? null, type: 'error' }
      response.writeHead(step.status, { ...JSON_TYPE, ...step.headers }).end(JSON.stringify({ error }))
      return
    }
    case 'page':
      response
        .writeHead(step.status, { 'content-type': 'text/html' })
        .end('<html><body><h1>Welcome to the gateway</h1></body></html>')
      return
    case 'hang':
      if (step.from === 'body') response.writeHead(200, JSON_TYPE).write('{"id":')
      return
    case 'drop':
      if (step.from === 'body') {
        response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' })
        response.write('{"id":', () => response.destroy())
      } else response.destroy()
  }
}

/** A server on this machine that speaks the OpenAI API by a script: for tests and demos, over real HTTP. */
export async function scriptedOpenai({
  steps = [{ does: 'answer' }],
  apiKey,
  port = 0,
}: ScriptedOpenaiOptions = {}): Promise<ScriptedOpenai> {
  const requests: ScriptedRequest[] = []
  const server = createServer(async (incoming, response) => {
    const { url = '', headers } = incoming
    const azureKey = headers['api-key']
    const request = {
      path: url.split('?')[0] ?? url,
      authorization: typeof azureKey === 'string' ? `Bearer ${azureKey}` : (headers.authorization ?? null),
      body: await bodyOf(incoming),
    }
    requests.push(request)
    const step = steps[Math.min(requests.length, steps.length) - 1] ?? { does: 'answer' }
    const isWrongKey = apiKey !== undefined && request.authorization !== `Bearer ${apiKey}`
    play(isWrongKey ? { does: 'fail', status: 401, code: 'invalid_api_key' } : step, request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const opened = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://127.0.0.1:${opened}/v1`,
    requests,
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
