import type { Anomaly } from '../model/anomaly.ts'
import type { ScanSummary } from '../model/event.ts'
import type { Incident, IncidentStatus } from '../model/incident.ts'

/** Every event has its place in the durable log and the time of its commit. */
interface Logged {
  readonly seq: number
  readonly at: Date
}

/** Events observe; a listener never changes an outcome. Each value is one object. */
export interface AegisEvents {
  /** After the anomaly was committed. `incident` is the one that holds it, as it is now. */
  'anomaly.detected': [event: Logged & { readonly anomaly: Anomaly; readonly incident: Incident }]
  'incident.created': [event: Logged & { readonly incident: Incident }]
  /** Merged, claimed, diagnosed, noted, approved or dismissed. `status` is the one it got then, `incident` is as it is now. */
  'incident.updated': [event: Logged & { readonly incident: Incident; readonly status: IncidentStatus }]
  'scan.completed': [event: Logged & { readonly scan: ScanSummary }]
  'lineage.refreshed': [
    event: Logged & { readonly connection: string; readonly edges: number; readonly unparsed: number },
  ]
  /**
   * Events after `afterSeq`, the last one that was told, were pruned before they could be: `missed` of them. The next one is `nextSeq`.
   * Said once; look at the incidents themselves for what happened. Not in the durable log.
   */
  'events.missed': [event: { readonly afterSeq: number; readonly nextSeq: number; readonly missed: number }]
  /** A listener threw or rejected; the others were still called. Not in the durable log. */
  'listener.failed': [event: { readonly event: string; readonly error: unknown }]
}

export type AegisEventName = keyof AegisEvents

export type Listener<Name extends AegisEventName> = (...args: AegisEvents[Name]) => unknown

/** Ends the subscription; safe to call twice. */
export type Unsubscribe = () => void
