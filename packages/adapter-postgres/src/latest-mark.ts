import { type Candidate, caveatOfFound, type Plan } from './freshness-plan.ts'
import type { ProbeRow } from './freshness-rows.ts'
import type { Maximum } from './read-maxima.ts'
import { type Mark, readMark } from './watermark.ts'

type ProbePlan = Extract<Plan, { plan: 'probe' }>
type FoundMark = Extract<Mark, { found: true }>

/** Of several columns of one table, each is asked under an index of its own: its place among them, times all requests. */
export function indexOf(request: number, place: number, requests: number): number {
  return request + (place + 1) * requests
}

interface Seen {
  readonly candidate: Candidate
  readonly mark: FoundMark
}

function markOf({ probe: { what, name } }: Candidate, row: ProbeRow, timeZone: string | null): Mark | null {
  return what.kind === 'watermark' ? readMark(row, name, what.type, timeZone) : null
}

/** The newest time of all columns. One that every write sets and one that inserts set miss no write together. */
function newestOf(seen: readonly Seen[]): { readonly plan: ProbePlan; readonly mark: FoundMark } | null {
  const [first, ...rest] = seen
  if (first === undefined) return null
  let latest = first
  for (const one of rest) if (one.mark.notAfter > latest.mark.notAfter) latest = one
  const notBefore = Math.max(...seen.map(({ mark }) => mark.notBefore))
  const trust = seen.some(({ candidate }) => candidate.trust === 'written') ? 'written' : 'inserted'
  const { probe } = latest.candidate
  const caveat =
    latest === first || trust === 'inserted'
      ? caveatOfFound(latest.candidate)
      : `${probe.name} was found by its name, and is newer than the newest ${first.candidate.probe.name}`
  return { plan: { plan: 'probe', trust, probe, caveats: [caveat] }, mark: { ...latest.mark, notBefore } }
}

/** A plan that asked several columns, as if only the newest of them had been asked. null: there is none but the first. */
export function settleSeveral(
  plan: ProbePlan,
  answers: readonly (Maximum | undefined)[],
  timeZone: string | null,
): { readonly plan: ProbePlan; readonly mark: FoundMark } | null {
  const { trust, probe, also = [] } = plan
  if (also.length === 0 || (trust !== 'written' && trust !== 'inserted')) return null
  const whys: string[] = []
  const seen = [{ trust, probe }, ...also].flatMap((candidate, place): Seen[] => {
    const answer = answers[place]
    if (answer === undefined || !('index' in answer)) return []
    const mark = markOf(candidate, answer, timeZone)
    if (mark?.found === true) return [{ candidate, mark }]
    if (mark?.isOffClock === true) whys.push(mark.why)
    return []
  })
  const newest = newestOf(seen)
  return newest === null
    ? null
    : { ...newest, plan: { ...newest.plan, caveats: [...newest.plan.caveats, ...whys] } }
}
