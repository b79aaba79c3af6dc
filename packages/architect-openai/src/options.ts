import { AegisError } from '@aegis/core'
import type OpenAI from 'openai'
import * as z from 'zod'

/** `responses`: OpenAI and Azure. `chat`: what nearly every compatible server speaks. */
export type OpenaiApi = 'responses' | 'chat'

/** How the form of the answer is asked for. `text`: in words alone, for servers that know neither of the others. */
export type AnswerFormat = 'json_schema' | 'json_object' | 'text'

export interface OpenaiModelOptions {
  /**
   * Absent or empty: the model is never called, and the rules explain incidents. A server that needs no key takes any text. Not needed
   * with `client`.
   */
  readonly apiKey?: string | undefined
  /** As the service names it; with Azure the deployment. */
  readonly model: string
  /** Default: OpenAI's. The environment is not looked at. */
  readonly baseURL?: string | undefined
  /** Default: `responses` for OpenAI and Azure, `chat` for any other `baseURL`. */
  readonly api?: OpenaiApi | undefined
  /** Default `json_schema`. */
  readonly answerFormat?: AnswerFormat | undefined
  /** Milliseconds for one attempt, up to the last byte; 1..600000, default 30000. */
  readonly timeoutMs?: number | undefined
  /** In place of `apiKey` and `baseURL`: an open client, such as `new AzureOpenAI({ ... })`. It is asked without retries. */
  readonly client?: OpenAI | undefined
}

export interface CheckedOptions {
  readonly apiKey: string | null
  readonly model: string
  readonly baseURL: URL
  readonly api: OpenaiApi
  readonly answerFormat: AnswerFormat
  readonly timeoutMs: number
  /** The server is one of OpenAI or Azure, and knows all of the API. */
  readonly isOpenai: boolean
}

const OPENAI_URL = 'https://api.openai.com/v1'

const optionsSchema = z.strictObject({
  apiKey: z.string().optional(),
  model: z.string().trim().min(1, 'name a model'),
  baseURL: z
    .string()
    .optional()
    .refine(
      (text) => text === undefined || text === '' || /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
      'expected a URL such as http://localhost:11434/v1',
    ),
  api: z.enum(['responses', 'chat']).optional(),
  answerFormat: z.enum(['json_schema', 'json_object', 'text']).default('json_schema'),
  timeoutMs: z.int().min(1).max(600_000).default(30_000),
  client: z.custom<OpenAI>((value) => typeof value === 'object' && value !== null).optional(),
})

function isOpenaiHost({ hostname }: URL): boolean {
  return /(^|\.)openai\.(com|azure\.com)$/.test(hostname) || hostname.endsWith('.services.ai.azure.com')
}

/** Throws `CONFIG_INVALID` that names each wrong field; never tells a value. */
export function checkOptions(options: OpenaiModelOptions): CheckedOptions {
  const parsed = optionsSchema.safeParse(options)
  if (!parsed.success) {
    throw new AegisError(
      'CONFIG_INVALID',
      `The options of openaiModel() are not right.\n${z.prettifyError(parsed.error)}`,
    )
  }
  const { apiKey = '', model, api, answerFormat, timeoutMs, client } = parsed.data
  const given = client?.baseURL ?? parsed.data.baseURL ?? ''
  const baseURL = new URL(given === '' ? OPENAI_URL : given)
  const isOpenai = isOpenaiHost(baseURL)
  return {
    apiKey: apiKey.trim() === '' ? null : apiKey.trim(),
    model,
    baseURL,
    api: api ?? (isOpenai ? 'responses' : 'chat'),
    answerFormat,
    timeoutMs,
    isOpenai,
  }
}
