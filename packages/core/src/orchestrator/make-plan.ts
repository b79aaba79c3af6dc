import { type ProvingDeps, preparePlan, provePlan } from '../executor/index.ts'
import { identifierRules } from '../identity/index.ts'
import type { Diagnosis } from '../model/diagnosis.ts'
import type { Incident } from '../model/incident.ts'
import type { Remediation } from '../model/remediation.ts'
import type { TableKind } from '../model/table.ts'
import type { DiagnosisContext } from '../ports/architect.ts'
import type { SqlGate } from '../ports/architect-services.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { PlanDependent, PlanProver } from '../ports/plan-prover.ts'
import type { ConnectionKnowledge } from './diagnosis-context.ts'
import { viewsReading } from './reading-views.ts'

export interface PlanningDeps {
  readonly clock: Clock
  readonly logger: Logger
  /** Absent: the SQL of an architect is only ever text. */
  readonly sqlGate?: SqlGate | undefined
  /** Absent: plans are not tried. */
  readonly planProvers?: readonly PlanProver[] | undefined
  /** Reads the definitions of these views of a connection from its warehouse. */
  readonly readViews?:
    | ((connectionId: number, views: readonly string[]) => Promise<readonly PlanDependent[]>)
    | undefined
}

/** A view's columns come from its query; a foreign table's belong to another server. */
function isAlterable(kind: TableKind | null): boolean {
  return kind === null || kind === 'table' || kind === 'partitioned'
}

/** The plan for a diagnosed incident, tried where a prover can. */
export async function makePlan(
  deps: PlanningDeps,
  incident: Incident,
  diagnosis: Diagnosis,
  context: DiagnosisContext,
  knowledge: ConnectionKnowledge,
  signal: AbortSignal | undefined,
): Promise<Remediation> {
  const { clock, logger, sqlGate, planProvers = [], readViews } = deps
  const state = incident.table === null ? undefined : knowledge.tablesByName.get(incident.table)
  const views = incident.table === null ? { direct: [], all: [] } : viewsReading(incident.table, knowledge)
  const input = {
    incident,
    diagnosis,
    changes: context.changes,
    ref: state?.table.ref ?? null,
    accepted: state?.accepted ?? null,
    latest: state?.latest ?? null,
    isAlterable: isAlterable(context.tableKind),
    views: views.direct,
    dialect: knowledge.dialect,
    identifiers: identifierRules(knowledge.dialect),
    gate: sqlGate,
    now: clock.now(),
  }
  const proving: ProvingDeps = {
    provers: planProvers,
    dependents: async () => (await readViews?.(incident.connectionId, views.all)) ?? [],
    now: () => clock.now(),
    logger,
  }
  return provePlan(await preparePlan(input), input, proving, signal)
}
