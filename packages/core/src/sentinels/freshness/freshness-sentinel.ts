import type { JsonValue } from '../../model/json.ts'
import type { ObservationVerdict } from '../../model/observation.ts'
import type { MonitoredTable, TableProblem } from '../../model/table.ts'
import type { Sentinel, SentinelInspection, SentinelReadInput, TableMemory } from '../../ports/sentinel.ts'
import type { FreshnessReading, FreshnessRequest, Reading } from '../../ports/warehouse.ts'
import { problemOf } from '../table-problem.ts'
import { isSilenced, toConfirm } from './confirm.ts'
import { type FreshnessState, freshnessStateToJson, parseFreshnessState } from './freshness-state.ts'
import { type Judgement, judge } from './judge.ts'
import { type LastChange, lastChangeOf } from './last-change.ts'
import { type Said, saidOf, saidUnread } from './observation.ts'
import { reviewFreshness } from './review.ts'

const NOTHING: SentinelInspection = { anomaly: null, snapshot: null, problem: null, note: null }

const START: FreshnessState = {
  token: null,
  observedAt: null,
  notBefore: null,
  notAfter: null,
  stale: false,
  staleAfter: null,
  raised: null,
  silence: null,
  said: null,
}

/** The state and the observation, where they say something that the last ones did not. */
function remembered(
  previous: FreshnessState,
  next: FreshnessState,
  said: Said,
): Pick<SentinelInspection, 'state' | 'observation'> {
  const isSaid = previous.said === said.key
  const isKept =
    isSaid &&
    previous.token === next.token &&
    previous.stale === next.stale &&
    previous.raised === next.raised &&
    (previous.silence === null) === (next.silence === null)
  if (isKept) return {}
  const state: JsonValue = freshnessStateToJson({ ...next, said: said.key })
  return isSaid ? { state } : { state, observation: said.observation() }
}

/** The last change is later than it can have been when the table was found stale, and it was of data. */
function provesNewData(previous: FreshnessState, reading: FreshnessReading): boolean {
  if (!previous.stale) return true
  const { notBefore, mayIncludeNonDataChanges } = reading
  if (notBefore === null || mayIncludeNonDataChanges) return false
  const { staleAfter } = previous
  return staleAfter === null || notBefore > staleAfter
}

/** A watermark column was named, and something else had to answer: shown, or a typing error would look healthy for ever. */
function watermarkProblem(table: MonitoredTable, reading: FreshnessReading): TableProblem | null {
  if (table.watermarkColumn === null || reading.method === 'watermark') return null
  const why = reading.caveats.join('; ') || 'the warehouse does not say why'
  return { check: 'freshness', status: 'unsupported', detail: `The watermark column was not used: ${why}.` }
}

/** Fine only if it would be so with the earliest time that the last change may have had. */
function verdictOf(
  table: MonitoredTable,
  reading: FreshnessReading,
  { notBefore }: LastChange,
  { violation }: Judgement,
): ObservationVerdict {
  if (violation !== null) return 'violated'
  if (notBefore === null || reading.mayIncludeNonDataChanges) return 'cannot_tell'
  return judge(table, reading, notBefore).violation === null ? 'fine' : 'cannot_tell'
}

function recoveryNote({ freshnessSlaMinutes }: MonitoredTable): string {
  return freshnessSlaMinutes === null
    ? 'New data arrived; nothing that was due is missing any more.'
    : 'New data arrived; the table is within its SLA again.'
}

function inspectReading(memory: TableMemory, reading: FreshnessReading, now: Date): SentinelInspection {
  const { table } = memory
  const previous = parseFreshnessState(memory.state) ?? START
  const { token, observedAt, notBefore, notAfter } = reading
  const read = { ...previous, token, observedAt, notBefore, notAfter }
  const lastChange = lastChangeOf(reading)
  const silenced = isSilenced(previous, observedAt)
  if (lastChange.notAfter === null) {
    const said = saidOf({
      table,
      reading,
      lastChange,
      judgement: null,
      verdict: 'cannot_tell',
      isSilenced: silenced,
    })
    const detail = `Cannot tell how fresh it is: ${lastChange.why}.`
    const problem: TableProblem = { check: 'freshness', status: 'unsupported', detail }
    // It proves no violation and no recovery.
    return { ...NOTHING, ...remembered(previous, read, said), problem }
  }
  const judgement = judge(table, reading, lastChange.notAfter)
  const { violation } = judgement
  const recovered = violation === null && provesNewData(previous, reading)
  // Within the rules, but without proof of new data: what was stale may be so still.
  const stale = violation !== null || (previous.stale && !recovered)
  const next: FreshnessState = {
    ...read,
    stale,
    staleAfter: violation === null ? (stale ? previous.staleAfter : null) : lastChange.notAfter,
    raised: violation === null || silenced ? null : violation.fingerprint,
    silence: stale ? previous.silence : null,
  }
  const verdict = verdictOf(table, reading, lastChange, judgement)
  const said = saidOf({ table, reading, lastChange, judgement, verdict, isSilenced: silenced })
  return {
    ...NOTHING,
    anomaly:
      violation === null || silenced ? null : { type: 'freshness_violation', ...violation, detectedAt: now },
    ...remembered(previous, next, said),
    problem: watermarkProblem(table, reading),
    note: recovered && previous.stale ? recoveryNote(table) : null,
  }
}

function inspectUnread(
  memory: TableMemory,
  reading: Exclude<Reading<FreshnessReading>, { status: 'ok' }>,
): SentinelInspection {
  const previous = parseFreshnessState(memory.state) ?? START
  const problem = problemOf('freshness', reading)
  return { ...NOTHING, ...remembered(previous, previous, saidUnread(problem.detail)), problem }
}

function requestOf({ table, state }: TableMemory): FreshnessRequest {
  const { ref, watermarkColumn } = table
  const kept = parseFreshnessState(state)
  if (kept === null || kept.observedAt === null) return { ref, watermarkColumn, previous: null }
  const { token, observedAt, notBefore, notAfter } = kept
  return { ref, watermarkColumn, previous: { token, observedAt, notBefore, notAfter } }
}

/** Twice where an alarm hangs on it: counters come late, and the rows themselves, where they can be asked, do not. */
async function readTables({
  warehouse,
  tables,
  options,
}: SentinelReadInput): Promise<readonly Reading<FreshnessReading>[]> {
  if (warehouse.readFreshness === undefined) {
    return tables.map(({ table }) => ({
      ref: table.ref,
      status: 'unsupported',
      detail: 'This adapter cannot read freshness.',
    }))
  }
  const requests = tables.map(requestOf)
  const readings = await warehouse.readFreshness(requests, options)
  const open = toConfirm(tables, requests, readings)
  if (open.size === 0) return readings
  const confirmed = await warehouse.readFreshness([...open.values()], options)
  const answers = new Map([...open.keys()].map((at, place) => [at, confirmed[place]]))
  return readings.map((reading, at) => answers.get(at) ?? reading)
}

/**
 * Detects stale tables: raises a violation only when the newest possible time of the last change is older than the
 * SLA, or came for a slot before one that is over. A dismissed stale table is silent until a fresh reading; an approved one
 * gets one more SLA, or slot. Spec section 5.1.
 */
export function freshnessSentinel(): Sentinel<FreshnessReading> {
  return {
    name: 'freshness',
    anomalyType: 'freshness_violation',
    appliesTo: ({ freshnessSlaMinutes, expectedBy }) => freshnessSlaMinutes !== null || expectedBy !== null,
    read: readTables,
    inspect(memory: TableMemory, reading: Reading<FreshnessReading>, now: Date): SentinelInspection {
      return reading.status === 'ok'
        ? inspectReading(memory, reading.value, now)
        : inspectUnread(memory, reading)
    },
    review: reviewFreshness,
  }
}
