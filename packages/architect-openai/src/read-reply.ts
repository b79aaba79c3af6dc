import type { ModelAnswer } from '@aegis/core'
import * as z from 'zod'
import { modelError } from './errors.ts'

/** Only what is read here; services add to it at will. */
const responsesReply = z.object({
  status: z.string().optional(),
  model: z.string().default(''),
  error: z.object({ code: z.string().nullish() }).nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z.array(
    z.object({
      type: z.string(),
      content: z
        .array(z.object({ type: z.string(), text: z.string().nullish(), refusal: z.string().nullish() }))
        .nullish(),
    }),
  ),
  usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }).nullish(),
})

const chatReply = z.object({
  model: z.string().default(''),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
})

type Usage = ModelAnswer['usage']

interface Reply {
  readonly text: string
  readonly refusal: boolean
  readonly truncated: boolean
  readonly usage: Usage
  readonly model: string
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

function answerOf(reply: Reply, name: string): ModelAnswer {
  const { text, usage, model } = reply
  const known = usage ?? undefined
  if (reply.refusal) throw modelError({ model: name, failure: 'refused', what: 'a refusal', usage: known })
  if (reply.truncated) {
    throw modelError({ model: name, failure: 'truncated', what: 'half an answer', usage: known })
  }
  return { text, value: jsonOf(text), usage, model: model === '' ? name : model }
}

function notOfTheApi(name: string): Error {
  return modelError({ model: name, failure: 'unavailable', what: 'an answer that is none of the API' })
}

/** Usage is read first: what was paid for is known whatever else the reply holds. */
export function readResponsesReply(body: unknown, name: string): ModelAnswer {
  const parsed = responsesReply.safeParse(body)
  if (!parsed.success) throw notOfTheApi(name)
  const { status, model, error, incomplete_details: incomplete, output } = parsed.data
  const used = parsed.data.usage ?? null
  const usage = used === null ? null : { inputTokens: used.input_tokens, outputTokens: used.output_tokens }
  if (status === 'failed' || error != null) {
    const failure =
      error?.code === 'rate_limit_exceeded'
        ? 'rate_limited'
        : error?.code === 'server_error' || error?.code == null
          ? 'unavailable'
          : 'other'
    throw modelError({ model: name, failure, what: 'a failed response', usage: usage ?? undefined })
  }
  const parts = output.flatMap(({ type, content }) => (type === 'message' ? (content ?? []) : []))
  return answerOf(
    {
      text: parts.map(({ type, text }) => (type === 'output_text' ? (text ?? '') : '')).join(''),
      refusal: parts.some(({ type }) => type === 'refusal') || incomplete?.reason === 'content_filter',
      truncated: status === 'incomplete',
      usage,
      model,
    },
    name,
  )
}

export function readChatReply(body: unknown, name: string): ModelAnswer {
  const parsed = chatReply.safeParse(body)
  const choice = parsed.data?.choices[0]
  if (!parsed.success || choice === undefined) throw notOfTheApi(name)
  const used = parsed.data.usage ?? null
  const { finish_reason: reason, message } = choice
  return answerOf(
    {
      text: message.content ?? '',
      refusal: (message.refusal ?? '') !== '' || reason === 'content_filter',
      truncated: reason === 'length',
      usage: used === null ? null : { inputTokens: used.prompt_tokens, outputTokens: used.completion_tokens },
      model: parsed.data.model,
    },
    name,
  )
}
