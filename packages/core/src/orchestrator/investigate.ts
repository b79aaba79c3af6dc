import { preparePlan } from '../executor/index.ts'
import { identifierRules } from '../identity/index.ts'
import type { ActivityDraft } from '../model/activity.ts'
import type { Incident } from '../model/incident.ts'
import type { TableKind } from '../model/table.ts'
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
  /** Only their incidents are claimed: others belong to an Aegis that knows their warehouse. */
  readonly connectionIds: readonly number[]
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

/** A view's columns come from its query; a foreign table's belong to another server. */
function isAlterable(kind: TableKind | null): boolean {
  return kind === null || kind === 'table' || kind === 'partitioned'
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
      isAlterable: isAlterable(context.tableKind),
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

  async function investigate(
    claimed: Incident,
    known: ConnectionKnowledge,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    let incident: Incident | null = claimed
    let knowledge = known
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (incident?.status !== 'investigating') return false
      const change = await changeFor(incident, knowledge, signal)
      if ((await store.transition(incident.id, incident.version, change)) !== null) return true
      // A scan merged something new in the meantime, or a person dismissed it: look again.
      incident = await store.getIncident(incident.id)
      knowledge = await deps.knowledgeOf(claimed.connectionId)
    }
    return false
  }

  /** Gives claims back, so that nobody has to wait for them to expire. */
  async function giveBack(unfinished: ReadonlyMap<number, string>): Promise<void> {
    for (const [id, why] of unfinished) {
      const incident = await store.getIncident(id)
      if (incident?.status !== 'investigating') continue
      const at = clock.now()
      const reason = `Gave the investigation up: ${why}`
      await store.transition(id, incident.version, {
        to: 'investigating',
        actor: 'aegis',
        reason,
        at,
        activity: [],
      })
    }
  }

  /** Investigates what one round claimed; removes from `unfinished` what is done. One that fails keeps no other from its turn. */
  async function investigateAll(
    claims: readonly Incident[],
    unfinished: Map<number, string>,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const knowledge = new Map<number, ConnectionKnowledge>()
    let done = 0
    for (const incident of claims) {
      signal?.throwIfAborted()
      try {
        const { connectionId } = incident
        const known = knowledge.get(connectionId) ?? (await deps.knowledgeOf(connectionId))
        knowledge.set(connectionId, known)
        if (await investigate(incident, known, signal)) done += 1
        unfinished.delete(incident.id)
      } catch (error) {
        signal?.throwIfAborted()
        const why = error instanceof Error ? error.message : String(error)
        logger.error(`The investigation of incident ${incident.id} failed: ${why}`)
        unfinished.set(incident.id, why)
      }
    }
    return done
  }

  return {
    async drain(signal?: AbortSignal): Promise<number> {
      const unfinished = new Map<number, string>()
      let done = 0
      try {
        for (;;) {
          signal?.throwIfAborted()
          const claims = await store.claimInvestigations(
            deps.owner,
            CLAIM_LIMIT,
            LEASE_MS,
            deps.connectionIds,
          )
          if (claims.length === 0) return done
          for (const { incident } of claims) unfinished.set(incident.id, 'it was interrupted')
          done += await investigateAll(
            claims.map(({ incident }) => incident),
            unfinished,
            signal,
          )
        }
      } finally {
        await giveBack(unfinished)
      }
    },
  }
}
