import { performance } from 'node:perf_hooks'
import { createAegis, type LineageParser } from '@aegis/core'
import { fakeWarehouse, manualClock, memoryStore } from '@aegis/core/testing'
import { seededRandom } from '../random.ts'
import { descendantsOf } from '../world/blueprint.ts'
import { buildWorld } from '../world/build-world.ts'
import { FAMILIES } from '../world/families.ts'
import { simulate } from '../world/simulate.ts'

export interface Speed {
  readonly tables: number
  readonly incidents: number
  /** Of one incident: evidence, diagnosis and plan. */
  readonly milliseconds: number
}

const START = new Date('2026-03-02T00:00:00Z')
const HOUR_MS = 3_600_000
const FIRST_HOUR = 26
/** Tables whose columns change by hand, those with most below them. */
const CHANGED = 3

/** How long the rules take in one world of about so many tables, where tables with much below them change. */
export async function measureSpeed(seed: number, size: number, parser: LineageParser): Promise<Speed> {
  const family = FAMILIES.find(({ name }) => name === 'layers')
  if (family === undefined) throw new Error('There are no layers any more.')
  const world = buildWorld(`${seed}/speed`, family, size, 'snowflake')
  const clock = manualClock(new Date(START.getTime() + 20 * 60_000))
  const warehouse = fakeWarehouse({ dialect: world.dialect, clock })
  const simulation = simulate(world, { warehouse, start: START, unlogged: new Set(), isDdlLogged: true })
  await using aegis = await createAegis({
    store: memoryStore({ now: clock.now }),
    connections: { warehouse },
    lineageParser: parser,
    clock,
  })
  await aegis.monitor('warehouse', { tables: world.tables.map(({ name }) => name), checkTypes: ['schema'] })
  simulation.advanceTo(FIRST_HOUR)
  await clock.advance(FIRST_HOUR * HOUR_MS)
  await aegis.scan({ investigate: false })
  const random = seededRandom(`${seed}/speed/faults`)
  const sample = random.shuffled(world.tables.filter(({ layer }) => layer === 'raw')).slice(0, 40)
  const roots = sample
    .map((table) => ({ table, below: descendantsOf(world.tables, table.at).size }))
    .toSorted((a, b) => b.below - a.below)
    .slice(0, CHANGED)
  for (const { table } of roots) {
    const column = table.columns[1]
    if (column !== undefined)
      simulation.edit(table.at, column.uid, { kind: 'rename', to: 'RENAMED' }, { fault: 'speed' })
  }
  simulation.advanceTo(FIRST_HOUR + 6)
  await clock.advance(6 * HOUR_MS)
  await aegis.scan({ investigate: false })
  const incidents = (await aegis.incidents({ limit: 1000 })).length
  const began = performance.now()
  await aegis.investigate()
  return {
    tables: world.tables.length,
    incidents,
    milliseconds: (performance.now() - began) / Math.max(1, incidents),
  }
}
