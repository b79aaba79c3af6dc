import type { FreshnessViolationDetail } from '../model/anomaly.ts'
import type { RootCauseCandidate } from '../model/diagnosis.ts'
import type { DiagnosisContext, NeighbourHistory } from '../ports/architect.ts'
import { calibrated } from './calibration.ts'
import { type Cause, findCauses } from './causes.ts'
import { hadDataSince } from './match-delay.ts'

/** Below this score a cause is told as a candidate and not named. */
const LEAST_SCORE = 0.45
const MOST_CANDIDATES = 5

export type OwnReason = 'nothing_upstream' | 'parents_have_data' | 'nothing_explains'

export type Weighed =
  | {
      readonly began: 'upstream'
      readonly cause: Cause
      readonly rivals: number
      readonly confidence: number
    }
  | { readonly began: 'here'; readonly why: OwnReason; readonly confidence: number }
  | { readonly began: 'unknown' }

export interface Weighing {
  readonly verdict: Weighed
  /** Best first. */
  readonly candidates: readonly RootCauseCandidate[]
}

function delayOf({ anomalies }: DiagnosisContext): FreshnessViolationDetail | null {
  for (const { detail } of anomalies.toReversed()) if (detail.type === 'freshness_violation') return detail
  return null
}

function isTable({ nodeKind = 'table' }: NeighbourHistory): boolean {
  return nodeKind === 'table'
}

/** Every table that feeds it directly had data since the last that came here. */
function allParentsHaveData(context: DiagnosisContext): boolean {
  const here = delayOf(context)
  const parents = context.upstream.filter((neighbour) => neighbour.node.depth === 1 && isTable(neighbour))
  return here !== null && parents.length > 0 && parents.every((parent) => hadDataSince(parent, here) === true)
}

/** Statements that were not understood may hide what feeds the table. */
const GAPS = 0.85

function own(context: DiagnosisContext, strongest: number): Weighed {
  const { incident, upstream, blastRadius, upstreamCounts, evidence } = context
  const tables = upstream.filter(isTable)
  const isInLineage = upstream.length > 0 || blastRadius.totalCount > 0
  if (incident.table === null || !isInLineage || incident.type === 'connection_error')
    return { began: 'unknown' }
  const certainty = evidence.some(({ kind }) => kind === 'coverage') ? GAPS : 1
  const here = (why: OwnReason): Weighed => {
    return { began: 'here', why, confidence: certainty * calibrated(why, 1 - strongest) }
  }
  if (tables.length === 0) return here('nothing_upstream')
  if (allParentsHaveData(context)) return here('parents_have_data')
  const unmonitored = upstreamCounts?.unmonitored ?? tables.filter(({ monitored }) => !monitored).length
  return unmonitored > 0 ? { began: 'unknown' } : here('nothing_explains')
}

/** What lies farther up was not looked at; a rival makes each of them less certain. */
function scoreOf(cause: Cause, roots: readonly Cause[]): number {
  const rivals = roots.filter((other) => other !== cause && other.score >= 0.7 * cause.score).length
  return cause.score * (cause.neighbour.hasUnseenUpstream ? 0.85 : 1) * (rivals === 0 ? 1 : 0.8)
}

/** Where the incident began, by the evidence alone, and what else was weighed. */
export function weigh(context: DiagnosisContext): Weighing {
  const causes = findCauses(context)
  const roots = causes.filter(({ isLink }) => !isLink)
  const [best] = roots
  const confidenceOf = (cause: Cause): number => calibrated('upstream', scoreOf(cause, roots))
  const candidates = causes.map((cause) => ({
    table: cause.neighbour.node.name,
    // Where it passed through is no beginning.
    confidence: cause.isLink ? confidenceOf(cause) / 4 : confidenceOf(cause),
    why: cause.why,
  }))
  if (best !== undefined && best.score >= LEAST_SCORE) {
    const rivals = roots.filter(({ score }) => score >= LEAST_SCORE).length - 1
    const verdict: Weighed = { began: 'upstream', cause: best, rivals, confidence: confidenceOf(best) }
    return { verdict, candidates: candidates.slice(0, MOST_CANDIDATES) }
  }
  const verdict = own(context, best?.score ?? 0)
  const { table } = context.incident
  const here =
    verdict.began === 'here' && table !== null
      ? [{ table, confidence: verdict.confidence, why: 'nothing upstream explains it' }]
      : []
  return { verdict, candidates: [...here, ...candidates].slice(0, MOST_CANDIDATES) }
}
