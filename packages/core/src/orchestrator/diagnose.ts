import { ruleBasedArchitect, verifyDiagnosis } from '../architect/index.ts'
import type { Diagnosis } from '../model/diagnosis.ts'
import type { Architect, DiagnosisContext } from '../ports/architect.ts'
import type { Logger } from '../ports/logger.ts'

export interface Diagnosed {
  readonly diagnosis: Diagnosis
  /** Why the rules answered instead of the configured architect; null: they did not have to. */
  readonly fallback: string | null
}

async function ask(
  architect: Architect,
  context: DiagnosisContext,
  signal: AbortSignal | undefined,
): Promise<Diagnosis> {
  const verified = verifyDiagnosis(await architect.diagnose(context, { signal }), context)
  if (!verified.ok) throw new Error(verified.faults)
  const { diagnosis } = verified
  // What is affected is the graph's to say, never a model's.
  return { ...diagnosis, blastRadius: context.blastRadius.affectedTables.map(({ name }) => name) }
}

/** Asks the architect; when it fails or claims what the evidence does not hold, the rules answer. Never rejects but on abort. */
export async function diagnose(
  architect: Architect,
  context: DiagnosisContext,
  logger: Logger,
  signal?: AbortSignal,
): Promise<Diagnosed> {
  try {
    return { diagnosis: await ask(architect, context, signal), fallback: null }
  } catch (error) {
    signal?.throwIfAborted()
    const reason = error instanceof Error ? error.message : String(error)
    logger.warn(
      `The architect ${architect.name} gave no usable diagnosis of incident ${context.incident.id}: ${reason}`,
    )
    const diagnosis = await ruleBasedArchitect().diagnose(context)
    return { diagnosis, fallback: `${architect.name}: ${reason}` }
  }
}
