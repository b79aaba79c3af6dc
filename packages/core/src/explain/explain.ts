import { AegisError } from '../errors.ts'
import type { MonitoredTable } from '../model/table.ts'
import type { Sentinel } from '../ports/sentinel.ts'
import type { Store } from '../ports/store.ts'
import { loadCheckFacts } from './check-facts.ts'
import { explainCheck } from './explain-check.ts'
import type { CheckExplanation, Explanation } from './explanation.ts'
import { type ScansAround, scansAround } from './scans-around.ts'
import { shapesAt, shapesWords } from './shapes-at.ts'
import { timeWords } from './words.ts'

export interface ExplainDeps {
  readonly store: Store
  readonly sentinels: readonly Sentinel[]
}

function scansWords({ last, next, silentSince }: ScansAround): string {
  const silent =
    silentSince === null
      ? []
      : [`Since ${timeWords(silentSince.at)} it was not answered: ${silentSince.text}`]
  const before =
    last === null
      ? 'Scans: none had looked by then.'
      : `Scans: the last one before completed at ${timeWords(last.at)}: ${last.text}.`
  const after =
    next === null
      ? 'None has completed since.'
      : `The next one completed at ${timeWords(next.at)}; none looked in between.`
  return [before, ...silent, after].join(' ')
}

function settingsWords(table: MonitoredTable): string {
  const { freshnessSlaMinutes, expectedBy, watermarkColumn, checkTypes } = table
  const parts = [`checks ${checkTypes.join(', ')}`]
  parts.push(freshnessSlaMinutes === null ? 'no SLA' : `SLA ${freshnessSlaMinutes} min`)
  if (expectedBy !== null) {
    const { cron, timeZone, graceMinutes } = expectedBy
    parts.push(`due by ${cron} in ${timeZone} with ${graceMinutes} min of grace`)
  }
  if (watermarkColumn !== null) parts.push(`watermark ${watermarkColumn}`)
  return `Settings, as they are now: ${parts.join('; ')}.`
}

function checkWords({ sentinel, verdict, since, text, lastLookedAt }: CheckExplanation): string {
  const from = since === null ? '' : ` since ${timeWords(since)}`
  const looked = lastLookedAt === null ? '' : `, last looked at ${timeWords(lastLookedAt)}`
  return `${sentinel}: ${verdict.replaceAll('_', ' ')}${from}${looked}. ${text}`
}

/** Why there was, or was not, an anomaly of the table at `at`. Reads the store alone. */
export async function explain(
  { store, sentinels }: ExplainDeps,
  table: MonitoredTable,
  at: Date,
): Promise<Explanation> {
  if (Number.isNaN(at.getTime())) throw new AegisError('CONFIG_INVALID', '`at` is not a valid time.')
  const names = new Set([...table.checkTypes, ...sentinels.map(({ name }) => name)])
  const [scans, shapes, ...facts] = await Promise.all([
    scansAround(store, table.connectionId, at),
    shapesAt(store, table.id, at),
    ...[...names].map((name) => loadCheckFacts(store, table, name, sentinels, at)),
  ])
  const checks = facts
    // What was never turned on is not missed.
    .filter(({ isOn, observations }) => isOn || observations.length > 0)
    .map((item) => explainCheck(item, { table, at, scans }))
  const text = [
    `${table.qualifiedName} at ${timeWords(at)}`,
    scansWords(scans),
    settingsWords(table),
    shapesWords(shapes),
    ...checks.map(checkWords),
  ].join('\n')
  return { table, at, checks, text }
}
