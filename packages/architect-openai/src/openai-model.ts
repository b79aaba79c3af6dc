import type { LanguageModel, ModelAnswer, ModelRequest } from '@aegis/core'
import OpenAI from 'openai'
import { toModelError } from './errors.ts'
import { type CheckedOptions, checkOptions, type OpenaiModelOptions } from './options.ts'
import { readChatReply, readResponsesReply } from './read-reply.ts'

function systemOf({ system, answer }: ModelRequest, { answerFormat }: CheckedOptions): string {
  if (answerFormat === 'json_schema') return system
  return `${system}\n\nAnswer with one JSON object that matches this JSON schema, and nothing else:\n${JSON.stringify(answer.schema)}`
}

interface CallOptions {
  readonly signal: AbortSignal
  readonly maxRetries: 0
}

async function askResponses(
  client: OpenAI,
  request: ModelRequest,
  options: CheckedOptions,
  call: CallOptions,
  name: string,
): Promise<ModelAnswer> {
  const { answer, user, maxOutputTokens } = request
  const { answerFormat, model } = options
  const reply: unknown = await client.responses.create(
    {
      model,
      instructions: systemOf(request, options),
      input: user,
      max_output_tokens: maxOutputTokens,
      // What is sent is metadata of a customer's warehouse; the default keeps it for weeks.
      store: false,
      text: {
        format:
          answerFormat === 'json_schema'
            ? { type: 'json_schema', name: answer.name, schema: { ...answer.schema }, strict: true }
            : { type: answerFormat },
      },
    },
    call,
  )
  return readResponsesReply(reply, name)
}

async function askChat(
  client: OpenAI,
  request: ModelRequest,
  options: CheckedOptions,
  call: CallOptions,
  name: string,
): Promise<ModelAnswer> {
  const { answer, user, maxOutputTokens } = request
  const { answerFormat, model, isOpenai } = options
  const reply: unknown = await client.chat.completions.create(
    {
      model,
      messages: [
        { role: 'system', content: systemOf(request, options) },
        { role: 'user', content: user },
      ],
      // Compatible servers know the old name only, and do not store.
      ...(isOpenai
        ? { max_completion_tokens: maxOutputTokens, store: false }
        : { max_tokens: maxOutputTokens }),
      response_format:
        answerFormat === 'json_schema'
          ? {
              type: 'json_schema',
              json_schema: { name: answer.name, schema: { ...answer.schema }, strict: true },
            }
          : { type: answerFormat },
    },
    call,
  )
  return readChatReply(reply, name)
}

function nameOf({ isOpenai, baseURL, model }: CheckedOptions): string {
  return isOpenai ? `openai:${model}` : `${baseURL.host}:${model}`
}

const NO_KEY = 'no key is set for the language model, so none is asked.'

/**
 * A language model behind the OpenAI API: OpenAI, Azure, or a server that speaks it. One request a call, without retries and without
 * storing; each failure is a `ModelError`. Throws `CONFIG_INVALID` for wrong options.
 */
export function openaiModel(options: OpenaiModelOptions): LanguageModel {
  const checked = checkOptions(options)
  const { apiKey, baseURL, timeoutMs, api } = checked
  const name = nameOf(checked)
  if (options.client === undefined && apiKey === null) {
    return {
      name,
      unavailable: NO_KEY,
      async complete() {
        throw toModelError(new OpenAI.APIError(401, undefined, undefined, new Headers()), name, {
          timedOut: false,
          aborted: false,
        })
      },
    }
  }
  const client =
    options.client ?? new OpenAI({ apiKey, baseURL: baseURL.href, maxRetries: 0, logLevel: 'off' })
  const ask = api === 'responses' ? askResponses : askChat

  return {
    name,
    async complete(request, { signal } = {}): Promise<ModelAnswer> {
      // The client's own limit ends with the headers; a body that hangs would hang for ever.
      const limit = AbortSignal.timeout(timeoutMs)
      const either = signal === undefined ? limit : AbortSignal.any([signal, limit])
      try {
        return await ask(client, request, checked, { signal: either, maxRetries: 0 }, name)
      } catch (error) {
        throw toModelError(error, name, { timedOut: limit.aborted, aborted: signal?.aborted === true })
      }
    },
  }
}
