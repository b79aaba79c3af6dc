import type { AnomalyDraft, CheckResult } from '@aegis/core'
import { sqliteStore } from '../../src/index.ts'

/** Records `rounds` scans of one table, each with a new anomaly, and prints each fingerprint once it is committed. */
const [path = '', writer = '', rounds = '0'] = process.argv.slice(2)
const store = sqliteStore({ path })
await store.migrate()
const [table] = await store.listTables()
if (table === undefined) throw new Error('there is no table to write about')

function checkOf(fingerprint: string, at: Date): CheckResult {
  const anomaly: AnomalyDraft = {
    type: 'schema_drift',
    severity: 'low',
    detail: { type: 'custom', summary: fingerprint, data: null },
    fingerprint,
    detectedAt: at,
  }
  return { sentinel: 'schema', anomalyType: 'schema_drift', anomaly, note: null, shape: null, state: null }
}

for (let round = 0; round < Number(rounds); round += 1) {
  const at = new Date()
  const fingerprint = `${writer} ${round}`
  await store.recordScan([{ tableId: table.id, checkedAt: at, checks: [checkOf(fingerprint, at)] }])
  console.log(fingerprint)
}
await store.close()
