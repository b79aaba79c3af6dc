import * as z from 'zod'
import type { ModelCallOutcome } from '../../model/activity.ts'
import type { Severity } from '../../model/anomaly.ts'
import type { Recommendation } from '../../model/diagnosis.ts'
import type { DiagnosisContext } from '../../ports/architect.ts'
import type { SqlGate } from '../../ports/architect-services.ts'
import type { ModelAnswer } from '../../ports/language-model.ts'
import { type LooseAnswer, looseAnswer } from './answer-schema.ts'
import { cleanAnswer } from './clean-text.ts'
import { foreignNames } from './foreign-names.ts'
import type { KnownWords } from './known-words.ts'
import type { OpaqueNames } from './opaque-names.ts'
import { readJson } from './read-json.ts'
import { readRecommendations } from './read-recommendations.ts'

const MOST_ROOT_CAUSE = 1500
const MOST_IDS_TOLD = 3

export interface AnswerInput {
  readonly context: DiagnosisContext
  readonly names: OpaqueNames
  readonly known: KnownWords
  /** Ids of the facts that were told. */
  readonly facts: readonly string[]
  readonly sqlGate: SqlGate | undefined
}

/** What of an answer may be kept. */
export interface VerifiedAnswer {
  readonly rootCause: string
  readonly rootCauseTable: string | null
  readonly rootCauseEvidence: readonly string[]
  readonly severity: Severity
  readonly confidence: number
  readonly recommendations: readonly Recommendation[]
}

export type ReadAnswer =
  | { readonly ok: true; readonly answer: VerifiedAnswer }
  | {
      readonly ok: false
      readonly outcome: Extract<ModelCallOutcome, 'invalid_json' | 'invalid_answer' | 'unfounded'>
      /** What is wrong, for the model and for people. */
      readonly fault: string
    }

/** Ids as a fault may tell them. Other words of a model are not repeated: nobody vouches for them. */
function toldIds(ids: readonly string[]): string {
  const told = ids.filter((id) => /^[A-Z_]{1,12}\d{1,4}$/.test(id)).slice(0, MOST_IDS_TOLD)
  return told.length === 0 ? '' : ` ${told.join(', ')}`
}

/** What the root cause claims and the evidence does not hold; null: nothing. */
function faultOf(answer: LooseAnswer, { context, names, known, facts }: AnswerInput): string | null {
  const { root_cause: text, root_cause_table: id, root_cause_evidence: cited } = answer
  const foreign = foreignNames(cleanAnswer(text, MOST_ROOT_CAUSE), known, names)
  if (foreign.length > 0) return `the root cause names what the evidence does not hold${toldIds(foreign)}`
  const unknown = cited.filter((fact) => !facts.includes(fact))
  if (unknown.length > 0) return `it cites evidence that there is not${toldIds(unknown)}`
  if (id === null) return null
  const table = names.nameOf(id)
  if (table === undefined) return `the root cause table${toldIds([id])} is no table of the evidence`
  const isUpstream = context.upstream.some(({ node, path }) => node.name === table || path.includes(table))
  if (table !== context.incident.table && !isUpstream) {
    return `the root cause table ${id} is neither the table itself nor upstream of it`
  }
  const isAbout = context.evidence.some(
    (fact) => cited.includes(fact.id) && (fact.table === table || names.hide(fact.text).includes(id)),
  )
  if (!isAbout) return `no cited evidence is about the root cause table ${id}`
  return null
}

/** Judges an answer: its form, then each claim against the evidence. Recommendations fall one by one, a root cause with the whole. */
export async function readAnswer(given: ModelAnswer, input: AnswerInput): Promise<ReadAnswer> {
  const value = given.value ?? readJson(given.text)
  if (value === undefined)
    return { ok: false, outcome: 'invalid_json', fault: 'the answer is not one JSON object' }
  const parsed = looseAnswer.safeParse(value)
  if (!parsed.success) {
    const fault = z.prettifyError(parsed.error).replaceAll('\n', ' ')
    return {
      ok: false,
      outcome: 'invalid_answer',
      fault: `the answer does not match the schema: ${cleanAnswer(fault, 300)}`,
    }
  }
  const answer = parsed.data
  const fault = faultOf(answer, input)
  if (fault !== null) return { ok: false, outcome: 'unfounded', fault }
  const { names } = input
  const rootCauseTable =
    answer.root_cause_table === null ? null : (names.nameOf(answer.root_cause_table) ?? null)
  return {
    ok: true,
    answer: {
      rootCause: names.reveal(cleanAnswer(answer.root_cause, MOST_ROOT_CAUSE)),
      rootCauseTable,
      rootCauseEvidence: [...new Set(answer.root_cause_evidence)],
      severity: answer.severity,
      // Without a table that the evidence shows there is nothing to be sure of.
      confidence: rootCauseTable === null ? 0 : answer.confidence,
      recommendations: await readRecommendations(answer, rootCauseTable, input),
    },
  }
}
