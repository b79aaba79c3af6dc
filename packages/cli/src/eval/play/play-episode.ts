import { performance } from 'node:perf_hooks'
import {
  type Aegis,
  type Anomaly,
  type Architect,
  createAegis,
  type Diagnosis,
  type Incident,
  type LineageParser,
} from '@aegis/core'
import { type FakeWarehouse, fakeWarehouse, manualClock, memoryStore } from '@aegis/core/testing'
import { seededRandom } from '../random.ts'
import type { TableBlueprint } from '../world/blueprint.ts'
import { type Simulation, simulate } from '../world/simulate.ts'
import { type Episode, MOST_LABELS, playTo } from './episode.ts'
import { unfounded } from './grounding.ts'
import { type Label, labelOf } from './label.ts'
import { nearestChanged } from './nearest-changed.ts'

/** A labelled incident with the answers it got. */
export interface Asked {
  readonly label: Label
  readonly diagnosis: Diagnosis
  /** What in the diagnosis nothing bears out. */
  readonly unfounded: readonly string[]
  /** Nearest changed ancestors. */
  readonly nearest: readonly string[]
  /** Milliseconds of the diagnosis, its share of those made together; evidence and plan included. */
  readonly diagnosisMs: number
  readonly nearestMs: number
}

export interface PlayOptions {
  readonly parser: LineageParser
  /** Absent: the rules. */
  readonly architect?: Architect | undefined
}

/** What a test may look at after each scan. */
export interface Scanned {
  readonly aegis: Aegis
  readonly simulation: Simulation
  readonly opened: readonly Incident[]
}

/** Incidents that may be asked about, after which an episode ends. */
const ENOUGH = 6
const HOUR_MS = 3_600_000
/** Minutes after the hour of each scan, when the loads of the hour are done. */
const SCAN_MINUTES = 20
const SLA_STEP = 30

async function monitorAll(aegis: Aegis, warehouse: FakeWarehouse, { world, script }: Episode): Promise<void> {
  const groups = new Map<string, TableBlueprint[]>()
  for (const table of world.tables) {
    if (!table.isMonitored || script.unmonitored.has(table.at)) continue
    const sla = table.slaMinutes === null ? null : Math.ceil(table.slaMinutes / SLA_STEP) * SLA_STEP
    const key = JSON.stringify([sla, table.hasWatermark])
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push(table)
  }
  const watermark = warehouse.identifiers.fold({ text: 'updated_at', quoted: false })
  for (const [key, tables] of groups) {
    const [sla, hasWatermark]: [number | null, boolean] = JSON.parse(key)
    await aegis.monitor('warehouse', {
      tables: tables.map(({ name }) => name),
      freshnessSlaMinutes: sla,
      watermarkColumn: hasWatermark ? watermark : null,
      ...(sla === null ? { checkTypes: ['schema'] } : {}),
    })
  }
}

/** Every page of them. */
async function allAnomalies(aegis: Aegis): Promise<readonly Anomaly[]> {
  const all: Anomaly[] = []
  for (;;) {
    const page = await aegis.anomalies({
      limit: 1000,
      ...(all.length === 0 ? {} : { beforeId: all.at(-1)?.id }),
    })
    all.push(...page)
    if (page.length < 1000) return all
  }
}

async function ask(input: {
  readonly episode: Episode
  readonly simulation: Simulation
  readonly aegis: Aegis
  readonly opened: readonly Incident[]
  readonly diagnosisMs: number
  readonly now: Date
}): Promise<readonly Asked[]> {
  const { episode, simulation, aegis, opened, diagnosisMs, now } = input
  const anomalies = await allAnomalies(aegis)
  const graph = await aegis.lineage('warehouse')
  const known = new Set([
    ...graph.getFullGraph().nodes.map(({ name }) => name),
    ...(await aegis.tables()).map(({ qualifiedName }) => qualifiedName),
  ])
  const asked: Asked[] = []
  for (const { id } of opened) {
    const incident = await aegis.incident(id)
    const label = labelOf({ episode, simulation, incident, anomalies })
    if (label === null) continue
    const { diagnosis } = incident
    if (diagnosis === null) throw new Error(`The incident of ${label.key} was left without a diagnosis.`)
    const began = performance.now()
    const nearest = nearestChanged(incident, graph, anomalies, now)
    const nearestMs = performance.now() - began
    asked.push({ label, diagnosis, unfounded: unfounded(diagnosis, known), nearest, diagnosisMs, nearestMs })
  }
  return asked
}

/**
 * Lives through an episode with a real Aegis: monitoring, scans, lineage from the query log, incidents, diagnoses. Answers the
 * incidents that the script asks about, each with the first diagnosis it got. The same for the same episode and architect.
 */
export async function playEpisode(
  episode: Episode,
  { parser, architect }: PlayOptions,
  onScan?: (scanned: Scanned) => Promise<void>,
): Promise<readonly Asked[]> {
  const { world, script, start } = episode
  const clock = manualClock(new Date(start.getTime() + SCAN_MINUTES * 60_000))
  const warehouse = fakeWarehouse({ dialect: world.dialect, clock })
  const simulation = simulate(world, {
    warehouse,
    start,
    unlogged: script.unlogged,
    isDdlLogged: episode.isDdlLogged,
  })
  await using aegis = await createAegis({
    store: memoryStore({ now: clock.now }),
    connections: { warehouse },
    lineageParser: parser,
    clock,
    ...(architect === undefined ? {} : { architect }),
  })
  await monitorAll(aegis, warehouse, episode)
  const asked: Asked[] = []
  for (let hour = script.from; hour <= script.until; hour += world.scanEvery) {
    const before = simulation.hour
    playTo(simulation, episode, hour)
    await clock.advance((hour - before) * HOUR_MS)
    const report = await aegis.scan({ investigate: false })
    const opened = report.connections.flatMap((connection) => connection.opened)
    if (opened.length > 0) {
      const began = performance.now()
      await aegis.investigate()
      const diagnosisMs = (performance.now() - began) / opened.length
      asked.push(...(await ask({ episode, simulation, aegis, opened, diagnosisMs, now: clock.now() })))
    }
    await onScan?.({ aegis, simulation, opened })
    if (asked.length >= ENOUGH && onScan === undefined) break
  }
  // What opens first stands nearest to the cause: not always those.
  return seededRandom(`${episode.seed}/labels`).shuffled(asked).slice(0, MOST_LABELS)
}
