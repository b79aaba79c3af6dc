import type { Random } from '../random.ts'
import type { Blueprint } from '../world/blueprint.ts'
import type { Effect } from '../world/effect.ts'
import type { Simulation } from '../world/simulate.ts'

export const FAULT_KINDS = [
  'rename',
  'drop_column',
  'type_change',
  'nullability',
  'table_dropped',
  'table_replaced',
  'late_load',
  'stopped_load',
  'partial_chain',
  'two_pipelines',
  'same_ancestry',
  'red_herring',
  'missing_edge',
  'unmonitored_root',
  'unrelated_change',
  'no_upstream_cause',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/** An incident that may be labelled: what happened to its table, and where that began. */
export interface Candidate {
  readonly table: number
  readonly effect: Effect
  readonly roots: readonly Effect[]
  /** Hour of the scan that opened it. Of what was not scanned yet, the hour of the effect. */
  readonly seenAt: number
}

/** What is done to a world, and of which incidents the answer is asked for. */
export interface Script {
  readonly actions: readonly { readonly hour: number; readonly act: (world: Simulation) => void }[]
  /** Hour of the last scan. */
  readonly until: number
  /** Hour of the first scan; what runs in peace before it is the history. */
  readonly from: number
  readonly unmonitored: ReadonlySet<number>
  readonly unlogged: ReadonlySet<number>
  wants(candidate: Candidate): boolean
}

export interface Stage {
  readonly random: Random
  readonly world: Blueprint
}

/** null: this world has no place for the fault. */
export type ScriptWriter = (stage: Stage) => Script | null

/** Loads have run for a day and more before anybody looks. */
export const FIRST_SCAN = 26

export const NONE: ReadonlySet<number> = new Set()

/** Of another table: it has an upstream cause. */
export function isFrom(candidate: Candidate, fault: string): boolean {
  return (
    candidate.roots.every((root) => root.fault === fault && !root.isMend) &&
    !candidate.roots.some(({ table }) => table === candidate.table)
  )
}
