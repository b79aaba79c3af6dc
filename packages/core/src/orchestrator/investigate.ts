import type { ActivityDraft } from '../model/activity.ts'
import type { Diagnosis } from '../model/diagnosis.ts'
import type { Incident } from '../model/incident.ts'
import type { Architect } from '../ports/architect.ts'
import type { IncidentChange, Store } from '../ports/store.ts'
import { diagnose } from './diagnose.ts'
import { buildDiagnosisContext, type ConnectionKnowledge } from './diagnosis-context.ts'
import { lendServices } from './lend-services.ts'
import { makePlan, type PlanningDeps } from './make-plan.ts'

/** Incidents claimed at a time, and as many investigated at once: one slow answer keeps no other waiting. The rules answer at once. */
const CLAIM_LIMIT = 4
const CLAIM_LIMIT_OF_RULES = 20
/** Longer than any architect may take, so that a claim expires only when its worker died. */
const LEASE_MS = 300_000
/** A model that asks to wait again and again is given up for this incident: the rules answer. */
const MOST_DEFERRALS = 3
/** Merges can overtake an investigation; each one is looked at anew, but not for ever. */
const ATTEMPTS = 5

export interface InvestigatorDeps extends PlanningDeps {
  readonly store: Store
  readonly architect: Architect
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

function lineOf(
  incident: Incident,
  at: Date,
): Pick<ActivityDraft, 'connectionId' | 'tableId' | 'incidentId' | 'at'> {
  return { connectionId: incident.connectionId, tableId: incident.tableId, incidentId: incident.id, at }
}

function activityOf(
  incident: Incident,
  diagnosis: Diagnosis,
  actions: number,
  at: Date,
): readonly ActivityDraft[] {
  const common = lineOf(incident, at)
  const { decidedBy, fallback, usage } = diagnosis
  const sure = `confidence ${diagnosis.confidence.toFixed(2)}`
  const by = fallback === undefined ? decidedBy : `${decidedBy}, because ${fallback}`
  const tokens = usage === undefined ? '' : `, ${usage.inputTokens} tokens in, ${usage.outputTokens} out`
  return [
    {
      ...common,
      agent: 'architect',
      action: 'diagnosis_made',
      text: `${diagnosis.rootCause} (${sure}, decided by ${by}${tokens})`,
    },
    {
      ...common,
      agent: 'executor',
      action: 'plan_made',
      text: `Prepared a plan of ${actions} steps for review`,
    },
  ]
}

function deferral(incident: Incident, deferMs: number, why: string, at: Date): IncidentChange {
  const notBefore = new Date(at.getTime() + deferMs)
  const reason = `${why}; asked again from ${notBefore.toISOString()}`
  return {
    to: 'open',
    actor: 'aegis',
    reason,
    at,
    notBefore,
    activity: [
      {
        ...lineOf(incident, at),
        agent: 'orchestrator',
        action: 'investigation_deferred',
        text: `Put the incident back to open: ${reason}`,
      },
    ],
  }
}

/** Runs the Architect and the Executor on claimed incidents, apart from scanning: a slow model delays no detection. */
export function createInvestigator(deps: InvestigatorDeps): Investigator {
  const { store, architect, clock, logger } = deps
  const claimLimit = architect.name === 'rules' ? CLAIM_LIMIT_OF_RULES : CLAIM_LIMIT

  async function changeFor(
    incident: Incident,
    knowledge: ConnectionKnowledge,
    signal: AbortSignal | undefined,
  ): Promise<IncidentChange> {
    const context = await buildDiagnosisContext(store, incident, knowledge, clock.now())
    const state = incident.table === null ? undefined : knowledge.tablesByName.get(incident.table)
    const earlier = await store.listActivity({
      incidentId: incident.id,
      actions: ['investigation_deferred'],
      limit: MOST_DEFERRALS,
    })
    const services = lendServices(deps, incident, state)
    const diagnosed = await diagnose(architect, context, services, earlier.length < MOST_DEFERRALS, signal)
    const at = clock.now()
    if ('deferMs' in diagnosed) return deferral(incident, diagnosed.deferMs, diagnosed.reason, at)
    const { diagnosis } = diagnosed
    const remediation = await makePlan(deps, incident, diagnosis, context, knowledge, signal)
    return {
      to: 'pending_review',
      actor: 'aegis',
      reason: `diagnosed by ${diagnosis.decidedBy}`,
      at,
      diagnosis,
      remediation,
      activity: activityOf(incident, diagnosis, remediation.actions.length, at),
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
      const moved = await store.transition(incident.id, incident.version, change)
      if (moved !== null) return moved.status === 'pending_review'
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
    const knowledge = new Map<number, Promise<ConnectionKnowledge>>()
    const knowledgeOf = (connectionId: number): Promise<ConnectionKnowledge> => {
      const known = knowledge.get(connectionId) ?? deps.knowledgeOf(connectionId)
      knowledge.set(connectionId, known)
      return known
    }
    const one = async (incident: Incident): Promise<boolean> => {
      try {
        const isDone = await investigate(incident, await knowledgeOf(incident.connectionId), signal)
        unfinished.delete(incident.id)
        return isDone
      } catch (error) {
        signal?.throwIfAborted()
        const why = error instanceof Error ? error.message : String(error)
        logger.error(`The investigation of incident ${incident.id} failed: ${why}`)
        unfinished.set(incident.id, why)
        return false
      }
    }
    // All of them settle before a claim is given back.
    const outcomes = await Promise.allSettled(claims.map(one))
    const aborted = outcomes.find((outcome) => outcome.status === 'rejected')
    if (aborted !== undefined) throw aborted.reason
    return outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length
  }

  return {
    async drain(signal?: AbortSignal): Promise<number> {
      const unfinished = new Map<number, string>()
      let done = 0
      try {
        for (;;) {
          signal?.throwIfAborted()
          const claims = await store.claimInvestigations(deps.owner, claimLimit, LEASE_MS, deps.connectionIds)
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
