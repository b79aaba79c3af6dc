import { preparePlan } from '../executor/index.ts'
import { identifierRules } from '../identity/index.ts'
import type { ActivityDraft } from '../model/activity.ts'
import type { Incident } from '../model/incident.ts'
import type { Architect } from '../ports/architect.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { IncidentChange, Store } from '../ports/store.ts'
import { type Diagnosed, diagnose } from './diagnose.ts'
import { buildDiagnosisContext, type ConnectionKnowledge } from './diagnosis-context.ts'

/** Incidents claimed at a time. */
const CLAIM_LIMIT = 20
/** Longer than any architect may take, so that a claim expires only when its worker died. */
const LEASE_MS = 300_000
/** Merges can overtake an investigation; each one is looked at anew, but not for ever. */
const ATTEMPTS = 5

export interface InvestigatorDeps {
  readonly store: Store
  readonly architect: Architect
  readonly clock: Clock
  readonly logger: Logger
  /** Names this worker in claims. */
  readonly owner: string
  /** Reads once per round what all incidents of a connection need. */
  readonly knowledgeOf: (connectionId: number) => Promise<ConnectionKnowledge>
}

export interface Investigator {
  /** Claims and investigates until nothing is left to claim. Returns how many reached `pending_review`. */
  drain(signal?: AbortSignal): Promise<number>
}

function activityOf(
  incident: Incident,
  diagnosed: Diagnosed,
  actions: number,
  at: Date,
): readonly ActivityDraft[] {
  const { connectionId, tableId, id: incidentId } = incident
  const common = { connectionId, tableId, incidentId, at }
  const { diagnosis, fallback } = diagnosed
  const sure = `confidence ${diagnosis.confidence.toFixed(2)}`
  const by = fallback === null ? diagnosis.decidedBy : `${diagnosis.decidedBy}, because ${fallback}`
  return [
    {
      ...common,
      agent: 'architect',
      action: 'diagnosis_made',
      text: `${diagnosis.rootCause} (${sure}, decided by ${by})`,
    },
    {
      ...common,
      agent: 'executor',
      action: 'plan_made',
      text: `Prepared a plan of ${actions} steps for review`,
    },
  ]
}

function isView(knowledge: ConnectionKnowledge, table: string): boolean {
  const kind = knowledge.tablesByName.get(table)?.latest?.kind
  return kind === 'view' || kind === 'materialized_view'
}

/** Runs the Architect and the Executor on claimed incidents, apart from scanning: a slow model delays no detection. */
export function createInvestigator(deps: InvestigatorDeps): Investigator {
  const { store, architect, clock, logger } = deps

  async function changeFor(
    incident: Incident,
    knowledge: ConnectionKnowledge,
    signal: AbortSignal | undefined,
  ): Promise<IncidentChange> {
    const context = await buildDiagnosisContext(store, incident, knowledge, clock.now())
    const diagnosed = await diagnose(architect, context, logger, signal)
    const { diagnosis } = diagnosed
    const at = clock.now()
    const remediation = preparePlan({
      incident,
      diagnosis,
      changes: context.changes,
      ref: incident.table === null ? null : (knowledge.tablesByName.get(incident.table)?.table.ref ?? null),
      isAlterable: incident.table === null || !isView(knowledge, incident.table),
      views: context.blastRadius.affectedTables
        .filter(({ name, depth }) => depth === 1 && isView(knowledge, name))
        .map(({ name }) => name),
      dialect: knowledge.dialect,
      identifiers: identifierRules(knowledge.dialect),
      now: at,
    })
    return {
      to: 'pending_review',
      actor: 'aegis',
      reason: `diagnosed by ${diagnosis.decidedBy}`,
      at,
      diagnosis,
      remediation,
      activity: activityOf(incident, diagnosed, remediation.actions.length, at),
    }
  }

  async function investigate(claimed: Incident, signal: AbortSignal | undefined): Promise<boolean> {
    let incident: Incident | null = claimed
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (incident?.status !== 'investigating') return false
      const knowledge = await deps.knowledgeOf(incident.connectionId)
      const change = await changeFor(incident, knowledge, signal)
      if ((await store.transition(incident.id, incident.version, change)) !== null) return true
      // A scan merged something new in the meantime, or a person dismissed it: look again.
      incident = await store.getIncident(incident.id)
    }
    return false
  }

  return {
    async drain(signal?: AbortSignal): Promise<number> {
      let done = 0
      for (;;) {
        signal?.throwIfAborted()
        const claims = await store.claimInvestigations(deps.owner, CLAIM_LIMIT, LEASE_MS)
        if (claims.length === 0) return done
        for (const { incident } of claims) if (await investigate(incident, signal)) done += 1
      }
    },
  }
}
