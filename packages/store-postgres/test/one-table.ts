import type { AnomalyDraft, CheckOutcome, CheckResult, MonitoredTable, Store } from '@aegis/core'

export const AT = new Date('2026-03-01T12:00:00.000Z')

/** Migrates the store and monitors the tables of these names on one connection. */
export async function monitor(
  store: Store,
  names: readonly string[] = ['orders'],
): Promise<readonly MonitoredTable[]> {
  await store.migrate()
  const { id } = await store.saveConnection({ name: 'shop', dialect: 'postgresql', at: AT })
  const drafts = names.map((name) => ({
    ref: { catalog: '', schema: 'analytics', name },
    qualifiedName: `analytics.${name}`,
    checkTypes: ['schema'],
    freshnessSlaMinutes: null,
    expectedBy: null,
    watermarkColumn: null,
  }))
  return store.saveTables(id, drafts, AT)
}

function checkOf(fingerprint: string, changes: Partial<CheckResult> = {}): CheckResult {
  const anomaly: AnomalyDraft = {
    type: 'schema_drift',
    severity: 'low',
    detail: { type: 'custom', summary: fingerprint, data: null },
    fingerprint,
    detectedAt: AT,
  }
  return {
    sentinel: 'schema',
    anomalyType: 'schema_drift',
    anomaly,
    note: null,
    shape: null,
    state: null,
    ...changes,
  }
}

/** Records one anomaly of one table. */
export async function recordOne(
  store: Store,
  tableId: number,
  fingerprint: string,
  changes: Partial<CheckResult> = {},
): Promise<CheckOutcome | undefined> {
  const checks = [checkOf(fingerprint, changes)]
  const { results } = await store.recordScan([{ tableId, checkedAt: AT, checks }])
  return results[0]?.checks[0]
}
