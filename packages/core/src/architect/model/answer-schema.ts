import * as z from 'zod'
import type { RecommendationAction } from '../../model/diagnosis.ts'
import type { JsonValue } from '../../model/json.ts'

const ACTIONS: readonly [RecommendationAction, ...RecommendationAction[]] = [
  'revert_schema',
  'add_cast',
  'rename_back',
  'notify_team',
  'pause_pipeline',
  'rerun_job',
  'accept_change',
  'investigate',
]

const severity = z.enum(['critical', 'high', 'medium', 'low'])

/** What an answer must look like before its claims are looked at one by one. */
export const looseAnswer: z.ZodType<LooseAnswer> = z.object({
  root_cause: z.string().trim().min(1),
  root_cause_table: z.string().nullable(),
  root_cause_evidence: z.array(z.string()),
  severity,
  confidence: z.number().min(0).max(1),
  recommendations: z.array(z.unknown()).max(50),
})

export interface LooseAnswer {
  readonly root_cause: string
  readonly root_cause_table: string | null
  readonly root_cause_evidence: readonly string[]
  readonly severity: 'critical' | 'high' | 'medium' | 'low'
  readonly confidence: number
  readonly recommendations: readonly unknown[]
}

export interface LooseRecommendation {
  readonly action: RecommendationAction
  readonly description: string
  readonly sql: string | null
  readonly priority: number
  readonly evidence: readonly string[]
}

export const looseRecommendation: z.ZodType<LooseRecommendation> = z.object({
  action: z.enum(ACTIONS),
  description: z.string().trim().min(1),
  sql: z.string().nullable(),
  priority: z.number(),
  evidence: z.array(z.string()),
})

function isJsonRecord(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The spec's `Diagnosis` as a JSON schema for services with strict schemas: every field required, no other allowed, no bounds
 * that only some of them know. Tables and facts are closed lists, so that a service that keeps the schema cannot name others.
 */
export function answerSchema(
  tables: readonly string[],
  evidence: readonly string[],
): Readonly<Record<string, JsonValue>> {
  const table = z.enum(tables)
  const facts = z.array(z.enum(evidence))
  const schema = z.toJSONSchema(
    z.strictObject({
      root_cause: z.string().describe('What happened and why, for people, in one to four sentences.'),
      root_cause_table: table.nullable().describe('Where it began. null: the evidence does not show it.'),
      root_cause_evidence: facts.describe('The facts that the root cause rests on.'),
      blast_radius: z.array(table).describe('Affected tables downstream.'),
      severity,
      confidence: z.number().describe('0 to 1. 0: no evidence.'),
      recommendations: z.array(
        z.strictObject({
          action: z.enum(ACTIONS),
          description: z.string(),
          sql: z.string().nullable().describe('One statement with ids in place of table names, or null.'),
          priority: z.number().describe('1: do first.'),
          evidence: facts.describe('The facts that this step rests on.'),
        }),
      ),
    }),
    { target: 'draft-7' },
  )
  const { $schema: _dialect, ...rest } = schema
  const plain: unknown = JSON.parse(JSON.stringify(rest))
  return isJsonRecord(plain) ? plain : {}
}
