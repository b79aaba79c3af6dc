import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runChaos } from '../src/run/run-chaos.ts'
import { sqliteChaos } from '../src/stores/sqlite.ts'

test('two processes on one file, killed 60 times: nothing is lost and nothing doubled', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-chaos-'))
  try {
    const store = await sqliteChaos(folder)
    const { verdict, tally, changes } = await runChaos({
      ...{ folder, store, seed: 20_260_301, tell: () => undefined },
      goal: { scans: 300, kills: 60, withinMs: 120_000 },
    })
    expect(verdict.violations).toEqual([])
    expect(verdict).toMatchObject({ lostScans: 0, duplicateOpenIncidents: 0, lostEvents: 0, integrity: 'ok' })
    expect(tally.kills).toBeGreaterThanOrEqual(60)
    expect(changes).toBeGreaterThan(20)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 180_000)
