import type { StoredEvent } from '@aegis/core'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { linesOf, runChild, startChild } from './children/run-child.ts'
import { storePath } from './store-folder.ts'

const AT = new Date('2026-03-01T12:00:00.000Z')

async function pathWithOneTable(): Promise<string> {
  const path = storePath()
  const store = sqliteStore({ path })
  await store.migrate()
  const { id } = await store.saveConnection({ name: 'shop', dialect: 'postgresql', at: AT })
  const ref = { catalog: '', schema: 'analytics', name: 'orders' }
  const draft = { ref, qualifiedName: 'analytics.orders', checkTypes: ['schema'] }
  await store.saveTables(
    id,
    [{ ...draft, freshnessSlaMinutes: null, expectedBy: null, watermarkColumn: null }],
    AT,
  )
  await store.close()
  return path
}

interface Found {
  readonly integrity: unknown
  readonly fingerprints: readonly string[]
  readonly openIncidents: number
  readonly events: readonly StoredEvent[]
}

async function read(path: string): Promise<Found> {
  const database = new Database(path)
  const integrity = database.pragma('integrity_check', { simple: true })
  const fingerprints = database.prepare('select fingerprint from anomalies').pluck().all().map(String)
  database.close()
  const store = sqliteStore({ path })
  const openIncidents = (await store.listIncidents()).length
  const events: StoredEvent[] = []
  for (;;) {
    const page = await store.readEvents(events.length, 1000)
    events.push(...page.events)
    if (page.events.length < 1000) break
  }
  await store.close()
  return { integrity, fingerprints, openIncidents, events }
}

function isGapless(events: readonly StoredEvent[]): boolean {
  return events.every(({ seq }, index) => seq === index + 1)
}

describe('several processes on one file', () => {
  test('write at once: nothing is lost, one incident is open, the log has no gaps', async () => {
    const path = await pathWithOneTable()
    const printed = await Promise.all(['a', 'b'].map((writer) => runChild('write', [path, writer, '200'])))
    const found = await read(path)
    expect(printed.flat()).toHaveLength(400)
    expect([...found.fingerprints].sort()).toEqual(printed.flat().sort())
    expect(found.openIncidents).toBe(1)
    expect(found.events).toHaveLength(800)
    expect(isGapless(found.events)).toBe(true)
    expect(found.integrity).toBe('ok')
  })

  test('killed in the middle of writing: what they reported is there, the file is whole', async () => {
    const path = await pathWithOneTable()
    const reported: string[] = []
    let kills = 0
    for (let round = 0; round < 3; round += 1) {
      const children = ['a', 'b'].map((writer) => startChild('write', [path, `${writer}${round}`, '1000000']))
      await Promise.all(
        children.map(async (child, index) => {
          let lines = 0
          const code = await linesOf(child, (line) => {
            reported.push(line)
            lines += 1
            // Each at another moment, so that one is often killed while the other writes.
            if (lines === 20 + 15 * index + 7 * round) child.kill('SIGKILL')
          })
          if (code === null) kills += 1
        }),
      )
    }
    const found = await read(path)
    expect(kills).toBe(6)
    expect(reported.length).toBeGreaterThan(100)
    expect(found.fingerprints).toEqual(expect.arrayContaining(reported))
    expect(new Set(found.fingerprints).size).toBe(found.fingerprints.length)
    expect(found.openIncidents).toBe(1)
    expect(found.events).toHaveLength(found.fingerprints.length * 2)
    expect(isGapless(found.events)).toBe(true)
    expect(found.integrity).toBe('ok')
  })
})
