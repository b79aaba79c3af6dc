import type { SchemaChange } from '../model/anomaly.ts'
import type { Dialect } from '../model/connection.ts'
import type { Diagnosis, Recommendation } from '../model/diagnosis.ts'
import type { Incident } from '../model/incident.ts'
import type { Remediation, RemediationAction } from '../model/remediation.ts'
import type { TableRef } from '../model/table.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import { undoChange } from './remediation-sql/undo-change.ts'

export interface PlanInput {
  readonly incident: Incident
  readonly diagnosis: Diagnosis
  /** What separates the table from its accepted shape now. */
  readonly changes: readonly SchemaChange[]
  /** null for `connection_error`. */
  readonly ref: TableRef | null
  /** false for a view or a foreign table: its columns come from elsewhere. */
  readonly isAlterable: boolean
  /** Views that read the table directly: they can stand in the way of a change. */
  readonly views: readonly string[]
  readonly dialect: Dialect
  readonly identifiers: IdentifierRules
  readonly now: Date
}

const VIEW_REMARK = 'It cannot be altered here: mend what it reads, or create it anew from its definition.'

function manual(recommendation: Recommendation): RemediationAction {
  const { action, description } = recommendation
  return { type: action, description, sql: null, status: 'manual', risk: 'unknown' }
}

function viewRemark(views: readonly string[]): string {
  if (views.length === 0) return ''
  const them = views.length === 1 ? 'it' : 'them'
  return ` These views read the table: ${views.join(', ')}; drop ${them} first, and create ${them} again afterwards.`
}

/** One action per statement; the words of each are the statement's own. */
function undoActions(input: PlanInput): readonly RemediationAction[] {
  const { ref, changes, dialect, identifiers } = input
  if (ref === null) return []
  return changes.flatMap((change): RemediationAction[] => {
    const step = undoChange(change, ref, dialect, identifiers)
    if (step === null) return []
    return [
      {
        type: change.kind === 'column_renamed' ? 'rename_back' : 'revert_schema',
        description:
          step.risk === 'rewrites_table' ? `${step.description}${viewRemark(input.views)}` : step.description,
        sql: step.sql,
        status: 'pending_approval',
        risk: step.risk,
      },
    ]
  })
}

function isUndo({ action }: Recommendation): boolean {
  return action === 'revert_schema' || action === 'rename_back'
}

function actionsOf(input: PlanInput): readonly RemediationAction[] {
  const recommendations = [...input.diagnosis.recommendations].sort((a, b) => a.priority - b.priority)
  const undo = input.isAlterable ? undoActions(input) : []
  const firstUndo = recommendations.findIndex(isUndo)
  return recommendations.flatMap((recommendation, index): readonly RemediationAction[] => {
    if (!isUndo(recommendation)) return [manual(recommendation)]
    if (!input.isAlterable) {
      return [manual({ ...recommendation, description: `${recommendation.description}. ${VIEW_REMARK}` })]
    }
    if (undo.length === 0) return [manual(recommendation)]
    return index === firstUndo ? undo : []
  })
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

/** Turns a diagnosis into a plan for a person. It writes the statements itself and never runs one. Pure. */
export function preparePlan(input: PlanInput): Remediation {
  return { actions: actionsOf(input), summary: summarise(input), generatedAt: input.now }
}
