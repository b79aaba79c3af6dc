import { type LanguageModel, ModelError, type ModelFailure, type ModelRequest } from '../../../src/index.ts'

interface ScriptedAnswer {
  readonly text: string
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number } | null
}

/** What the model does with its n-th request; the last one goes on for ever. */
export type Step = (request: ModelRequest, signal: AbortSignal | undefined) => Promise<ScriptedAnswer>

export interface ScriptedModel extends LanguageModel {
  readonly requests: readonly ModelRequest[]
}

export function scriptedModel(steps: readonly Step[], name = 'test:model'): ScriptedModel {
  const requests: ModelRequest[] = []
  return {
    name,
    requests,
    async complete(request, { signal } = {}) {
      requests.push(request)
      const step = steps[Math.min(requests.length, steps.length) - 1]
      if (step === undefined) throw new Error('no step')
      const { text, usage = { inputTokens: 1000, outputTokens: 200 } } = await step(request, signal)
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        value = undefined
      }
      return { text, value, usage, model: name }
    },
  }
}

export function fails(failure: ModelFailure, retryAfterMs?: number): Step {
  return async () => {
    throw new ModelError(`it ended with ${failure}`, { model: 'test:model', failure, retryAfterMs })
  }
}

export const hangs: Step = () => new Promise(() => {})

export const says =
  (value: unknown): Step =>
  async () => ({ text: typeof value === 'string' ? value : JSON.stringify(value) })

/** A right answer about the incident's own table, with changes. */
export function answer(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    root_cause: 'The type of `price` changed in T1.',
    root_cause_table: 'T1',
    root_cause_evidence: ['E1'],
    blast_radius: ['T1'],
    severity: 'high',
    confidence: 0.7,
    recommendations: [
      { action: 'notify_team', description: 'Ask who changed T1.', sql: null, priority: 1, evidence: ['E1'] },
    ],
    ...more,
  }
}
