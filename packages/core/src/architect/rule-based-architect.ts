import type { Diagnosis, Recommendation } from '../model/diagnosis.ts'
import type { Architect, DiagnosisContext } from '../ports/architect.ts'
import { type Cause, findCauses } from './causes.ts'
import { describeAnomaly } from './describe-anomaly.ts'
import { recommend } from './recommend.ts'

/** Below this the rules name no cause. */
const LEAST_CONFIDENCE = 0.5

/** Spec section 5.3, word for word: what is said when there is no evidence. */
export const NO_EVIDENCE_TEXT = 'Automated analysis unavailable. Manual investigation required.'

const LOOK_UPSTREAM: Recommendation = {
  action: 'investigate',
  description: 'Check upstream tables for recent changes',
  sql: null,
  priority: 1,
}

interface Verdict {
  readonly rootCause: string
  readonly rootCauseTable: string | null
  readonly confidence: number
}

function upstreamVerdict(cause: Cause, others: number): Verdict {
  const { neighbour, anomaly, why } = cause
  // What lies farther up was not looked at.
  const confidence = cause.confidence * (neighbour.hasUnseenUpstream ? 0.8 : 1)
  const began = neighbour.hasUnseenUpstream ? 'It began in or upstream of' : 'It began in'
  const name = neighbour.node.name
  const also =
    others === 0
      ? ''
      : ` ${others} other upstream ${others === 1 ? 'table is' : 'tables are'} also a candidate.`
  return {
    rootCause: `${began} ${name}: ${describeAnomaly(anomaly)}. It reached this table by ${neighbour.path.join(' -> ')}; ${why}.${also}`,
    rootCauseTable: name,
    // A rival makes each of them less certain.
    confidence: others === 0 ? confidence : confidence * 0.8,
  }
}

function ownVerdict(context: DiagnosisContext): Verdict | null {
  const { incident, upstream, blastRadius } = context
  const table = incident.table
  const isInLineage = upstream.length > 0 || blastRadius.totalCount > 0
  if (table === null || !isInLineage || incident.type === 'connection_error') return null
  if (upstream.length === 0) {
    return {
      rootCause: `It began in ${table} itself: the lineage knows nothing upstream of it.`,
      rootCauseTable: table,
      confidence: 0.6,
    }
  }
  const unseen = upstream.filter(({ monitored }) => !monitored)
  if (unseen.length > 0) return null
  const [only] = upstream
  const checked =
    upstream.length === 1 && only !== undefined
      ? `${only.node.name}, the only table upstream of it, shows no change that explains it`
      : `none of the ${upstream.length} tables upstream of it shows a change that explains it`
  return { rootCause: `It began in ${table} itself: ${checked}.`, rootCauseTable: table, confidence: 0.6 }
}

function downstreamOf({ blastRadius }: DiagnosisContext): ReadonlySet<string> {
  return new Set(blastRadius.affectedTables.map(({ name }) => name))
}

function judge(context: DiagnosisContext): Verdict {
  const causes = findCauses(context.anomalies, context.upstream, downstreamOf(context)).filter(
    ({ confidence }) => confidence >= LEAST_CONFIDENCE,
  )
  const best = causes[0]
  if (best !== undefined) return upstreamVerdict(best, causes.length - 1)
  return ownVerdict(context) ?? { rootCause: NO_EVIDENCE_TEXT, rootCauseTable: null, confidence: 0 }
}

/** Explains by written rules over the evidence. Deterministic; never fails; names no cause it cannot show. */
export function ruleBasedArchitect(): Architect {
  return {
    name: 'rules',
    async diagnose(context): Promise<Diagnosis> {
      const verdict = judge(context)
      const known = recommend({
        anomalies: context.anomalies,
        changes: context.changes,
        cause: verdict.rootCauseTable,
        kind: context.tableKind,
      })
      // A connection has nothing upstream to look at.
      const hasUpstream = context.incident.table !== null
      const recommendations = verdict.confidence === 0 && hasUpstream ? [LOOK_UPSTREAM, ...known] : known
      return {
        ...verdict,
        blastRadius: context.blastRadius.affectedTables.map(({ name }) => name),
        severity: context.incident.severity,
        recommendations: recommendations.map((item, index) => ({ ...item, priority: index + 1 })),
        evidence: context.evidence,
        decidedBy: 'rules',
        diagnosedAt: context.now,
      }
    },
  }
}
