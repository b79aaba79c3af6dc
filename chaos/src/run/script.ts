import type { Store, TableScanState } from '@aegis/core'
import type { Random } from '../random.ts'
import { numberOf } from '../world/scripted-warehouse.ts'
import { type Shape, shapesOf } from '../world/shapes.ts'
import { isAway, SHAPED_SCHEMA, TIMED_SCHEMA, type World, watermarkOf, writeWorld } from '../world/world.ts'

/** One thing that the script changed in the world. */
export interface ScriptedChange {
  readonly what: 'shape' | 'spell' | 'outage'
  /** Number of the table; 0 of an outage. */
  readonly table: number
  /** The version, spell or outage that began. */
  readonly number: number
  readonly generation: number
  readonly at: Date
  /** When the store was first seen to know of it; null: not yet. */
  settledAt: Date | null
  /** Scans that began after it and have ended, until the store was seen to know of it. */
  scansSince: number
  /** So many scans had ended, and the store still did not know of it. */
  isOverlooked: boolean
}

/** One scan may be overtaken by another, or by a review; of so many in a row not each is. */
const MOST_SCANS_SINCE = 30

export interface Script {
  readonly changes: readonly ScriptedChange[]
  /** Changes something, where the store knows of what was there before. */
  change(random: Random): void
  /** Counts a scan that began at this generation and has ended. */
  scanEnded(generation: number): void
  /** Looks which changes the store knows of now. */
  look(store: Store): Promise<void>
  world(): World
}

function sameShape({ latest }: TableScanState, shape: Shape): boolean {
  if (latest === null || latest.exists !== shape.exists) return false
  return JSON.stringify(latest.columns) === JSON.stringify(shape.columns)
}

/** The watermark that the freshness sentinel last kept, in milliseconds since 1970; null: none. */
function keptWatermark({ states }: TableScanState): unknown {
  const value = states.find(({ sentinel }) => sentinel === 'freshness')?.value
  return typeof value === 'object' && value !== null && 'notAfter' in value ? value.notAfter : null
}

/** Changes the world step by step: of each table the next change comes only when the last one is known to the store. */
export function createScript(folder: string, first: World): Script {
  let world = first
  const shapes = shapesOf(first.seed)
  const changes: ScriptedChange[] = []
  const pending = new Set<ScriptedChange>()
  writeWorld(folder, world)

  function isPending(what: ScriptedChange['what'], table: number): boolean {
    return [...pending].some((change) => change.what === what && change.table === table)
  }

  function apply(what: ScriptedChange['what'], table: number): void {
    const generation = world.generation + 1
    const versions = [...world.versions]
    const spells = [...world.spells]
    let { outages } = world
    let number = 0
    if (what === 'shape') number = versions[table] = (versions[table] ?? 0) + 1
    else if (what === 'spell') number = spells[table] = (spells[table] ?? 0) + 1
    else number = outages += 1
    world = { ...world, generation, versions, spells, outages }
    const change: ScriptedChange = {
      what,
      table,
      number,
      generation,
      at: new Date(),
      settledAt: null,
      scansSince: 0,
      isOverlooked: false,
    }
    changes.push(change)
    pending.add(change)
    writeWorld(folder, world)
  }

  function isKnown(change: ScriptedChange, states: readonly TableScanState[], isAwayKnown: boolean): boolean {
    const { what, table, number } = change
    // That it is back is known as soon as a scan has ended.
    if (what === 'outage') return number % 2 === 1 ? isAwayKnown : change.scansSince > 0
    const schema = what === 'shape' ? SHAPED_SCHEMA : TIMED_SCHEMA
    const state = states.find(({ table: { ref } }) => ref.schema === schema && numberOf(ref) === table)
    if (state === undefined) return false
    return what === 'shape'
      ? sameShape(state, shapes.at(table, number))
      : keptWatermark(state) === watermarkOf(world.startedAt, number).getTime()
  }

  return {
    changes,
    world: () => world,
    change(random): void {
      const drawn = random.int(0, 19)
      const what = drawn < 13 ? 'shape' : drawn < 19 ? 'spell' : 'outage'
      const tables = what === 'shape' ? world.versions.length : what === 'spell' ? world.spells.length : 1
      const table = random.int(0, tables - 1)
      if (!isPending(what, table)) apply(what, table)
    },
    scanEnded(generation): void {
      for (const change of pending) if (change.generation <= generation) change.scansSince += 1
    },
    async look(store): Promise<void> {
      if (pending.size === 0) return
      const asked = [...pending].map((change) => ({ change, scansBefore: change.scansSince }))
      const [shop] = (await store.listConnections()).filter(({ name }) => name === 'shop')
      const states = shop === undefined ? [] : await store.loadScanState(shop.id)
      const away = await store.listIncidents({
        type: 'connection_error',
        statuses: ['open', 'investigating', 'pending_review'],
      })
      const at = new Date()
      for (const { change, scansBefore } of asked) {
        if (isKnown(change, states, isAway(world) && away.length > 0)) {
          change.settledAt = at
          pending.delete(change)
        } else if (scansBefore > MOST_SCANS_SINCE) change.isOverlooked = true
      }
    },
  }
}
