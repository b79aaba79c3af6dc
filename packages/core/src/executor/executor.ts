import type { SchemaChange } from '../model/anomaly.ts'
import type { Dialect } from '../model/connection.ts'
import type { Diagnosis } from '../model/diagnosis.ts'
import type { Incident } from '../model/incident.ts'
import type { Remediation, RemediationAction } from '../model/remediation.ts'
import type { Snapshot, TableRef } from '../model/table.ts'
import type { SqlGate } from '../ports/architect-services.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import { type GatedRecommendation, gateRecommendations } from './gate-recommendations.ts'
import { hashPlan } from './plan-hash.ts'
import { wordsOf } from './remediation-sql/dialects.ts'
import type { Drift, RemediationStep, Undoing } from './remediation-sql/remediation-step.ts'
import { withListsWhole } from './remediation-sql/sorted-changes.ts'
import { undoDrift, viewBesides } from './remediation-sql/undo-drift.ts'

export interface PlanInput {
  readonly incident: Incident
  readonly diagnosis: Diagnosis
  /** What separates the table from its accepted shape now. */
  readonly changes: readonly SchemaChange[]
  /** null for `connection_error`. */
  readonly ref: TableRef | null
  /** null: never read. */
  readonly accepted: Snapshot | null
  /** null: never read. */
  readonly latest: Snapshot | null
  /** false for a view or a foreign table: its columns come from elsewhere. */
  readonly isAlterable: boolean
  /** Views that read the table directly: they can stand in the way of a change. */
  readonly views: readonly string[]
  readonly dialect: Dialect
  readonly identifiers: IdentifierRules
  /** For the SQL of an architect; absent: it is only shown. */
  readonly gate?: SqlGate | undefined
  readonly now: Date
}

const VIEW_REMARK = 'It cannot be altered here: mend what it reads, or create it anew from its definition.'
const FOREIGN_REMARK =
  'Aegis did not write it. It was read by a parser: it touches tables of the incident only, and drops, deletes and grants nothing. Whether it is right, a person must tell.'

export function driftOf(input: Omit<PlanInput, 'diagnosis' | 'incident' | 'now'>): Drift | null {
  const { ref, changes, accepted, latest, views, identifiers } = input
  if (ref === null || changes.length === 0) return null
  const before = accepted?.columns ?? []
  const now = latest?.columns ?? []
  const isWhole = wordsOf(input.dialect)?.sql.changesLists === true
  return {
    ref,
    changes: isWhole ? withListsWhole(changes, before, now) : changes,
    accepted: before,
    latest: now,
    views,
    identifiers,
  }
}

/** The statements that Aegis writes itself. */
export function undoingOf(input: Omit<PlanInput, 'diagnosis' | 'incident' | 'now'>): Undoing {
  const drift = driftOf(input)
  const words = wordsOf(input.dialect)
  if (drift === null || words === null) return { steps: [], alternatives: [] }
  return input.isAlterable
    ? undoDrift(drift, words.sql, words.view)
    : { steps: [], alternatives: viewBesides(drift, words.view) }
}

function actionOf(step: RemediationStep): RemediationAction {
  const { type, description, sql, risk, preconditions, undo } = step
  return {
    type,
    description,
    sql,
    status: sql === null ? 'manual' : 'pending_approval',
    risk,
    ...(preconditions.length === 0 ? {} : { preconditions }),
    ...(undo === null ? {} : { undo }),
  }
}

function recommended({ recommendation, sql, turnedAway }: GatedRecommendation): RemediationAction {
  const { action, description } = recommendation
  const manual = { type: action, description, sql: null, status: 'manual', risk: 'unknown' } as const
  if (turnedAway !== null) return { ...manual, unverified: turnedAway }
  if (sql === null) return manual
  return {
    type: action,
    description,
    sql,
    status: 'pending_approval',
    risk: 'unknown',
    preconditions: [{ text: FOREIGN_REMARK, checkSql: null }],
  }
}

function isUndo({ recommendation: { action } }: GatedRecommendation): boolean {
  return action === 'revert_schema' || action === 'rename_back'
}

function withRemark(item: GatedRecommendation): RemediationAction {
  const action = recommended(item)
  return { ...action, description: `${action.description}. ${VIEW_REMARK}` }
}

/** Aegis's own steps stand where the architect first says that the change be undone, else before the change is accepted. */
function actionsOf(
  input: PlanInput,
  gated: readonly GatedRecommendation[],
  own: readonly RemediationAction[],
): readonly RemediationAction[] {
  if (!input.isAlterable) return gated.map((item) => (isUndo(item) ? withRemark(item) : recommended(item)))
  if (own.length === 0) return gated.map(recommended)
  const firstUndo = gated.findIndex(isUndo)
  const actions = gated.flatMap((item, index): readonly RemediationAction[] => {
    if (!isUndo(item)) return [recommended(item)]
    return index === firstUndo ? own : []
  })
  if (firstUndo !== -1) return actions
  const accept = actions.findIndex(({ type }) => type === 'accept_change')
  return accept === -1 ? [...actions, ...own] : actions.toSpliced(accept, 0, ...own)
}

/** An architect's own ways to undo what Aegis undoes in its way. */
function otherUndos(
  gated: readonly GatedRecommendation[],
  own: readonly RemediationAction[],
): readonly RemediationAction[] {
  if (own.length === 0) return []
  const written = new Set(own.map(({ sql }) => sql))
  return gated
    .filter(
      (item) => isUndo(item) && (item.sql !== null || item.turnedAway !== null) && !written.has(item.sql),
    )
    .map(recommended)
}

function summarise({ incident, diagnosis }: PlanInput): string {
  const subject = incident.table ?? 'the connection'
  const reach = diagnosis.blastRadius.length
  const affected =
    reach === 0
      ? 'nothing known is downstream'
      : `${reach} downstream ${reach === 1 ? 'table is' : 'tables are'} affected`
  return `${incident.severity} ${incident.type} on ${subject}; ${affected}. ${diagnosis.rootCause}`
}

/**
 * Turns a diagnosis into a plan for a person. It writes the statements itself, lets those of an architect through one gate, and never runs
 * one.
 */
export async function preparePlan(input: PlanInput): Promise<Remediation> {
  const { incident, diagnosis, latest, now } = input
  const gated = await gateRecommendations(diagnosis, incident, input.dialect, input.gate)
  const undoing = undoingOf(input)
  const own = undoing.steps.map(actionOf)
  const alternatives = [
    ...undoing.alternatives.map(actionOf),
    ...otherUndos(gated, input.isAlterable ? own : []),
  ]
  const plan: Remediation = {
    actions: actionsOf(input, gated, own),
    ...(alternatives.length === 0 ? {} : { alternatives }),
    summary: summarise(input),
    generatedAt: now,
  }
  return { ...plan, planHash: hashPlan(plan, { incidentId: incident.id, shape: latest }) }
}
