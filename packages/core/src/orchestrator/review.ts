import { AegisError } from '../errors.ts'
import type { ActivityDraft } from '../model/activity.ts'
import type { Incident } from '../model/incident.ts'
import type { Clock } from '../ports/clock.ts'
import type { Sentinel } from '../ports/sentinel.ts'
import type { IncidentChange, Store } from '../ports/store.ts'
import { assertMove } from './incident-machine.ts'
import { planFit } from './plan-still-fits.ts'

export interface ApproveOptions {
  /** Who approves; kept in the audit trail. */
  readonly by: string
  readonly note?: string | undefined
  /**
   * `apply_plan` (default): the cause is or will be mended; the accepted shape stays, and the table is in warning
   * until it has returned to it. `accept_change`: the change was intended; the present shape becomes the accepted one.
   */
  readonly decision?: 'apply_plan' | 'accept_change' | undefined
  /** Refuse with `CONFLICT` unless the incident still has this version: what was approved is what was seen. */
  readonly expectedVersion?: number | undefined
  /**
   * The `planHash` of the plan that was looked at. Refuse with `CONFLICT` unless it is that of the present plan, for the table as last seen: what
   * is approved are exactly these statements, for exactly this state. Absent: the present plan, whichever it is; one for another state of the
   * table is refused all the same.
   */
  readonly planHash?: string | undefined
}

export interface DismissOptions {
  readonly by: string
  /** Required: why it is no trouble. */
  readonly reason: string
  readonly expectedVersion?: number | undefined
}

export interface Reviewer {
  /** Moves a `pending_review` incident to `resolved`. */
  approve(incidentId: number, options: ApproveOptions): Promise<Incident>
  /** Moves any open incident to `dismissed`; of a drift it accepts the present shape. */
  dismiss(incidentId: number, options: DismissOptions): Promise<Incident>
}

export interface ReviewerDeps {
  readonly store: Store
  readonly clock: Clock
  readonly sentinels: readonly Sentinel[]
}

function required(value: string, field: string): string {
  const text = value.trim()
  if (text === '')
    throw new AegisError(
      'CONFIG_INVALID',
      `\`${field}\` is empty. Say ${field === 'by' ? 'who decides' : 'why'}.`,
    )
  return text
}

type SideEffects = Pick<IncidentChange, 'acceptSnapshotId' | 'sentinelState'>

export function createReviewer({ store, clock, sentinels }: ReviewerDeps): Reviewer {
  async function load(id: number, expectedVersion: number | undefined): Promise<Incident> {
    const incident = await store.getIncident(id)
    if (incident === null) throw new AegisError('NOT_FOUND', `There is no incident ${id}.`)
    if (expectedVersion !== undefined && incident.version !== expectedVersion) throw conflict(incident)
    return incident
  }

  function conflict(incident: Incident): AegisError {
    return new AegisError(
      'CONFLICT',
      `Incident ${incident.id} changed since it was looked at (it is ${incident.status}, version ${incident.version}). Look again, then decide.`,
    )
  }

  async function shapeAccepted(incident: Incident): Promise<SideEffects> {
    if (incident.type !== 'schema_drift' || incident.tableId === null) return {}
    // The version check makes this the reviewed shape: a later change would have moved the incident on.
    const [latest] = await store.listSnapshots(incident.tableId, { limit: 1 })
    return latest === undefined ? {} : { acceptSnapshotId: latest.id }
  }

  async function sentinelReviewed(
    incident: Incident,
    outcome: 'approved' | 'dismissed',
    at: Date,
  ): Promise<SideEffects> {
    const sentinel = sentinels.find(({ anomalyType }) => anomalyType === incident.type)
    if (sentinel?.review === undefined || incident.tableId === null) return {}
    const states = await store.loadScanState(incident.connectionId)
    const state = states.find(({ table }) => table.id === incident.tableId)
    if (state === undefined) return {}
    const kept = state.states.find((item) => item.sentinel === sentinel.name)
    const value = sentinel.review({ outcome, at, table: state.table, state: kept?.value ?? null })
    return value === undefined ? {} : { sentinelState: { sentinel: sentinel.name, value } }
  }

  function line(incident: Incident, action: ActivityDraft['action'], text: string, at: Date): ActivityDraft {
    const { connectionId, tableId, id: incidentId } = incident
    return { agent: 'person', action, connectionId, tableId, incidentId, text, at }
  }

  function acceptedLine(incident: Incident, effects: SideEffects, at: Date): readonly ActivityDraft[] {
    if (effects.acceptSnapshotId === undefined) return []
    return [
      line(incident, 'shape_accepted', `The present shape of ${incident.table} is now the accepted one`, at),
    ]
  }

  /** Nobody approves statements for a table that has moved on: they are made anew, and then looked at anew. */
  async function assertPlanFits(
    incident: Incident,
    planHash: string | undefined,
    isToRun: boolean,
  ): Promise<void> {
    const { id, remediation } = incident
    const present = remediation?.planHash
    if (planHash !== undefined && planHash !== present) {
      throw new AegisError(
        'CONFLICT',
        `The plan of incident ${id} is not the one that was looked at${present === undefined ? ': it has none' : ` (it is ${present})`}. Look at it, then decide.`,
      )
    }
    const hasSql = remediation?.actions.some(({ status }) => status === 'pending_approval') === true
    if (planHash === undefined && !(isToRun && hasSql)) return
    const fit = await planFit(store, incident)
    if (fit === 'fits' || fit === 'none') return
    if (fit === 'returned') {
      if (planHash === undefined) return
      throw new AegisError(
        'CONFLICT',
        `${incident.table} has its accepted shape again: of the plan of incident ${id} there is nothing left to run. Approve without a plan hash to close it.`,
      )
    }
    const reason = `${incident.table} changed since the plan was made: a new one is needed`
    await store.transition(id, incident.version, {
      to: 'investigating',
      actor: 'aegis',
      reason,
      at: clock.now(),
      activity: [],
    })
    throw new AegisError(
      'CONFLICT',
      `${reason}. Incident ${id} is being investigated again; look at the new plan, then decide.`,
    )
  }

  async function close(incident: Incident, change: IncidentChange): Promise<Incident> {
    const closed = await store.transition(incident.id, incident.version, change)
    if (closed === null) throw conflict((await store.getIncident(incident.id)) ?? incident)
    return closed
  }

  return {
    async approve(
      incidentId,
      { by, note, decision = 'apply_plan', expectedVersion, planHash },
    ): Promise<Incident> {
      const actor = required(by, 'by')
      const incident = await load(incidentId, expectedVersion)
      assertMove(incident, 'resolved')
      await assertPlanFits(incident, planHash, decision === 'apply_plan')
      const at = clock.now()
      const accepted = decision === 'accept_change' ? await shapeAccepted(incident) : {}
      const effects = { ...accepted, ...(await sentinelReviewed(incident, 'approved', at)) }
      const plan = planHash === undefined ? 'the plan is approved' : `the plan ${planHash} is approved`
      const what = decision === 'accept_change' ? 'the change is accepted' : plan
      const text = `${actor} approved incident ${incidentId}: ${what}${note === undefined ? '' : ` ("${note}")`}`
      return close(incident, {
        to: 'resolved',
        actor,
        reason: note ?? what,
        at,
        ...(note === undefined ? {} : { resolutionNote: note }),
        ...effects,
        activity: [line(incident, 'incident_approved', text, at), ...acceptedLine(incident, effects, at)],
      })
    },
    async dismiss(incidentId, { by, reason, expectedVersion }): Promise<Incident> {
      const actor = required(by, 'by')
      const why = required(reason, 'reason')
      const incident = await load(incidentId, expectedVersion)
      assertMove(incident, 'dismissed')
      const at = clock.now()
      const effects = {
        ...(await shapeAccepted(incident)),
        ...(await sentinelReviewed(incident, 'dismissed', at)),
      }
      const text = `${actor} dismissed incident ${incidentId}: ${why}`
      return close(incident, {
        to: 'dismissed',
        actor,
        reason: why,
        at,
        dismissReason: why,
        ...effects,
        activity: [line(incident, 'incident_dismissed', text, at), ...acceptedLine(incident, effects, at)],
      })
    },
  }
}
