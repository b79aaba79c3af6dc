import { SCRIPTS } from '../faults/index.ts'
import type { Candidate, FaultKind, Script } from '../faults/script.ts'
import { seededRandom } from '../random.ts'
import { type Blueprint, tableAt } from '../world/blueprint.ts'
import { buildWorld } from '../world/build-world.ts'
import { rootsOf } from '../world/effect.ts'
import type { Family } from '../world/families.ts'
import { type Simulation, simulate } from '../world/simulate.ts'

/** One world, and what goes wrong in it. */
export interface Episode {
  readonly seed: string
  readonly fault: FaultKind
  readonly world: Blueprint
  readonly script: Script
  readonly start: Date
  readonly isDdlLogged: boolean
}

const DAY_MS = 86_400_000
const FIRST_DAY = Date.parse('2026-01-05T00:00:00Z')
/** Incidents asked about in one episode: they have much in common. */
export const MOST_LABELS = 2

/** 10 to 170, small ones more often: pipelines are finished, so that a world may end up with 200. */
function sizeOf(random: ReturnType<typeof seededRandom>): number {
  return Math.round(10 * 17 ** (random.next() ** 1.6))
}

/** Does what is due by the hour, faults after the loads of their hour. */
export function playTo(simulation: Simulation, { script }: Episode, hour: number): void {
  for (const action of script.actions) {
    if (action.hour <= simulation.hour || action.hour > hour) continue
    simulation.advanceTo(action.hour)
    // Of several in one hour the later ones find the hour reached already.
    for (const same of script.actions) if (same.hour === action.hour) same.act(simulation)
  }
  simulation.advanceTo(hour)
}

/** Whether the faults do what the script is about, worked out without a scan. */
function isWorthPlaying(episode: Episode): boolean {
  const { world, script, start } = episode
  const simulation = simulate(world, { start, unlogged: script.unlogged, isDdlLogged: false })
  playTo(simulation, episode, script.until)
  return simulation.effects.some((effect) => {
    const { build, isMonitored } = tableAt(world.tables, effect.table)
    if (effect.aspect === 'broken' || (effect.aspect === 'data' && build === 'view')) return false
    if (!isMonitored || script.unmonitored.has(effect.table)) return false
    const candidate: Candidate = {
      table: effect.table,
      effect,
      roots: rootsOf(effect),
      seenAt: effect.at + world.scanEvery,
    }
    return script.wants(candidate)
  })
}

/** The episode of this seed; null: its world has no place for the fault, or nothing would come of it. */
export function makeEpisode(seed: string, fault: FaultKind, family: Family): Episode | null {
  const random = seededRandom(`${seed}/episode`)
  const world = buildWorld(seed, family, sizeOf(random))
  const script = SCRIPTS[fault]({ random: random.fork('script'), world })
  if (script === null) return null
  const start = new Date(FIRST_DAY + random.int(0, 200) * DAY_MS)
  const episode = { seed, fault, world, script, start, isDdlLogged: random.chance(0.6) }
  return isWorthPlaying(episode) ? episode : null
}
