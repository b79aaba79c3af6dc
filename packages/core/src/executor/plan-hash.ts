import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Remediation, RemediationAction } from '../model/remediation.ts'
import type { Column } from '../model/table.ts'

const encoder = new TextEncoder()

function canonicalAction({ type, status, risk, sql }: RemediationAction): readonly (string | null)[] {
  return [type, status, risk, sql]
}

/** What statements depend on: neither positions nor comments. */
function canonicalColumn({ name, type, nullable, defaultValue }: Column): readonly unknown[] {
  return [name, type, nullable, defaultValue ?? null]
}

function byName(a: Column, b: Column): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

/** The table as it was when the plan was made; null: none was read. */
export interface PlanState {
  readonly incidentId: number
  readonly shape: { readonly exists: boolean; readonly columns: readonly Column[] } | null
}

/**
 * SHA-256, with a format version in front, over the incident, the time of the plan, the table's columns and the exact statements, in order,
 * with what is said of their risk. The same plan over another shape has another hash; what provers add has no part in it.
 */
export function hashPlan(
  { actions, alternatives, generatedAt }: Omit<Remediation, 'planHash'>,
  { incidentId, shape }: PlanState,
): string {
  const canonical = [
    incidentId,
    generatedAt.toISOString(),
    shape === null ? null : [shape.exists, shape.columns.toSorted(byName).map(canonicalColumn)],
    actions.map(canonicalAction),
    (alternatives ?? []).map(canonicalAction),
  ]
  return `plan-v1:${bytesToHex(sha256(encoder.encode(JSON.stringify(canonical))))}`
}
