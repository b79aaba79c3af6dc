import type { Dialect } from '../model/connection.ts'
import type { PlanProof } from '../model/remediation.ts'
import type { Column, TableKind, TableRef } from '../model/table.ts'

/** A view that reads the table, with the SELECT behind it. */
export interface PlanDependent {
  readonly ref: TableRef
  readonly sql: string
  readonly kind: 'view' | 'materialized_view'
}

export interface PlanToProve {
  readonly dialect: Dialect
  readonly table: TableRef
  readonly kind: TableKind
  /** The shape that the statements must give: the accepted one, with those new columns that the plan lets stay. */
  readonly accepted: readonly Column[]
  /** The shape that they are applied to. Empty: the table is gone. */
  readonly latest: readonly Column[]
  readonly dependents: readonly PlanDependent[]
  /** In order. */
  readonly statements: readonly string[]
}

/** Applies the statements of a plan to a shadow of the recorded schema. The warehouse is never touched, unless the user named a database for it. */
export interface PlanProver {
  readonly name: string
  /** Whether it can prove plans of this dialect. */
  proves(dialect: Dialect): boolean
  /** Bounded in time. A rejection counts as `not_run`. */
  prove(plan: PlanToProve, options?: { readonly signal?: AbortSignal | undefined }): Promise<PlanProof>
}
