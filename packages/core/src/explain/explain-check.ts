import type { Observation } from '../model/observation.ts'
import type { MonitoredTable } from '../model/table.ts'
import { type CheckFacts, SURELY_KEPT } from './check-facts.ts'
import type { CheckExplanation } from './explanation.ts'
import type { ScansAround } from './scans-around.ts'
import { anomalyWords, incidentWords } from './tell-anomaly.ts'
import { timeWords } from './words.ts'

export interface Asked {
  readonly table: MonitoredTable
  readonly at: Date
  readonly scans: ScansAround
}

type Conclusion = Pick<CheckExplanation, 'verdict' | 'since' | 'text'>

/** The first of the newest observations that had the verdict without a break. */
function beginning(observations: readonly Observation[], newest: Observation): Observation {
  const end = observations.findIndex(({ verdict }) => verdict !== newest.verdict)
  return observations[(end === -1 ? observations.length : end) - 1] ?? newest
}

function raisedWords(
  { anomaly, incident, earlier }: CheckFacts,
  newest: Observation,
  at: Date,
): readonly string[] {
  if (anomaly !== null) {
    const held = incident === null ? [] : [`It is held by ${incidentWords(incident, at)}.`]
    return ['It raised an anomaly.', ...anomalyWords(anomaly), ...held]
  }
  if (incident !== null)
    return [`It raised nothing new: it was held already by ${incidentWords(incident, at)}.`]
  if (newest.verdict !== 'violated') {
    const isOpen = earlier !== null && (earlier.resolvedAt === null || earlier.resolvedAt > at)
    return isOpen ? [`An earlier violation is held by ${incidentWords(earlier, at)}.`] : []
  }
  const last = earlier === null ? [] : [`The last one of its kind is ${incidentWords(earlier, at)}.`]
  return ['It raised no anomaly.', ...last]
}

function applies({ registered }: CheckFacts, table: MonitoredTable): boolean {
  return registered?.appliesTo?.(table) !== false
}

/** What the last observation says still held at `at`. */
function observed(facts: CheckFacts, newest: Observation, { at, table }: Asked): Conclusion {
  const { observations, acceptance, isOn, anomaly } = facts
  const first = beginning(observations, newest)
  const isCut = first === observations.at(-1) && observations.length >= SURELY_KEPT
  const lines = [
    `${timeWords(newest.at)}: ${newest.text}`,
    ...raisedWords(facts, newest, at),
    ...(isCut ? ['It may have been so before: earlier observations are not kept.'] : []),
    ...(isOn ? [] : ['The check is turned off by now.']),
    ...(isOn && !applies(facts, table)
      ? ['With its present settings the check does not apply any more.']
      : []),
  ]
  if (newest.verdict === 'violated' && acceptance !== null) {
    const { incident } = acceptance
    const review = incident === null ? '' : `, by the review of ${incidentWords(incident, at)}`
    const accepted = `This shape was accepted at ${timeWords(acceptance.at)}${review}: it raises nothing any more.`
    // What was left of a drift is none any more.
    const text = anomaly === null ? accepted : [...lines, accepted].join(' ')
    return { verdict: 'fine', since: acceptance.at, text }
  }
  return { verdict: newest.verdict, since: first.at, text: lines.join(' ') }
}

function neverLooked(text: string): Conclusion {
  return { verdict: 'never_looked', since: null, text }
}

function cannotTell(...lines: readonly string[]): Conclusion {
  return { verdict: 'cannot_tell', since: null, text: lines.join(' ') }
}

function didNotLook({ scans }: Asked): string {
  const { silentSince, next } = scans
  if (silentSince !== null) return `No scan had looked by then: ${silentSince.text}`
  const first = next === null ? 'none has since' : `the first completed at ${timeWords(next.at)}`
  return `No scan had looked by then; ${first}.`
}

/** There is no observation by then. */
function unobserved(facts: CheckFacts, asked: Asked, lastLookedAt: Date | null): Conclusion {
  const { sentinel, registered, firstLater, keptLater, anomaly, incident } = facts
  const { table, at } = asked
  if (firstLater !== null && keptLater >= SURELY_KEPT) {
    const reach = timeWords(firstLater.at)
    return cannotTell(`The history of observations reaches back to ${reach} only; earlier ones are not kept.`)
  }
  if (registered === null) return cannotTell(`There is no sentinel of this name (any more).`)
  if (registered.appliesTo?.(table) === false && firstLater === null) {
    const missing = sentinel === 'freshness' ? ': neither an SLA nor a time due is set' : ''
    return neverLooked(`It does not apply to the table with its present settings${missing}.`)
  }
  if (lastLookedAt === null) return neverLooked(didNotLook(asked))
  if (firstLater !== null) {
    return cannotTell(`Scans had completed by then; the first observation is of ${timeWords(firstLater.at)}.`)
  }
  const last =
    anomaly === null
      ? ['It had raised no anomaly by then.']
      : ['Its last one by then:', ...anomalyWords(anomaly)]
  const held = incident === null ? [] : [`It is held by ${incidentWords(incident, at)}.`]
  return cannotTell('The sentinel keeps no observations.', ...last, ...held)
}

/** Why one check raised what it raised, or nothing. Pure. */
export function explainCheck(facts: CheckFacts, asked: Asked): CheckExplanation {
  const { table, at, scans } = asked
  const { sentinel, anomaly, incident, observations } = facts
  const [newest] = observations
  const scanned = scans.last !== null && scans.last.at >= table.createdAt ? scans.last.at : null
  if (newest === undefined) {
    const conclusion =
      table.createdAt > at
        ? neverLooked(`The table was not monitored then; it has been since ${timeWords(table.createdAt)}.`)
        : unobserved(facts, asked, scanned)
    const isLooked = conclusion.verdict !== 'never_looked'
    return {
      sentinel,
      ...conclusion,
      anomalyId: isLooked ? (anomaly?.id ?? null) : null,
      incidentId: isLooked ? (incident?.id ?? null) : null,
      lastLookedAt: isLooked ? scanned : null,
    }
  }
  // A scan under way has concluded before it is completed.
  const isLooking = facts.isOn && applies(facts, table)
  const lookedAt = scanned === null || scanned < newest.at || !isLooking ? newest.at : scanned
  return {
    sentinel,
    ...observed(facts, newest, asked),
    anomalyId: anomaly?.id ?? null,
    incidentId: incident?.id ?? null,
    lastLookedAt: lookedAt,
  }
}
