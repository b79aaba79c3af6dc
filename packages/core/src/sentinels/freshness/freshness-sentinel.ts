import type { AnomalyDraft } from '../../model/anomaly.ts'
import type { JsonValue } from '../../model/json.ts'
import type { MonitoredTable, TableProblem } from '../../model/table.ts'
import type { Sentinel, SentinelInspection, SentinelReview, TableMemory } from '../../ports/sentinel.ts'
import type { FreshnessReading, Reading } from '../../ports/warehouse.ts'
import { problemOf } from '../table-problem.ts'
import { type FreshnessState, freshnessStateToJson, parseFreshnessState } from './freshness-state.ts'
import { severityOfDelay } from './severity.ts'

const NOTHING: SentinelInspection = { anomaly: null, snapshot: null, problem: null, note: null }
const MINUTE_MS = 60_000

function isSilenced(state: FreshnessState | null, now: Date): boolean {
  if (state?.silence == null) return false
  return state.silence.until === null || now <= state.silence.until
}

function violation(
  table: MonitoredTable,
  reading: FreshnessReading,
  notAfter: Date,
  now: Date,
): AnomalyDraft | null {
  const slaMinutes = table.freshnessSlaMinutes
  if (slaMinutes === null) return null
  // The least time that can have passed, by the warehouse's own clock.
  const minutesSince = (reading.observedAt.getTime() - notAfter.getTime()) / MINUTE_MS
  const severity = severityOfDelay(minutesSince, slaMinutes)
  if (severity === null) return null
  return {
    type: 'freshness_violation',
    severity,
    detail: {
      type: 'freshness_violation',
      slaMinutes,
      missedSlot: null,
      notBefore: reading.notBefore,
      notAfter,
      minutesSince,
      minutesOverdue: minutesSince - slaMinutes,
      method: reading.method,
      caveats: reading.caveats,
    },
    // Of a table that lags behind for days only a worse delay is news.
    fingerprint: `stale, ${severity}`,
    detectedAt: now,
  }
}

function nextState(
  previous: FreshnessState | null,
  reading: FreshnessReading,
  stale: boolean,
): FreshnessState | undefined {
  const silence = stale ? (previous?.silence ?? null) : null
  const unchanged =
    previous !== null &&
    previous.token === reading.token &&
    previous.stale === stale &&
    (previous.silence === null) === (silence === null)
  // A watermark needs no memory: without a token only a change of judgement is worth a write.
  const nothingToKeep = previous === null && reading.token === null && !stale
  if (unchanged || nothingToKeep) return undefined
  const { token, observedAt, notBefore, notAfter } = reading
  return { token, observedAt, notBefore, notAfter, stale, silence }
}

/** The last change is later than any the kept reading allowed, and it was of data. */
function provesNewData(previous: FreshnessState | null, reading: FreshnessReading): boolean {
  if (previous === null || !previous.stale) return true
  const { notBefore, mayIncludeNonDataChanges } = reading
  if (notBefore === null || mayIncludeNonDataChanges) return false
  return previous.notAfter === null || notBefore > previous.notAfter
}

/** A watermark column was named, and something else had to answer: shown, or a typing error would look healthy for ever. */
function watermarkProblem(table: MonitoredTable, reading: FreshnessReading): TableProblem | null {
  if (table.watermarkColumn === null || reading.method === 'watermark') return null
  const why = reading.caveats.join('; ') || 'the warehouse does not say why'
  return { check: 'freshness', status: 'unsupported', detail: `The watermark column was not used: ${why}.` }
}

function inspectReading(memory: TableMemory, reading: FreshnessReading, now: Date): SentinelInspection {
  const previous = parseFreshnessState(memory.state)
  // Unknown is neither stale nor fresh: it proves no violation and no recovery.
  if (reading.notAfter === null || reading.precision === 'unknown') {
    const detail = `Cannot tell how fresh it is: ${reading.caveats.join('; ') || 'the warehouse does not say'}.`
    const kept = nextState(previous, reading, previous?.stale ?? false)
    return {
      ...NOTHING,
      ...(kept === undefined ? {} : { state: freshnessStateToJson(kept) }),
      problem: { check: 'freshness', status: 'unsupported', detail },
    }
  }
  const anomaly = violation(memory.table, reading, reading.notAfter, now)
  const recovered = anomaly === null && provesNewData(previous, reading)
  // Within the SLA, but without proof of new data: what was stale may be so still.
  const kept = nextState(previous, reading, anomaly !== null || (previous?.stale === true && !recovered))
  return {
    ...NOTHING,
    anomaly: isSilenced(previous, reading.observedAt) ? null : anomaly,
    ...(kept === undefined ? {} : { state: freshnessStateToJson(kept) }),
    problem: watermarkProblem(memory.table, reading),
    note:
      recovered && previous?.stale === true ? 'New data arrived; the table is within its SLA again.' : null,
  }
}

function reviewed(review: SentinelReview): JsonValue | undefined {
  const state = parseFreshnessState(review.state)
  const sla = review.table.freshnessSlaMinutes
  if (state === null || !state.stale || sla === null) return undefined
  const until = review.outcome === 'approved' ? new Date(review.at.getTime() + sla * MINUTE_MS) : null
  return freshnessStateToJson({ ...state, silence: { until } })
}

/**
 * Detects stale tables: raises a violation only when the newest possible time of the last change is older than the
 * SLA. A dismissed stale table is silent until a fresh reading; an approved one gets one more SLA. Spec section 5.1.
 */
export function freshnessSentinel(): Sentinel<FreshnessReading> {
  return {
    name: 'freshness',
    anomalyType: 'freshness_violation',
    appliesTo: (table) => table.freshnessSlaMinutes !== null,
    async read({ warehouse, tables, options }) {
      if (warehouse.readFreshness === undefined) {
        return tables.map(({ table }) => ({
          ref: table.ref,
          status: 'unsupported',
          detail: 'This adapter cannot read freshness.',
        }))
      }
      const requests = tables.map(({ table, state }) => {
        const previous = parseFreshnessState(state)
        return { ref: table.ref, watermarkColumn: table.watermarkColumn, previous }
      })
      return warehouse.readFreshness(requests, options)
    },
    inspect(memory: TableMemory, reading: Reading<FreshnessReading>, now: Date): SentinelInspection {
      if (reading.status !== 'ok') return { ...NOTHING, problem: problemOf('freshness', reading) }
      return inspectReading(memory, reading.value, now)
    },
    review: reviewed,
  }
}
