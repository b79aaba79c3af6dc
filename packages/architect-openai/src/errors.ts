import { ModelError, type ModelFailure } from '@aegis/core'
import { APIConnectionError, APIError, APIUserAbortError } from 'openai'

const MS_PER_SECOND = 1000

/** Seconds, or a date, or OpenAI's own header in milliseconds; undefined: the service does not say, or says nonsense. */
function retryAfterMs(headers: Headers | undefined, now: Date): number | undefined {
  const precise = headers?.get('retry-after-ms')
  const plain = headers?.get('retry-after')
  const ms =
    precise != null
      ? Number.parseFloat(precise)
      : plain == null
        ? Number.NaN
        : /^\s*[\d.]+\s*$/.test(plain)
          ? Number.parseFloat(plain) * MS_PER_SECOND
          : Date.parse(plain) - now.getTime()
  return Number.isFinite(ms) && ms > 0 ? Math.ceil(ms) : undefined
}

function failureOf(status: number, code: string | null | undefined): ModelFailure {
  switch (status) {
    case 401:
    case 403:
      return 'credentials'
    case 408:
      return 'timeout'
    case 409:
      return 'unavailable'
    case 429:
      // Waiting mends no empty account.
      return code === 'insufficient_quota' ? 'credentials' : 'rate_limited'
  }
  if (status >= 500) return 'unavailable'
  return status >= 400 ? 'invalid_request' : 'other'
}

const ADVICE: Readonly<Record<ModelFailure, string>> = {
  timeout: 'It took too long.',
  rate_limited: 'It asks for fewer requests; it is asked again later.',
  unavailable: 'It cannot be reached, or is in trouble; it is asked again.',
  refused: 'It declined to answer.',
  truncated: 'Its answer was cut off at its longest length; raise maxOutputTokens.',
  credentials: 'Check the key, what it may use, and the quota of its account.',
  invalid_request: 'Check the name of the model, `api` and `answerFormat`.',
  aborted: 'The call was aborted.',
  other: 'The service answered in a way that is not known.',
}

export interface Failed {
  readonly model: string
  readonly failure: ModelFailure
  /** A status, a code: never a text of the service, which may repeat a key or the request. */
  readonly what: string
  readonly retryAfterMs?: number | undefined
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number } | undefined
}

export function modelError({ model, failure, what, retryAfterMs: wait, usage }: Failed): ModelError {
  return new ModelError(`${model}: ${what}. ${ADVICE[failure]}`, {
    model,
    failure,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(usage === undefined ? {} : { usage }),
  })
}

function safeCode(code: string | null | undefined): string {
  return typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? ` (${code})` : ''
}

/** What the client threw, in Aegis's words. `timedOut`: our own limit for the attempt ended it. */
export function toModelError(
  error: unknown,
  model: string,
  state: { readonly timedOut: boolean; readonly aborted: boolean },
): ModelError {
  if (ModelError.isInstance(error)) return error
  if (state.aborted) return modelError({ model, failure: 'aborted', what: 'no answer' })
  if (state.timedOut) return modelError({ model, failure: 'timeout', what: 'no answer in time' })
  if (error instanceof APIUserAbortError) return modelError({ model, failure: 'aborted', what: 'no answer' })
  if (error instanceof APIConnectionError) {
    return modelError({ model, failure: 'unavailable', what: 'no connection' })
  }
  if (error instanceof APIError && error.status !== undefined) {
    const { status, code, headers } = error
    const failure = failureOf(status, code)
    const wait =
      failure === 'rate_limited' || failure === 'unavailable' ? retryAfterMs(headers, new Date()) : undefined
    return modelError({ model, failure, what: `status ${status}${safeCode(code)}`, retryAfterMs: wait })
  }
  // The client trips over what is not JSON, or not of the API: a gateway's page, a body cut in two.
  return modelError({ model, failure: 'unavailable', what: 'an answer that is none of the API' })
}
