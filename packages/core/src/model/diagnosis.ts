import type { ModelUsage } from './activity.ts'
import type { Severity } from './anomaly.ts'

export type EvidenceKind = 'lineage' | 'anomaly' | 'schema_change' | 'freshness' | 'incident' | 'coverage'

/** Where a fact was read. */
export type EvidenceSource = 'scan' | 'query_log' | 'view_definition' | 'native' | 'lineage'

/** One checked fact. A diagnosis refers to facts by id, so that every claim can be followed back. */
export interface Evidence {
  /** `E1`, `E2`, ...; unique within one diagnosis. */
  readonly id: string
  readonly kind: EvidenceKind
  /** The table the fact is about; null when it is about the connection. */
  readonly table: string | null
  /** When it was seen; null: not bound to a time. */
  readonly at: Date | null
  readonly text: string
  /** Absent: not noted. `lineage`: the graph as a whole. */
  readonly source?: EvidenceSource | undefined
}

export type RecommendationAction =
  | 'revert_schema'
  | 'add_cast'
  | 'rename_back'
  | 'notify_team'
  | 'pause_pipeline'
  | 'rerun_job'
  | 'accept_change'
  | 'investigate'

export interface Recommendation {
  readonly action: RecommendationAction
  readonly description: string
  /** null: nothing to run; a person acts. */
  readonly sql: string | null
  /** 1 = do first. */
  readonly priority: number
  /** Ids of the facts it rests on; absent: none are named. */
  readonly evidence?: readonly string[] | undefined
}

/** A table where it may have begun. */
export interface RootCauseCandidate {
  /** Qualified name. */
  readonly table: string
  /** 0..1. */
  readonly confidence: number
  readonly why: string
}

export interface Diagnosis {
  /** For people to read. */
  readonly rootCause: string
  /** Qualified name of the table where it began; null when the evidence names none. */
  readonly rootCauseTable: string | null
  /** Where it may have begun, best first, the root cause included; absent: no others were weighed. */
  readonly candidates?: readonly RootCauseCandidate[] | undefined
  /** Qualified names of everything downstream that is affected, nearest first. */
  readonly blastRadius: readonly string[]
  readonly severity: Severity
  /** 0..1; 0.0 means: no evidence, a person must look. */
  readonly confidence: number
  readonly recommendations: readonly Recommendation[]
  readonly evidence: readonly Evidence[]
  /** Ids of the facts that the root cause rests on; absent: none are named. */
  readonly rootCauseEvidence?: readonly string[] | undefined
  /** Who decided: the rules, or a model by its name. */
  readonly decidedBy: string
  /** Why the rules decided in place of a model that was to; absent: nobody else was to, or the model decided. */
  readonly fallback?: string | undefined
  /** What all calls of a model for this diagnosis used; absent: none was asked, or none said. */
  readonly usage?: ModelUsage | undefined
  readonly diagnosedAt: Date
}
