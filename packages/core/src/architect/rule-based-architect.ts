import type { Diagnosis, Recommendation } from '../model/diagnosis.ts'
import type { Architect, DiagnosisContext } from '../ports/architect.ts'
import type { Cause } from './causes.ts'
import { describeAnomaly } from './describe-anomaly.ts'
import { citing } from './evidence.ts'
import { recommend } from './recommend.ts'
import { type OwnReason, type Weighed, weigh } from './weigh.ts'

/** Spec section 5.3, word for word: what is said when there is no evidence. */
export const NO_EVIDENCE_TEXT = 'Automated analysis unavailable. Manual investigation required.'

const LOOK_UPSTREAM: Recommendation = {
  action: 'investigate',
  description: 'Check upstream tables for recent changes',
  sql: null,
  priority: 1,
}

type Verdict = Pick<Diagnosis, 'rootCause' | 'rootCauseTable' | 'confidence' | 'rootCauseEvidence'>

function upstreamText({ neighbour, anomaly, why, by }: Cause, rivals: number): string {
  const began = neighbour.hasUnseenUpstream ? 'It began in or upstream of' : 'It began in'
  const also =
    rivals === 0
      ? ''
      : ` ${rivals} other upstream ${rivals === 1 ? 'table is' : 'tables are'} also a candidate.`
  return `${began} ${neighbour.node.name}: ${describeAnomaly(anomaly)}. It reached this table by ${neighbour.path.join(' -> ')}; ${by === null ? '' : `what happened to ${by} came from there: `}${why}.${also}`
}

function ownText(table: string, why: OwnReason, { upstream, upstreamCounts }: DiagnosisContext): string {
  const itself = `It began in ${table} itself:`
  if (why === 'nothing_upstream') return `${itself} the lineage knows nothing upstream of it.`
  if (why === 'parents_have_data')
    return `${itself} every table that feeds it directly had new data since the last that came here.`
  const [only] = upstream
  const count = upstreamCounts?.tables ?? upstream.length
  return count === 1 && only !== undefined
    ? `${itself} ${only.node.name}, the only table upstream of it, shows no change that explains it.`
    : `${itself} none of the ${count} tables upstream of it shows a change that explains it.`
}

function told(verdict: Weighed, context: DiagnosisContext): Verdict {
  const { table } = context.incident
  const { anomalies, evidence } = context
  if (verdict.began === 'upstream') {
    const { cause, rivals, confidence } = verdict
    return {
      rootCause: upstreamText(cause, rivals),
      rootCauseTable: cause.neighbour.node.name,
      confidence,
      rootCauseEvidence: citing(evidence, [cause.neighbour], [...anomalies, cause.anomaly]),
    }
  }
  if (verdict.began === 'here' && table !== null) {
    const parents = context.upstream.filter(({ node }) => node.depth === 1)
    return {
      rootCause: ownText(table, verdict.why, context),
      rootCauseTable: table,
      confidence: verdict.confidence,
      rootCauseEvidence: citing(evidence, parents, anomalies),
    }
  }
  return { rootCause: NO_EVIDENCE_TEXT, rootCauseTable: null, confidence: 0 }
}

/** Explains by written rules over the evidence. Deterministic; never fails; names no cause it cannot show. */
export function ruleBasedArchitect(): Architect {
  return {
    name: 'rules',
    async diagnose(context): Promise<Diagnosis> {
      const { verdict: weighed, candidates } = weigh(context)
      const verdict = told(weighed, context)
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
        candidates,
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
