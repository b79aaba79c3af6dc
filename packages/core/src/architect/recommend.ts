import type { Anomaly, SchemaChange } from '../model/anomaly.ts'
import type { Recommendation, RecommendationAction } from '../model/diagnosis.ts'
import type { TableKind } from '../model/table.ts'

type Step = Omit<Recommendation, 'priority' | 'sql'>

function step(action: RecommendationAction, description: string): Step {
  return { action, description }
}

function isView(kind: TableKind | null): boolean {
  return kind === 'view' || kind === 'materialized_view'
}

function restoreText(table: string, kind: TableKind | null): string {
  return isView(kind)
    ? `Create ${table} again from its definition, once what it reads is there`
    : `Restore ${table} from a backup, or run the job that builds it. If it was renamed, rename it back`
}

function revertStep(change: SchemaChange, table: string, kind: TableKind | null): Step[] {
  switch (change.kind) {
    case 'type_changed':
      return [
        step('revert_schema', `Give \`${change.column}\` of ${table} its type ${change.before?.type} back`),
      ]
    case 'column_deleted':
      return [step('revert_schema', `Add \`${change.column}\` (${change.before?.type}) to ${table} again`)]
    case 'column_renamed':
      return [
        step('rename_back', `Rename \`${change.column}\` of ${table} back to \`${change.previousName}\``),
      ]
    case 'nullability_changed':
      return [step('revert_schema', `Restore the nullability of \`${change.column}\` of ${table}`)]
    case 'table_dropped':
      return [step('investigate', restoreText(table, kind))]
    case 'column_added':
      if (change.after?.nullable !== false) return []
      return [step('revert_schema', `Allow NULL in the new column \`${change.column}\` of ${table}`)]
    case 'table_replaced':
      return []
  }
}

function driftSteps(
  changes: readonly SchemaChange[],
  table: string,
  kind: TableKind | null,
): readonly Step[] {
  const accept = step('accept_change', `If the change of ${table} is intended: accept the new shape`)
  return [...changes.flatMap((change) => revertStep(change, table, kind)), accept]
}

export interface RecommendInput {
  readonly anomalies: readonly Anomaly[]
  /** What separates the table from its accepted shape now. */
  readonly changes: readonly SchemaChange[]
  /** Where it began; null: unknown. */
  readonly cause: string | null
  /** null: not known. */
  readonly kind: TableKind | null
}

function stepsOf(anomaly: Anomaly, { changes, kind }: RecommendInput, table: string): readonly Step[] {
  switch (anomaly.detail.type) {
    case 'schema_drift':
      return driftSteps(changes, table, kind)
    case 'freshness_violation':
      return [step('rerun_job', `Find out why the load of ${table} stopped, and run it again`)]
    case 'connection_error':
      return [step('investigate', 'Check the connection: network, credentials and rights')]
    case 'custom':
      return [step('investigate', `Look at ${table}: ${anomaly.detail.summary}`)]
  }
}

/**
 * The steps that rules can stand behind: the cause first, then this table, then the alternative. The SQL is the
 * Executor's part.
 */
export function recommend(input: RecommendInput): readonly Recommendation[] {
  const { anomalies, cause, kind } = input
  const latest = anomalies.at(-1)
  const table = latest?.table ?? 'the connection'
  const upstream =
    cause === null || cause === table
      ? []
      : [
          step(
            'notify_team',
            isView(kind)
              ? `Mend ${cause} first: ${table} is a view and shows what it reads`
              : `Mend ${cause} first: what happened there reaches ${table} again with the next load`,
          ),
        ]
  const own = latest === undefined ? [] : stepsOf(latest, input, table)
  return [...upstream, ...own].map((item, index) => ({ ...item, sql: null, priority: index + 1 }))
}
