import type { Architect, Diagnosis, DiagnosisContext } from '@aegis/core'

/** Answers each incident with the table that `decide` names. */
export function scriptedArchitect(
  decide: (context: DiagnosisContext) => string | null,
  confidence = 0.9,
): Architect {
  return {
    name: 'scripted',
    async diagnose(context): Promise<Diagnosis> {
      return {
        rootCause: 'It was decided beforehand.',
        rootCauseTable: decide(context),
        blastRadius: [],
        severity: context.incident.severity,
        confidence,
        recommendations: [],
        evidence: context.evidence,
        decidedBy: 'scripted',
        diagnosedAt: context.now,
      }
    },
  }
}
