import type { ModelUsage } from '../model/activity.ts'
import type { JsonValue } from '../model/json.ts'

export interface ModelRequest {
  /** What the model is and how it must answer. Aegis's own words. */
  readonly system: string
  /** The matter at hand. Holds data that others wrote. */
  readonly user: string
  readonly answer: {
    /** Letters, digits and underscores, at most 64. */
    readonly name: string
    /** A JSON schema in which every field is required and no other is allowed. */
    readonly schema: Readonly<Record<string, JsonValue>>
  }
  /** The longest answer, in tokens. */
  readonly maxOutputTokens: number
}

export interface ModelAnswer {
  /** The answer as it came. */
  readonly text: string
  /** The JSON value of the text; undefined: it is no JSON. Not checked against the schema: whoever asked must. */
  readonly value: unknown
  /** null: the service does not say. */
  readonly usage: ModelUsage | null
  /** The model that answered, as the service names it. */
  readonly model: string
}

/**
 * A language model behind whatever service. One call is one attempt: no retries of its own, no memory, no tools.
 */
export interface LanguageModel {
  /** For people and records, e.g. `openai:gpt-5`. */
  readonly name: string
  /** Why it cannot be asked at all, such as a missing key; absent: it can. Nobody calls `complete` then. */
  readonly unavailable?: string | undefined
  /** Rejects with a `ModelError`. Must end when `signal` aborts. Never logs the request. */
  complete(
    request: ModelRequest,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ModelAnswer>
}
