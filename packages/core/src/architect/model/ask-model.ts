import { ModelError } from '../../errors.ts'
import type { ModelCall, ModelCallOutcome, ModelUsage } from '../../model/activity.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LanguageModel, ModelAnswer, ModelRequest } from '../../ports/language-model.ts'
import { withTimeLimit } from './time-limit.ts'
import { mostTokensOf, type TokenBudget } from './token-budget.ts'

const ATTEMPT_MS = 30_000
const BACKOFF_MS: readonly number[] = [2000, 4000, 8000]
/** With less time than this left a call is not begun. */
const LEAST_MS = 1000

/** Failures that cost nothing: nothing was answered, or nothing was begun. */
const FREE: ReadonlySet<ModelCallOutcome> = new Set([
  'rate_limited',
  'credentials',
  'invalid_request',
  'unavailable',
])

/** What one diagnosis may spend, and what it has spent. */
export interface Conversation {
  readonly model: LanguageModel
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /** Milliseconds since 1970. */
  readonly deadline: number
  readonly budget: TokenBudget
  readonly usedSince: (since: Date) => Promise<number>
  readonly record: (call: ModelCall) => Promise<void>
  /** When calls may begin again, for all diagnoses; milliseconds since 1970. */
  readonly pause: { until: number }
  calls: number
  retries: number
  usage: ModelUsage | null
}

/** How one answered call is judged: its outcome goes into the record. */
export type Judge<T> = (
  answer: ModelAnswer,
) => Promise<{ readonly outcome: ModelCallOutcome; readonly value: T }>

function failureOf(error: unknown, { model, signal }: Conversation): ModelError {
  if (ModelError.isInstance(error)) return error
  const failure = signal?.aborted === true ? 'aborted' : 'other'
  const text = error instanceof Error ? error.message : String(error)
  return new ModelError(`The model ${model.name} failed: ${text}`, {
    model: model.name,
    failure,
    cause: error,
  })
}

function add(conversation: Conversation, usage: ModelUsage | null): void {
  if (usage === null) return
  const before = conversation.usage
  conversation.usage = {
    inputTokens: (before?.inputTokens ?? 0) + usage.inputTokens,
    outputTokens: (before?.outputTokens ?? 0) + usage.outputTokens,
  }
}

/** One call, recorded whatever becomes of it. */
async function callOnce<T>(request: ModelRequest, judge: Judge<T>, talk: Conversation): Promise<T> {
  const { model, clock, signal, deadline, budget } = talk
  const most = mostTokensOf(request)
  if (!(await budget.reserve(most, clock.now(), talk.usedSince))) {
    throw new ModelError("the day's budget of tokens is used up", { model: model.name, failure: 'other' })
  }
  try {
    talk.calls += 1
    const attempt = talk.calls
    const began = clock.now().getTime()
    const record = async (
      outcome: ModelCallOutcome,
      name: string,
      usage: ModelUsage | null,
    ): Promise<void> => {
      add(talk, usage)
      const used = usage === null ? (FREE.has(outcome) ? 0 : most) : usage.inputTokens + usage.outputTokens
      await talk.record({
        model: name,
        inputTokens: usage?.inputTokens ?? null,
        outputTokens: usage?.outputTokens ?? null,
        budgetTokens: used,
        latencyMs: clock.now().getTime() - began,
        attempt,
        outcome,
      })
    }
    let answer: ModelAnswer
    try {
      const late = (): Error =>
        new ModelError(`The model ${model.name} did not answer in time`, {
          model: model.name,
          failure: 'timeout',
        })
      answer = await withTimeLimit(clock, Math.min(ATTEMPT_MS, deadline - began), signal, late, (limit) =>
        model.complete(request, { signal: limit }),
      )
    } catch (error) {
      const failure = failureOf(error, talk)
      await record(failure.failure, model.name, failure.usage)
      signal?.throwIfAborted()
      throw failure
    }
    const name = answer.model === '' ? model.name : answer.model
    try {
      const { outcome, value } = await judge(answer)
      await record(outcome, name, answer.usage)
      return value
    } catch (error) {
      await record('other', name, answer.usage)
      throw error
    }
  } finally {
    budget.release(most)
  }
}

/** Sleeps, or throws `instead` when the deadline would pass meanwhile. */
async function wait(ms: number, talk: Conversation, instead: () => ModelError): Promise<void> {
  const { clock, signal, deadline } = talk
  if (clock.now().getTime() + ms + LEAST_MS > deadline) throw instead()
  await clock.sleep(ms, { signal })
}

async function waitForPause(talk: Conversation): Promise<void> {
  const left = talk.pause.until - talk.clock.now().getTime()
  if (left <= 0) return
  await wait(
    left,
    talk,
    () =>
      new ModelError(`The model ${talk.model.name} asked to wait`, {
        model: talk.model.name,
        failure: 'rate_limited',
        retryAfterMs: left,
      }),
  )
}

/**
 * Asks until there is an answer: up to three more times after 2, 4 and 8 seconds, or after what the service asks for. Rejects
 * with a `ModelError`; its `retryAfterMs` is set only when the service asks for more time than is left.
 */
export async function askModel<T>(request: ModelRequest, judge: Judge<T>, talk: Conversation): Promise<T> {
  for (;;) {
    await waitForPause(talk)
    try {
      return await callOnce(request, judge, talk)
    } catch (error) {
      if (!ModelError.isInstance(error) || !error.retryable) throw error
      const { retryAfterMs } = error
      if (retryAfterMs !== null) {
        talk.pause.until = Math.max(talk.pause.until, talk.clock.now().getTime() + retryAfterMs)
      }
      const backoff = BACKOFF_MS[talk.retries]
      const left = talk.deadline - talk.clock.now().getTime()
      if (backoff === undefined) throw (retryAfterMs ?? 0) > left ? error : withoutWait(error)
      talk.retries += 1
      await wait(retryAfterMs ?? backoff, talk, () => error)
    }
  }
}

/** The retries are used up, and there is time left: nothing more is waited for. */
function withoutWait(error: ModelError): ModelError {
  const { model, failure, usage, message } = error
  return new ModelError(message, { model, failure, usage: usage ?? undefined, cause: error })
}
