import type { CheckOutcome, CheckResult, TableScanResult } from '@aegis/core'
import type { MemoryData } from '@aegis/core/testing'
import {
  alter,
  broken,
  isKnown,
  otherCallersRun,
  recordsChanged,
  type StoreMutant,
  spoilsOutcomes,
  withoutSeeingOpenOnes,
} from './mutant.ts'

function alterAccepted(data: MemoryData, choose: (ids: { latest: number | null }) => number | null): void {
  for (const [id, stored] of data.state.tables) {
    data.state.tables.set(id, { ...stored, acceptedId: choose({ latest: stored.latestId }) })
  }
}

/** Whoever comes last wins. */
function unconditional(check: CheckResult, result: TableScanResult, data: MemoryData): CheckResult {
  const expectedLatestId = data.state.tables.get(result.tableId)?.latestId ?? null
  return check.shape === null ? check : { ...check, shape: { ...check.shape, expectedLatestId } }
}

function hasOpenIncident(result: TableScanResult, data: MemoryData): boolean {
  return [...data.state.incidents.values()].some(
    ({ incident }) => incident.tableId === result.tableId && incident.resolvedAt === null,
  )
}

function spoilMerged(
  spoil: (outcome: Extract<CheckOutcome, { outcome: 'merged' }>, data: MemoryData) => CheckOutcome,
): StoreMutant {
  return spoilsOutcomes((outcome, data) => (outcome.outcome === 'merged' ? spoil(outcome, data) : outcome))
}

export const scanMutants: Readonly<Record<string, StoreMutant>> = {
  'S-SCAN-01': broken((store, data) => ({
    // Looks for an open incident, then writes.
    async recordScan(results) {
      const wasOpen = data.state.incidents.size > 0
      await otherCallersRun()
      return wasOpen
        ? store.recordScan(results)
        : withoutSeeingOpenOnes(data, () => store.recordScan(results))
    },
  })),
  'S-SCAN-02': broken((store) => ({
    async recordScan(results) {
      const facts = { type: 'lineage.refreshed', connection: 'x', edges: 0, unparsed: 0 } as const
      if (results.length === 0) await store.append({ activity: [], events: [{ at: new Date(0), facts }] })
      return store.recordScan(results)
    },
  })),
  'S-SCAN-03': broken((store, data) => ({
    async recordScan(results) {
      const recorded = await store.recordScan(results)
      alterAccepted(data, () => null)
      return recorded
    },
  })),
  'S-SCAN-04': broken((store, data) => ({
    async recordScan(results) {
      const recorded = await store.recordScan(results)
      alterAccepted(data, ({ latest }) => latest)
      return recorded
    },
  })),
  'S-SCAN-05': recordsChanged(unconditional),
  'S-SCAN-06': recordsChanged((check, result, data) => {
    const kept = data.state.sentinelStates.get(`${result.tableId} ${check.sentinel}`)
    const expectedVersion = kept?.state.version ?? 0
    return check.state === null ? check : { ...check, state: { ...check.state, expectedVersion } }
  }),
  'S-SCAN-13': recordsChanged((check) =>
    check.state?.value === undefined ? { ...check, state: null } : check,
  ),
  'S-SCAN-07': broken((store, data) => ({
    // Compares with the latest shape, then writes.
    async recordScan(results) {
      const hadNone = data.state.snapshots.size === 0
      await otherCallersRun()
      if (!hadNone) return store.recordScan(results)
      return store.recordScan(
        results.map((result) => ({
          ...result,
          checks: result.checks.map((check) => unconditional(check, result, data)),
        })),
      )
    },
  })),
  'S-SCAN-08': recordsChanged((check) =>
    check.state === null
      ? check
      : { ...check, state: { ...check.state, value: JSON.stringify(check.state.value) } },
  ),
  'S-SCAN-09': broken((store) => ({
    async recordScan(given) {
      const { results } = await store.recordScan(given)
      return { results: [...results].sort((a, b) => a.tableId - b.tableId) }
    },
  })),
  'S-SCAN-10': broken((store) => ({
    // One transaction per table.
    async recordScan(given) {
      const recorded = []
      for (const result of given) recorded.push(...(await store.recordScan([result])).results)
      return { results: recorded }
    },
  })),
  'S-SCAN-11': broken((store, data) => ({
    recordScan: (results) =>
      store.recordScan(results.filter(({ tableId }) => data.state.tables.has(tableId))),
  })),
  'S-SCAN-12': broken((store) => ({
    recordScan: (results) =>
      store.recordScan(results.map((result) => ({ ...result, problem: result.problem ?? null }))),
  })),
  'S-STATE-01': broken((store, data) => ({
    async loadScanState(id) {
      const others = [...data.state.connections.keys()].filter((other) => other !== id)
      const states = await Promise.all([id, ...others].map((one) => store.loadScanState(one)))
      return states.flat()
    },
  })),
  'S-STATE-02': recordsChanged((check) => {
    if (check.shape === null) return check
    const { snapshot } = check.shape
    const columns = snapshot.columns.map((column) => ({ ...column, nullable: column.nullable ?? true }))
    return { ...check, shape: { ...check.shape, snapshot: { ...snapshot, columns } } }
  }),
  'S-SNAP-01': broken((store) => ({
    listSnapshots: async (id, page) => [...(await store.listSnapshots(id, page))].reverse(),
  })),

  'S-OPEN-01': spoilsOutcomes((outcome, data) =>
    outcome.outcome === 'opened'
      ? { ...outcome, incident: alter(data, outcome.incident, { status: 'investigating' }) }
      : outcome,
  ),
  'S-OPEN-02': spoilsOutcomes((outcome, data) => {
    const { events } = data.state
    events.splice(
      0,
      events.length,
      ...[...events].reverse().map((event, index) => ({ ...event, seq: index + 1 })),
    )
    return outcome
  }),
  'S-OPEN-03': recordsChanged((check) =>
    check.anomaly === null ? check : { ...check, anomaly: { ...check.anomaly, type: 'schema_drift' } },
  ),
  'S-OPEN-04': broken((store, data) => ({
    // Takes a closed incident for the open one.
    recordScan(results) {
      for (const { incident } of data.state.incidents.values()) alter(data, incident, { status: 'open' })
      return store.recordScan(results)
    },
  })),
  'S-OPEN-05': broken((store) => ({
    async listAnomalies(filter) {
      const anomalies = await store.listAnomalies(filter)
      return anomalies.map((anomaly) => ({ ...anomaly, detail: JSON.parse(JSON.stringify(anomaly.detail)) }))
    },
  })),
  'S-OPEN-06': spoilsOutcomes((outcome, data) => {
    if (outcome.outcome !== 'opened') return outcome
    const [snapshotId = null] = data.state.snapshots.keys()
    return { ...outcome, anomaly: { ...outcome.anomaly, snapshotId } }
  }),
  'S-MERGE-01': spoilMerged((outcome, data) => {
    const { incident } = outcome
    return { ...outcome, incident: alter(data, incident, { version: incident.version - 1 }) }
  }),
  'S-MERGE-02': spoilMerged((outcome, data) => {
    const { severity } = outcome.anomaly
    return { ...outcome, incident: alter(data, outcome.incident, { severity }) }
  }),
  'S-MERGE-03': spoilMerged((outcome, data) => ({
    ...outcome,
    incident: alter(data, outcome.incident, { status: 'pending_review' }),
  })),
  'S-MERGE-04': spoilMerged((outcome, data) => {
    data.state.incidents.set(outcome.incident.id, { incident: outcome.incident, claim: null })
    return outcome
  }),
  'S-REPEAT-01': recordsChanged((check, _result, data) => {
    if (check.anomaly === null) return check
    const fingerprint = `${check.anomaly.fingerprint} ${data.state.anomalies.size}`
    return { ...check, anomaly: { ...check.anomaly, fingerprint } }
  }),
  'S-REPEAT-02': recordsChanged((check, result, data) =>
    check.anomaly !== null && isKnown(check, result, data)
      ? { ...check, anomaly: { ...check.anomaly, severity: 'low' } }
      : check,
  ),
  'S-REPEAT-03': recordsChanged((check, result, data) =>
    isKnown(check, result, data) ? { ...check, shape: null, state: null } : check,
  ),
  'S-NOTE-01': recordsChanged((check) =>
    check.note === null ? check : { ...check, anomalyType: 'freshness_violation' },
  ),
  'S-NOTE-02': recordsChanged((check, result, data) =>
    check.note !== null && !hasOpenIncident(result, data) ? { ...check, shape: null, state: null } : check,
  ),
}
