import { describe, expect, test } from 'vitest'
import type { ActivityDraft, ModelCall } from '../../src/model/activity.ts'
import type { Incident } from '../../src/model/incident.ts'
import { lendServices } from '../../src/orchestrator/lend-services.ts'
import { manualClock, memoryStore } from '../../src/testing/index.ts'

const NOON = new Date('2026-02-15T12:00:00Z')
const CALL: ModelCall = {
  model: 'm',
  inputTokens: 7,
  outputTokens: 3,
  budgetTokens: 10,
  latencyMs: 5,
  attempt: 1,
  outcome: 'ok',
}
const logger = { debug() {}, info() {}, warn() {}, error() {} }
const incident: Incident = {
  ...{ id: 5, connectionId: 2, tableId: 3, table: 'a.t', type: 'schema_drift', status: 'investigating' },
  ...{ severity: 'high', anomalyId: 1, anomalyIds: [1], diagnosis: null, blastRadius: [], remediation: null },
  ...{ notes: [], resolvedAt: null, resolvedBy: null, resolutionNote: null, dismissReason: null },
  ...{ version: 2, createdAt: NOON, updatedAt: NOON },
}

function line(at: Date, more: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    ...{ agent: 'architect', action: 'model_called', connectionId: null, tableId: null, incidentId: null },
    ...{ text: 'x', at, modelCall: CALL },
    ...more,
  }
}

describe('what is lent to an architect', () => {
  test('tokens of a day are the sum of all its recorded calls, however many, and of no others', async () => {
    const store = memoryStore()
    const before = new Date(NOON.getTime() - 1)
    await store.append({ activity: [line(before), line(before)], events: [] })
    await store.append({ activity: Array.from({ length: 2500 }, () => line(NOON)), events: [] })
    await store.append({
      activity: [line(NOON, { action: 'scan_completed', modelCall: undefined })],
      events: [],
    })
    const services = lendServices({ store, clock: manualClock(NOON), logger }, incident, undefined)
    expect(await services.tokensUsedSince(NOON)).toBe(25_000)
    expect(await services.tokensUsedSince(before)).toBe(25_020)
    await services.recordCall(CALL)
    expect(await services.tokensUsedSince(NOON)).toBe(25_010)
  })

  test('a call is recorded with its incident, and told in words', async () => {
    const store = memoryStore()
    const services = lendServices({ store, clock: manualClock(NOON), logger }, incident, undefined)
    await services.recordCall({ ...CALL, inputTokens: null, outcome: 'timeout' })
    const [told] = await store.listActivity({ incidentId: 5 })
    expect(told).toMatchObject({
      agent: 'architect',
      connectionId: 2,
      tableId: 3,
      text: 'Asked m, attempt 1: timeout, unknown tokens in, 3 out, 5 ms',
      at: NOON,
      modelCall: { inputTokens: null, outcome: 'timeout' },
    })
  })
})
