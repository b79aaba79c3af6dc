import { describe, expect, it } from 'vitest'
import type { CallOptions, ConnectionReport } from '../../src/ports/index.ts'
import { guarded, malformed } from './guarded.ts'

describe('testConnection', () => {
  const passed = { message: 'fine', fix: null, durationMs: 1, status: 'passed' } as const
  const report: ConnectionReport = {
    ok: true,
    server: 'Fake 1.0',
    stages: [
      { stage: 'network', ...passed },
      { stage: 'catalog', ...passed },
    ],
  }
  const test = (answer: unknown, options?: CallOptions): Promise<ConnectionReport> | undefined =>
    guarded({ testConnection: async () => malformed(answer) }).testConnection?.(options)

  it('hands a right report over', async () => {
    expect(await test(report)).toBe(report)
  })

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /no stages/],
    ['no stages', { ...report, stages: [] }, /no stages/],
    ['stages out of order', { ...report, stages: [...report.stages].reverse() }, /"network".*out of order/],
    ['a stage twice', { ...report, stages: [report.stages[0], report.stages[0]] }, /out of order/],
    ['an unknown stage', { ...report, stages: [{ ...passed, stage: 'dns' }] }, /"dns"/],
    ['an unknown status', { ...report, stages: [{ ...passed, stage: 'network', status: 'ok' }] }, /"ok"/],
    [
      'ok although a stage failed',
      { ...report, stages: [{ ...passed, stage: 'network', status: 'failed' }] },
      /ok: true/,
    ],
  ])('becomes a failed report that names the breach: %s', async (_, answer, message) => {
    const failed = await test(answer)
    expect(failed).toMatchObject({
      ok: false,
      server: null,
      stages: [{ stage: 'network', status: 'failed' }],
    })
    expect(failed?.stages[0]?.message).toMatch(message)
  })

  it('never rejects: neither with the adapter, nor on an abort', async () => {
    const rejecting = guarded({
      testConnection: async () => {
        throw new Error('no route')
      },
    })
    expect(await rejecting.testConnection?.()).toMatchObject({ ok: false })
    expect(await test(report, { signal: AbortSignal.abort() })).toMatchObject({ ok: false })
  })
})
