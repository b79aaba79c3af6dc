import { openaiModel } from '@aegis/architect-openai'
import { type Architect, llmArchitect } from '@aegis/core'

/** What the environment says of a model: the names are those of the specification. */
export type ModelEnvironment = Readonly<
  Partial<Record<'OPENAI_API_KEY' | 'OPENAI_BASE_URL' | 'AEGIS_MODEL', string>>
>

/** A model explains the incidents where the environment names one; undefined: the written rules do. */
export function architectOf(environment: ModelEnvironment): Architect | undefined {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, AEGIS_MODEL: model } = environment
  if (!apiKey && !baseURL) return undefined
  return llmArchitect({
    model: openaiModel({
      // Servers of one's own often want no key; the client wants one.
      apiKey: apiKey || 'none',
      model: model || 'gpt-5-mini',
      ...(baseURL ? { baseURL } : {}),
    }),
  })
}
