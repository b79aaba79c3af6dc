import {
  type Column,
  type Dialect,
  diffShapes,
  type SchemaChange,
  type Severity,
  type SeverityPolicy,
  worstSeverity,
} from '@aegis/core'

interface AnswerChange {
  readonly kind: SchemaChange['kind']
  /** null for a change of the whole table. */
  readonly column: string | null
  readonly previous_name?: string
  /** Type before and after, or `nullable` and `not null`. */
  readonly from?: string
  readonly to?: string
  readonly verdict?: string
  readonly severity: Severity
  readonly confidence?: number
  readonly evidence: readonly string[]
}

export interface DiffAnswer {
  readonly id?: string | number | undefined
  /** The worst of the changes; null: no drift. */
  readonly severity: Severity | null
  readonly changes: readonly AnswerChange[]
}

const nullability = (column: Column | null): string | undefined =>
  column === null || column.nullable === null ? undefined : column.nullable ? 'nullable' : 'not null'

function ends({ kind, before, after }: SchemaChange): { readonly from?: string; readonly to?: string } {
  const [from, to] =
    kind === 'nullability_changed' ? [nullability(before), nullability(after)] : [before?.type, after?.type]
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

function answerChange(change: SchemaChange): AnswerChange {
  const { kind, column, previousName, verdict, severity, confidence, evidence } = change
  return {
    kind,
    column,
    ...(previousName === undefined ? {} : { previous_name: previousName }),
    ...ends(change),
    ...(verdict === undefined ? {} : { verdict }),
    severity,
    ...(confidence === undefined ? {} : { confidence }),
    evidence,
  }
}

export interface DiffRequest {
  readonly before: readonly Column[] | null
  readonly after: readonly Column[] | null
  readonly dialect: Dialect
  readonly severityPolicy?: SeverityPolicy | undefined
}

/** What changed, as core judges it, and the same for the wire. */
export function answerDiff(request: DiffRequest): {
  readonly changes: readonly SchemaChange[]
  readonly answer: DiffAnswer
} {
  const changes = diffShapes(request.before, request.after, request)
  const severity = changes.length === 0 ? null : worstSeverity(changes.map((change) => change.severity))
  return { changes, answer: { severity, changes: changes.map(answerChange) } }
}
