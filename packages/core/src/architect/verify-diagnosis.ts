import * as z from 'zod'
import type { Diagnosis } from '../model/diagnosis.ts'
import type { DiagnosisContext } from '../ports/architect.ts'

const ACTIONS = [
  'revert_schema',
  'add_cast',
  'rename_back',
  'notify_team',
  'pause_pipeline',
  'rerun_job',
  'accept_change',
  'investigate',
] as const

const diagnosisSchema: z.ZodType<Diagnosis> = z.object({
  rootCause: z.string().trim().min(1),
  rootCauseTable: z.string().nullable(),
  candidates: z
    .array(z.object({ table: z.string(), confidence: z.number().min(0).max(1), why: z.string() }))
    .optional(),
  blastRadius: z.array(z.string()),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  confidence: z.number().min(0).max(1),
  recommendations: z.array(
    z.object({
      action: z.enum(ACTIONS),
      description: z.string(),
      sql: z.string().nullable(),
      priority: z.number(),
      evidence: z.array(z.string()).optional(),
    }),
  ),
  evidence: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['lineage', 'anomaly', 'schema_change', 'freshness', 'incident', 'coverage']),
      table: z.string().nullable(),
      at: z.date().nullable(),
      text: z.string(),
      source: z.enum(['scan', 'query_log', 'view_definition', 'native', 'lineage']).optional(),
    }),
  ),
  rootCauseEvidence: z.array(z.string()).optional(),
  decidedBy: z.string().min(1),
  fallback: z.string().optional(),
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }).optional(),
  diagnosedAt: z.date(),
})

export type VerifiedDiagnosis =
  | { readonly ok: true; readonly diagnosis: Diagnosis }
  /** What is wrong with it, in words. */
  | { readonly ok: false; readonly faults: string }

/** The first fact that a claim cites and the diagnosis does not bring along. */
function unknownEvidence(diagnosis: Diagnosis): string | undefined {
  const ids = new Set(diagnosis.evidence.map(({ id }) => id))
  const cited = [
    ...(diagnosis.rootCauseEvidence ?? []),
    ...diagnosis.recommendations.flatMap(({ evidence = [] }) => evidence),
  ]
  return cited.find((id) => !ids.has(id))
}

/** Whether an architect's answer may be kept: its form, and that it names no table out of thin air. A user's own is checked too. */
export function verifyDiagnosis(answer: unknown, context: DiagnosisContext): VerifiedDiagnosis {
  const parsed = diagnosisSchema.safeParse(answer)
  if (!parsed.success) return { ok: false, faults: z.prettifyError(parsed.error) }
  const known = new Set([
    context.incident.table,
    ...context.upstream.map(({ node }) => node.name),
    ...context.blastRadius.affectedTables.map(({ name }) => name),
  ])
  const { rootCauseTable } = parsed.data
  if (rootCauseTable !== null && !known.has(rootCauseTable)) {
    return { ok: false, faults: `the root cause table ${rootCauseTable} is not in the evidence` }
  }
  const unknown = unknownEvidence(parsed.data)
  if (unknown !== undefined) return { ok: false, faults: `there is no evidence ${unknown}` }
  return { ok: true, diagnosis: parsed.data }
}
