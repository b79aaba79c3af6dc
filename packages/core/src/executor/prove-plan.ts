import type { Dialect } from '../model/connection.ts'
import type { PlanProof, Remediation, RemediationAction } from '../model/remediation.ts'
import type { TableKind } from '../model/table.ts'
import type { Logger } from '../ports/logger.ts'
import type { PlanDependent, PlanProver } from '../ports/plan-prover.ts'
import { driftOf, type PlanInput, undoingOf } from './executor.ts'
import { wordsOf } from './remediation-sql/dialects.ts'
import { wantedShape } from './remediation-sql/undo-drift.ts'

export interface ProvingDeps {
  readonly provers: readonly PlanProver[]
  /** Reads the definitions of the views that stand on the table. */
  readonly dependents: () => Promise<readonly PlanDependent[]>
  readonly now: () => Date
  readonly logger: Logger
}

function proverFor(dialect: Dialect, provers: readonly PlanProver[]): PlanProver | undefined {
  return provers.find((prover) => prover.proves(dialect))
}

/** A prover that fails has proved nothing, and keeps nobody from the plan. */
async function proofBy(
  prover: PlanProver,
  input: PlanInput,
  statements: readonly string[],
  deps: ProvingDeps,
  signal: AbortSignal | undefined,
): Promise<PlanProof | null> {
  const drift = driftOf(input)
  const words = wordsOf(input.dialect)
  if (drift === null || words === null) return null
  const kind: TableKind = input.accepted?.kind ?? input.latest?.kind ?? 'table'
  try {
    const dependents = await deps.dependents()
    return await prover.prove(
      {
        dialect: input.dialect,
        table: drift.ref,
        kind,
        accepted: wantedShape(drift, words.sql.foldsColumns),
        latest: drift.latest,
        dependents,
        statements,
      },
      { signal },
    )
  } catch (error) {
    signal?.throwIfAborted()
    const why = error instanceof Error ? error.message : String(error)
    deps.logger.warn(`The plan of incident ${input.incident.id} could not be tried by ${prover.name}: ${why}`)
    return { outcome: 'not_run', text: `It could not be tried: ${why}`, at: deps.now(), by: prover.name }
  }
}

/**
 * Tries what Aegis wrote of a plan, all of it in order, and says on each of these actions what came of it. The hash of the plan stays: the
 * statements are the same. Rejects only when aborted.
 */
export async function provePlan(
  remediation: Remediation,
  input: PlanInput,
  deps: ProvingDeps,
  signal?: AbortSignal,
): Promise<Remediation> {
  const prover = proverFor(input.dialect, deps.provers)
  const statements = undoingOf(input).steps.flatMap(({ sql }) => sql ?? [])
  if (prover === undefined || statements.length === 0) return remediation
  const proof = await proofBy(prover, input, statements, deps, signal)
  if (proof === null) return remediation
  const isOwn = ({ sql }: RemediationAction): boolean => sql !== null && statements.includes(sql)
  return {
    ...remediation,
    actions: remediation.actions.map((action) => (isOwn(action) ? { ...action, proof } : action)),
  }
}
