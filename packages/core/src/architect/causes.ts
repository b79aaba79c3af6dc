import type { Anomaly } from '../model/anomaly.ts'
import type { DiagnosisContext, NeighbourHistory } from '../ports/architect.ts'
import { type Explained, effectOf, explain } from './explain-effect.ts'

/** An upstream anomaly that may explain the incident. */
export interface Cause {
  readonly neighbour: NeighbourHistory
  readonly anomaly: Anomaly
  /** 0..1: how well it explains, by what speaks for and against it. Not yet a probability. */
  readonly score: number
  readonly why: string
  /** The table through which it came, where another of those here explains it by what it brought there; null: none. */
  readonly by: string | null
  /** Another cause, upstream of it, explains it in turn. */
  readonly isLink: boolean
}

export type CauseContext = Pick<
  DiagnosisContext,
  'incident' | 'anomalies' | 'upstream' | 'blastRadius' | 'dialect'
>

/** From here on one anomaly is taken to have brought about another upstream. */
const LEAST_LINK = 0.4

type Found = Omit<Cause, 'isLink'>

const nameOf = ({ neighbour }: Found): string => neighbour.node.name

/** What explains this cause in turn, best first. */
function above(
  cause: Found,
  byName: ReadonlyMap<string, NeighbourHistory>,
  context: CauseContext,
): readonly Found[] {
  const { neighbour, anomaly } = cause
  const effect = effectOf([anomaly], anomaly.type, context.dialect)
  return neighbour.fedBy
    .flatMap((name): Found[] => {
      const other = byName.get(name)
      const route = neighbour.routesFrom?.get(name)
      if (other === undefined || (route === undefined && neighbour.routesFrom !== undefined)) return []
      const next = byName.get(other.path[1] ?? '')
      const found: Explained | null = explain(
        { ...other, ...(route === undefined ? {} : { route }) },
        next === neighbour ? undefined : next,
        effect,
      )
      if (found === null || found.score < LEAST_LINK) return []
      return [
        { neighbour: other, anomaly: found.anomaly, score: found.score, why: found.why, by: nameOf(cause) },
      ]
    })
    .sort((a, b) => b.score - a.score)
}

/** Where a cause comes from itself, if anything explains it: the farthest that does, at the score of its weakest step. */
function originOf(cause: Found, byName: ReadonlyMap<string, NeighbourHistory>, context: CauseContext): Found {
  const seen = new Set([nameOf(cause)])
  let at = cause
  for (;;) {
    const next = above(at, byName, context).find((found) => !seen.has(nameOf(found)))
    if (next === undefined) return at
    seen.add(nameOf(next))
    // A step that is less sure leaves the rest of the certainty with what it starts from.
    at = { ...next, score: at.score * Math.sqrt(next.score) }
  }
}

/**
 * Upstream anomalies that can explain the incident, best first; those that another of them explains come last. One of a
 * table that the incident's table feeds itself explains nothing.
 */
export function findCauses(context: CauseContext): readonly Cause[] {
  const downstream = new Set(context.blastRadius.affectedTables.map(({ name }) => name))
  const upstream = context.upstream.filter(({ node }) => !downstream.has(node.name))
  const byName = new Map(upstream.map((neighbour) => [neighbour.node.name, neighbour]))
  const effect = effectOf(context.anomalies, context.incident.type, context.dialect)
  const direct = upstream.flatMap((neighbour): Found[] => {
    const found = explain(neighbour, byName.get(neighbour.path[1] ?? ''), effect)
    return found === null ? [] : [{ neighbour, ...found, by: null }]
  })
  const links = new Set<string>()
  const best = new Map<string, Found>(direct.map((cause) => [nameOf(cause), cause]))
  for (const cause of direct) {
    const origin = originOf(cause, byName, context)
    if (nameOf(origin) === nameOf(cause)) continue
    links.add(nameOf(cause))
    if (origin.score > (best.get(nameOf(origin))?.score ?? 0)) best.set(nameOf(origin), origin)
  }
  const all = [...best.values()]
  // Of tables that feed each other in a circle it began where it was seen first, or else farthest up.
  if (all.length > 0 && all.every((cause) => links.has(nameOf(cause)))) {
    const [first] = all.toSorted(
      (a, b) =>
        a.anomaly.detectedAt.getTime() - b.anomaly.detectedAt.getTime() ||
        b.neighbour.node.depth - a.neighbour.node.depth,
    )
    if (first !== undefined) links.delete(nameOf(first))
  }
  return all
    .map((cause) => ({ ...cause, isLink: links.has(nameOf(cause)) }))
    .sort(
      (a, b) =>
        Number(a.isLink) - Number(b.isLink) ||
        b.score - a.score ||
        b.neighbour.node.depth - a.neighbour.node.depth ||
        (nameOf(a) < nameOf(b) ? -1 : 1),
    )
}
