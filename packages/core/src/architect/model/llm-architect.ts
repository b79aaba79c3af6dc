import { ModelError } from '../../errors.ts'
import type { ModelCall, ModelUsage } from '../../model/activity.ts'
import type { Diagnosis, Recommendation } from '../../model/diagnosis.ts'
import type { Architect, DiagnosisContext } from '../../ports/architect.ts'
import type { ArchitectServices, SqlGate } from '../../ports/architect-services.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LanguageModel } from '../../ports/language-model.ts'
import { systemClock } from '../../system-clock.ts'
import { ruleBasedArchitect } from '../rule-based-architect.ts'
import { answerSchema } from './answer-schema.ts'
import { askModel, type Conversation } from './ask-model.ts'
import { knownWords } from './known-words.ts'
import { opaqueNames } from './opaque-names.ts'
import { buildPrompt, type Prompt, stricter } from './prompt.ts'
import { type ReadAnswer, readAnswer, type VerifiedAnswer } from './read-answer.ts'
import { tokenBudget } from './token-budget.ts'

/** From the first call to the end of the last one. */
const DEADLINE_MS = 150_000
const MAX_OUTPUT_TOKENS = 4096
const TOKENS_PER_DAY = 1_000_000

export interface LlmArchitectOptions {
  /** Such as `openaiModel({ ... })` of @aegis/architect-openai. */
  readonly model: LanguageModel
  /**
   * Tokens, in and out, that all calls of one day (UTC) may use; at least 0, default 1,000,000. A call that could pass it is not
   * made: the rules answer. Counted from the recorded calls, so a restart does not begin anew.
   */
  readonly tokensPerDay?: number | undefined
  /** The longest answer, default 4096. Tokens that a model thinks with count too. */
  readonly maxOutputTokens?: number | undefined
  /** Lets SQL of the model into plans. Absent: the one of the configuration, or else it is only ever text. */
  readonly sqlGate?: SqlGate | undefined
  /** Only for whoever asks this architect without Aegis; absent: the system's. */
  readonly clock?: Clock | undefined
}

type Lent = Pick<ArchitectServices, 'clock' | 'table' | 'sqlGate' | 'recordCall' | 'tokensUsedSince'> & {
  readonly logger?: ArchitectServices['logger'] | undefined
}

/** Keeps the records in memory: for whoever asks without Aegis. */
function ownServices(clock: Clock): Lent {
  const calls: { readonly at: Date; readonly tokens: number }[] = []
  return {
    clock,
    table: null,
    async recordCall(call: ModelCall) {
      calls.push({ at: clock.now(), tokens: call.budgetTokens })
    },
    async tokensUsedSince(since) {
      return calls.reduce((sum, { at, tokens }) => (at >= since ? sum + tokens : sum), 0)
    },
  }
}

/** Steps that undo the change itself stand in every plan: the rules know them without guessing. */
const ALWAYS: ReadonlySet<string> = new Set(['revert_schema', 'rename_back', 'accept_change', 'rerun_job'])

function withRules(own: readonly Recommendation[], rules: Diagnosis): readonly Recommendation[] {
  const actions = new Set(own.map(({ action }) => action))
  const more = rules.recommendations.filter(
    ({ action }) => own.length === 0 || (ALWAYS.has(action) && !actions.has(action)),
  )
  return [...own, ...more].map((item, index) => ({ ...item, priority: index + 1 }))
}

/** The model's own first, then what the rules weighed. */
function candidatesOf(answer: VerifiedAnswer, rules: Diagnosis): Pick<Diagnosis, 'candidates'> {
  const { rootCauseTable: table, confidence, rootCause: why } = answer
  if (rules.candidates === undefined) return {}
  const others = rules.candidates.filter((candidate) => candidate.table !== table)
  return { candidates: table === null ? others : [{ table, confidence, why }, ...others] }
}

function diagnosisOf(
  answer: VerifiedAnswer,
  rules: Diagnosis,
  context: DiagnosisContext,
  model: string,
  usage: ModelUsage | null,
  at: Date,
): Diagnosis {
  return {
    ...answer,
    recommendations: withRules(answer.recommendations, rules),
    blastRadius: context.blastRadius.affectedTables.map(({ name }) => name),
    evidence: context.evidence,
    ...candidatesOf(answer, rules),
    decidedBy: model,
    diagnosedAt: at,
    ...(usage === null ? {} : { usage }),
  }
}

/**
 * Lets a language model explain incidents. What it answers is kept only where the evidence holds it; what goes wrong for good, or
 * twice, is answered by the rules, and the diagnosis says so. Rejects when aborted, and with a `ModelError` whose `retryAfterMs`
 * is set when the service asks for more time than there is: asked again later, it may answer.
 */
export function llmArchitect(options: LlmArchitectOptions): Architect {
  const { model, maxOutputTokens = MAX_OUTPUT_TOKENS } = options
  const rulesArchitect = ruleBasedArchitect()
  const budget = tokenBudget(options.tokensPerDay ?? TOKENS_PER_DAY)
  const own = ownServices(options.clock ?? systemClock)
  const pause = { until: 0 }
  let hasSaidWhy = false

  async function converse(context: DiagnosisContext, lent: Lent, talk: Conversation): Promise<ReadAnswer> {
    const known = knownWords(context, lent.table)
    const names = opaqueNames(context, known.words)
    const first = buildPrompt({ context, table: lent.table, names })
    const schema = answerSchema(names.ids, first.facts)
    const input = { context, names, known, facts: first.facts, sqlGate: options.sqlGate ?? lent.sqlGate }
    const ask = ({ system, user }: Prompt): Promise<ReadAnswer> =>
      askModel<ReadAnswer>(
        { system, user, answer: { name: 'diagnosis', schema }, maxOutputTokens },
        async (answer) => {
          const value = await readAnswer(answer, input)
          return { outcome: value.ok ? 'ok' : value.outcome, value }
        },
        talk,
      ).catch((error: unknown) => {
        // Cut off is a fault of the answer, not of the line.
        if (!ModelError.isInstance(error) || error.failure !== 'truncated') throw error
        return {
          ok: false,
          outcome: 'invalid_json',
          fault: 'the answer was too long and was cut off; be brief',
        }
      })
    const answered = await ask(first)
    return answered.ok ? answered : ask(stricter(first, answered.fault))
  }

  return {
    name: model.unavailable === undefined ? model.name : rulesArchitect.name,
    async diagnose(context, { signal, services } = {}): Promise<Diagnosis> {
      const lent: Lent = services ?? own
      const { clock, logger } = lent
      const rules = await rulesArchitect.diagnose(context)
      if (model.unavailable !== undefined) {
        if (!hasSaidWhy) logger?.info(`The rules explain incidents: ${model.unavailable}`)
        hasSaidWhy = true
        return rules
      }
      // A connection has no lineage, no columns and no neighbours: there is nothing to reason over.
      if (context.incident.table === null || context.evidence.length === 0) return rules
      const talk: Conversation = {
        model,
        clock,
        signal,
        deadline: clock.now().getTime() + DEADLINE_MS,
        budget,
        usedSince: (since) => lent.tokensUsedSince(since),
        record: (call) => lent.recordCall(call),
        pause,
        calls: 0,
        retries: 0,
        usage: null,
      }
      const giveUp = (why: string): Diagnosis => ({
        ...rules,
        fallback: `${model.name}: ${why}`,
        ...(talk.usage === null ? {} : { usage: talk.usage }),
      })
      try {
        const read = await converse(context, lent, talk)
        if (!read.ok) return giveUp(`its answer was refused twice, at last because ${read.fault}`)
        return diagnosisOf(read.answer, rules, context, model.name, talk.usage, clock.now())
      } catch (error) {
        signal?.throwIfAborted()
        if (!ModelError.isInstance(error)) throw error
        if (error.retryable && error.retryAfterMs !== null) throw error
        return giveUp(error.message)
      }
    },
  }
}
