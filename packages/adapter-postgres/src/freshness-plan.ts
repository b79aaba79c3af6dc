import { type FreshnessRequest, identifierRules, type Reading } from '@aegis/core'
import type { Counted } from './change-counters.ts'
import type { Probe } from './freshness-queries.ts'
import type { CounterRow, SignalRow } from './freshness-rows.ts'
import { isTimeType } from './watermark.ts'
import { rankOf, trustOf, type WatermarkTrust } from './watermark-columns.ts'

const rules = identifierRules('postgresql')
const nameOf = (name: string): string => rules.sql({ catalog: '', schema: '', name })

export interface FreshnessOptions {
  /** Zone of watermarks that have none; null: not known. */
  readonly timeZone: string | null
  /** A table of more rows is read as a whole only through an index. */
  readonly watermarkScanRows: number
  readonly commitTimestamps: boolean
}

/** `named`: the user's word. `committed`: set by the server itself. */
export type Trust = 'named' | WatermarkTrust | 'committed' | 'rows'

export type Plan =
  | { readonly plan: 'refused'; readonly reading: Reading<never> }
  /** The counters alone answer, if there are any. */
  | { readonly plan: 'counters'; readonly caveats: readonly string[] }
  /** Not asked, since it would cost too much. */
  | { readonly plan: 'unasked'; readonly caveat: string }
  | {
      readonly plan: 'probe'
      readonly trust: Trust
      readonly probe: Probe
      /** Other columns that were found: the newest of all of them is the proof. */
      readonly also?: readonly Candidate[] | undefined
      readonly caveats: readonly string[]
    }

export interface Candidate {
  readonly trust: WatermarkTrust
  readonly probe: Probe
}

export interface Question {
  readonly index: number
  readonly request: FreshnessRequest
  readonly row: CounterRow
  readonly counted: Counted
  /** One for each column that may be a watermark, or one without a name. */
  readonly signals: readonly SignalRow[]
  readonly role: string
  readonly options: FreshnessOptions
}

/** A number of rows as people say it; an estimate that moves a little is the same number. */
function about(rows: number): string {
  return `about ${Number(rows.toPrecision(2)).toLocaleString('en-US')} rows`
}

function isAffordable({ row, options }: Question, isIndexed: boolean): boolean {
  return isIndexed || (row.rows !== null && row.rows <= options.watermarkScanRows)
}

/** How to make a maximum cheap, or to allow it as it is. */
function costOf({ request, row, options }: Question, column: string): string {
  const index = `CREATE INDEX ON ${rules.sql(request.ref)} (${nameOf(column)});`
  return `finding the newest ${nameOf(column)} would read ${about(row.rows ?? 0)}, more than \`watermarkScanRows\` allows (${options.watermarkScanRows}). Run: ${index} or raise \`watermarkScanRows\``
}

/** What is said when a watermark is of no use: `why` in words without a full stop. */
export function withoutWatermark(row: CounterRow, { ref }: FreshnessRequest, why: string): Plan {
  if (row.kind === 'view' || row.kind === 'foreign')
    return { plan: 'refused', reading: { ref, status: 'unsupported', detail: `${why}.` } }
  return { plan: 'counters', caveats: [`${why}; the change counters are used instead`] }
}

function missingGrants({ request, role }: Question, { mayEnter, maySelect }: SignalRow): readonly string[] {
  const { ref } = request
  return [
    ...(mayEnter ? [] : [`GRANT USAGE ON SCHEMA ${nameOf(ref.schema)} TO ${nameOf(role)};`]),
    ...(maySelect ? [] : [`GRANT SELECT ON ${rules.sql(ref)} TO ${nameOf(role)};`]),
  ]
}

function probe({ index, request }: Question, name: string, what: Probe['what']): Probe {
  const { schema, name: table } = request.ref
  return { index, table: `${rules.quote(schema)}.${rules.quote(table)}`, name, what }
}

function maximum(question: Question, { name, type }: SignalRow): Probe | null {
  if (name === null || !isTimeType(type)) return null
  return probe(question, nameOf(name), { kind: 'watermark', column: rules.quote(name), type })
}

function planNamed(question: Question, named: string): Plan {
  const { row, request, role } = question
  const { ref } = request
  const signal = question.signals.find(({ name }) => name === named)
  if (signal === undefined) return withoutWatermark(row, request, `there is no column \`${named}\``)
  const wanted = maximum(question, signal)
  if (wanted === null) return withoutWatermark(row, request, `\`${named}\` is ${signal.type}, not a time`)
  const grants = missingGrants(question, signal)
  if (grants.length > 0) {
    const detail = `Its watermark cannot be read. Run: ${grants.join(' ')}`
    return { plan: 'refused', reading: { ref, status: 'forbidden', detail } }
  }
  if (signal.hasPolicies) {
    const why = `row security hides rows from this role, so the newest ${named} is not known (ALTER ROLE ${nameOf(role)} BYPASSRLS; would show it)`
    return withoutWatermark(row, request, why)
  }
  // Of a view nobody knows what its maximum costs; its name is consent, and the time limit holds.
  if (row.rows !== null && !isAffordable(question, signal.isIndexed))
    return { plan: 'unasked', caveat: costOf(question, named) }
  return { plan: 'probe', trust: 'named', probe: wanted, caveats: [] }
}

/** Of what is found by its name: where the counters tell of a change, the best alone is asked, and they correct it. */
function planFound(question: Question): Plan | null {
  const { row, signals, counted } = question
  const readable = signals
    .filter(({ mayEnter, maySelect, hasPolicies }) => mayEnter && maySelect && !hasPolicies)
    .flatMap((signal) => (signal.name === null ? [] : [{ ...signal, name: signal.name }]))
    .sort((a, b) => rankOf(a.name) - rankOf(b.name))
  const candidates = readable.flatMap((signal): Candidate[] => {
    const wanted = isAffordable(question, signal.isIndexed) ? maximum(question, signal) : null
    return wanted === null ? [] : [{ trust: trustOf(signal.name), probe: wanted }]
  })
  const [best, ...others] = candidates
  if (best === undefined) {
    const [first] = readable
    return first === undefined || row.rows === null
      ? null
      : { plan: 'counters', caveats: [costOf(question, first.name)] }
  }
  const also = counted.says === 'changed' ? [] : others
  return { plan: 'probe', ...best, also, caveats: [caveatOfFound(best)] }
}

export function caveatOfFound({ trust, probe: { name } }: Candidate): string {
  return trust === 'written'
    ? `${name} was found by its name`
    : `${name} was found by its name, and tells of new rows only`
}

/** Reads the whole table: only where it is small enough, and nothing hides rows. */
function mayReadAll(question: Question): boolean {
  const [signal] = question.signals
  if (signal === undefined || !signal.mayEnter || !signal.maySelectAll || signal.hasPolicies) return false
  return isAffordable(question, false)
}

function planUncounted(question: Question, why: string): Plan {
  const { request, row } = question
  if (mayReadAll(question)) {
    const caveat = `${why}: its rows were counted, and changes that leave their number as it is do not show`
    return {
      plan: 'probe',
      trust: 'rows',
      probe: probe(question, 'rows', { kind: 'row_count' }),
      caveats: [caveat],
    }
  }
  if (row.kind === 'view' || row.kind === 'foreign') {
    const what = row.kind === 'view' ? 'view' : 'foreign table'
    const detail = `A ${what} has no change counters here. Name a watermark column, or check the tables it reads.`
    return { plan: 'refused', reading: { ref: request.ref, status: 'unsupported', detail } }
  }
  return { plan: 'counters', caveats: [] }
}

/** How one table is to be read. */
export function planReading(question: Question): Plan {
  const { request, row, counted, signals, options } = question
  if (request.watermarkColumn !== null) return planNamed(question, request.watermarkColumn)
  const found = row.kind === 'view' ? null : planFound(question)
  if (found?.plan === 'probe') {
    // New rows are among what the counters have counted.
    if (found.trust === 'inserted' && counted.says === 'changed') return { plan: 'counters', caveats: [] }
    return found
  }
  const hasCommitTimes = options.commitTimestamps && signals[0]?.commitTimes === true
  if (hasCommitTimes && counted.says !== 'uncounted' && mayReadAll(question)) {
    const wanted = probe(question, 'commit time', { kind: 'commit_timestamp' })
    return { plan: 'probe', trust: 'committed', probe: wanted, caveats: [] }
  }
  if (counted.says === 'uncounted') return planUncounted(question, counted.why)
  return found ?? { plan: 'counters', caveats: [] }
}
