import assert from 'node:assert/strict'
import type { ConnectionReport, ConnectionStageName, WarehouseAdapter } from '@aegis/core/ports'
import type { ConformanceCase } from '../case.ts'
import { collect, must, rejection } from './expectations.ts'
import { lacks, skipWhen, type WarehouseSubject } from './warehouse-subject.ts'

const STAGES: readonly ConnectionStageName[] = [
  'network',
  'sign_in',
  'catalog',
  'freshness',
  'query_log',
  'view_definitions',
]

const lacksTest = lacks('testConnection')

function lacksUnreachable({ unreachable }: WarehouseSubject): string | undefined {
  return unreachable === undefined ? 'the subject has no unreachable adapter' : undefined
}

async function test(warehouse: WarehouseAdapter, signal?: AbortSignal): Promise<ConnectionReport> {
  return must(warehouse.testConnection, 'testConnection').call(warehouse, { signal })
}

/** The stages of what this adapter can do at all. */
function stagesOf(warehouse: WarehouseAdapter): readonly ConnectionStageName[] {
  const has: Partial<Record<ConnectionStageName, boolean>> = {
    freshness: warehouse.readFreshness !== undefined,
    query_log: warehouse.readQueryLog !== undefined,
    view_definitions: warehouse.readViewDefinitions !== undefined,
  }
  return STAGES.filter((stage) => has[stage] !== false)
}

function assertReport(warehouse: WarehouseAdapter, report: ConnectionReport): void {
  const names = report.stages.map(({ stage }) => stage)
  assert.deepEqual(
    names,
    STAGES.filter((stage) => names.includes(stage)),
    'stages in order, none twice',
  )
  for (const stage of stagesOf(warehouse)) assert.ok(names.includes(stage), `the stage ${stage} is reported`)
  for (const { stage, status, message, durationMs } of report.stages) {
    assert.ok(['passed', 'degraded', 'failed', 'not_run'].includes(status), `${stage} is ${status}`)
    assert.ok(message !== '', `${stage} has a message`)
    assert.ok(durationMs >= 0, `${stage} took ${durationMs} ms`)
  }
  const works = report.stages.every(({ status }) => status === 'passed' || status === 'degraded')
  assert.equal(report.ok, works, 'ok says what the stages say')
}

export const connectionCases: readonly ConformanceCase<WarehouseSubject>[] = [
  {
    id: 'W-TEST-01',
    title: 'a connection that works is reported as such, stage by stage, with the server named',
    skip: lacksTest,
    async run({ warehouse }): Promise<void> {
      const report = await test(warehouse)
      assertReport(warehouse, report)
      assert.ok(report.ok, `it works for every other case: ${JSON.stringify(report.stages)}`)
      assert.ok(report.server !== null && report.server !== '', 'the server is named')
    },
  },
  {
    id: 'W-TEST-02',
    title: 'a test that is aborted is a report too, not a rejection',
    skip: lacksTest,
    async run({ warehouse }): Promise<void> {
      const { ok, stages } = await test(warehouse, AbortSignal.abort())
      assert.equal(ok, false)
      assert.ok(stages.length > 0, 'it has stages')
    },
  },
  {
    id: 'W-TEST-03',
    title: 'a place where nothing answers is a failed stage, and what would follow was not run',
    skip: skipWhen(lacksTest, lacksUnreachable),
    async run({ unreachable }): Promise<void> {
      const adapter = must(unreachable, 'unreachable')
      const report = await test(adapter)
      assertReport(adapter, report)
      assert.equal(report.ok, false)
      assert.deepEqual(
        report.stages.map(({ status }) => status),
        report.stages.map((_, index) => (index === 0 ? 'failed' : 'not_run')),
      )
    },
  },
  {
    id: 'W-ERROR-01',
    title: 'a place where nothing answers is an AdapterError that may be tried again, never an answer',
    skip: lacksUnreachable,
    async run({ unreachable, seeded }): Promise<void> {
      const adapter = must(unreachable, 'unreachable')
      const errors = [
        await rejection(adapter.describeTables([seeded.missing]), 'describeTables'),
        await rejection(collect(adapter.listTables({})), 'listTables'),
      ]
      for (const { failure, retryable, message } of errors) {
        assert.ok(failure === 'network' || failure === 'timeout', `the failure is ${failure}: ${message}`)
        assert.ok(retryable, 'it may be tried again')
        assert.ok(message !== '', 'it has a message')
      }
    },
  },
  {
    id: 'W-CLOSE-01',
    title: 'closing twice is safe, after use and without any',
    async run({ warehouse, seeded, unreachable }): Promise<void> {
      await warehouse.describeTables([seeded.missing])
      await warehouse.close()
      await warehouse.close()
      await unreachable?.close()
      await unreachable?.close()
    },
  },
]
