import { ruleBasedArchitect, verifyDiagnosis } from '../architect/index.ts'
import { ModelError } from '../errors.ts'
import type { Diagnosis } from '../model/diagnosis.ts'
import type { Architect, DiagnosisContext } from '../ports/architect.ts'
import type { ArchitectServices } from '../ports/architect-services.ts'

export type Diagnosed =
  | { readonly diagnosis: Diagnosis }
  /** A model asks to wait this long; nothing is known yet. */
  | { readonly deferMs: number; readonly reason: string }

/** Longer than this nobody waits: the rules answer. */
const MOST_DEFER_MS = 3_600_000

async function ask(
  architect: Architect,
  context: DiagnosisContext,
  services: ArchitectServices,
  signal: AbortSignal | undefined,
): Promise<Diagnosis> {
  const verified = verifyDiagnosis(await architect.diagnose(context, { signal, services }), context)
  if (!verified.ok) throw new Error(verified.faults)
  const { diagnosis } = verified
  // What is affected is the graph's to say, never a model's.
  return { ...diagnosis, blastRadius: context.blastRadius.affectedTables.map(({ name }) => name) }
}

/**
 * Asks the architect; when it fails or claims what the evidence does not hold, the rules answer and the diagnosis says why. A model
 * that asks to wait is waited for where `mayDefer` and the wait allow it. Never rejects but on abort.
 */
export async function diagnose(
  architect: Architect,
  context: DiagnosisContext,
  services: ArchitectServices,
  mayDefer: boolean,
  signal?: AbortSignal,
): Promise<Diagnosed> {
  try {
    return { diagnosis: await ask(architect, context, services, signal) }
  } catch (error) {
    signal?.throwIfAborted()
    const reason = error instanceof Error ? error.message : String(error)
    const wait = ModelError.isInstance(error) && error.retryable ? error.retryAfterMs : null
    if (wait !== null && mayDefer && wait <= MOST_DEFER_MS) return { deferMs: wait, reason }
    services.logger.warn(
      `The architect ${architect.name} gave no usable diagnosis of incident ${context.incident.id}: ${reason}`,
    )
    const rules = await ruleBasedArchitect().diagnose(context)
    return { diagnosis: { ...rules, fallback: `${architect.name}: ${reason}` } }
  }
}
