type EdgeNames = readonly [source: string, target: string]

/** A statement with its truth. */
export interface Unseen {
  readonly id: string
  readonly dialect: string
  readonly sql: string
  readonly edges: readonly EdgeNames[]
  /** Other complete answers that are as right. */
  readonly alternatives: readonly (readonly EdgeNames[])[]
  readonly truncated: boolean
}

export interface Answer {
  readonly edges: readonly { readonly source: string; readonly target: string; readonly confidence: number }[]
  /** Neither a result nor a reason. */
  readonly isSilent: boolean
}

/** Percent where not said otherwise. */
export interface Score {
  /** Statements whose truth has an edge, and those whose truth has none. */
  readonly withEdges: number
  readonly withoutEdges: number
  /** Of all: the whole set of edges right. */
  readonly right: number
  /** Of those with edges: the whole set of edges right. */
  readonly exact: number
  readonly precision: number
  readonly recall: number
  /** Of those without edges: none found. */
  readonly quiet: number
  /** Count. */
  readonly silent: number
  /** Edges of confidence 0.9 or more, and how many of them are right. Counts. */
  readonly sure: number
  readonly sureRight: number
  /** Ids of what was not exact. */
  readonly missed: readonly string[]
}

const isFile = (name: string): boolean => name.startsWith('stage:') || name.startsWith('path:')

function keyOf(source: string, target: string): string | null {
  if (isFile(source) || isFile(target)) return null
  const bare = (name: string): string => name.replaceAll(/["`]/g, '').toLowerCase()
  return bare(source) === bare(target) ? null : `${bare(source)} -> ${bare(target)}`
}

function keysOf(edges: readonly EdgeNames[]): ReadonlySet<string> {
  return new Set(edges.flatMap(([source, target]) => keyOf(source, target) ?? []))
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((key) => b.has(key)).length
}

/** The truth that fits the answer best: of several that are as right, the answer may choose. */
function nearestTruth({ edges, alternatives }: Unseen, found: ReadonlySet<string>): ReadonlySet<string> {
  const distance = (truth: ReadonlySet<string>): number => truth.size + found.size - 2 * shared(truth, found)
  const [first = new Set<string>(), ...others] = [edges, ...alternatives].map(keysOf)
  return others.reduce((best, truth) => (distance(truth) < distance(best) ? truth : best), first)
}

const percent = (part: number, whole: number): number => (whole === 0 ? 100 : (100 * part) / whole)

export function scoreOf(statements: readonly Unseen[], answers: ReadonlyMap<Unseen, Answer>): Score {
  const count = {
    withEdges: 0,
    exact: 0,
    quiet: 0,
    right: 0,
    found: 0,
    true: 0,
    silent: 0,
    sure: 0,
    sureRight: 0,
  }
  const missed: string[] = []
  for (const statement of statements) {
    const answer = answers.get(statement) ?? { edges: [], isSilent: true }
    const found = keysOf(answer.edges.map(({ source, target }) => [source, target]))
    const truth = nearestTruth(statement, found)
    const isExact = truth.size === found.size && shared(truth, found) === truth.size
    const hasEdges = keysOf(statement.edges).size > 0
    if (hasEdges) count.withEdges += 1
    if (hasEdges && isExact) count.exact += 1
    if (!hasEdges && isExact) count.quiet += 1
    if (!isExact) missed.push(statement.id)
    if (answer.isSilent) count.silent += 1
    count.right += shared(truth, found)
    count.found += found.size
    count.true += truth.size
    const sure = keysOf(
      answer.edges.flatMap((edge) => (edge.confidence >= 0.9 ? [[edge.source, edge.target] as const] : [])),
    )
    count.sure += sure.size
    count.sureRight += shared(sure, truth)
  }
  const withoutEdges = statements.length - count.withEdges
  return {
    withEdges: count.withEdges,
    withoutEdges,
    right: percent(count.exact + count.quiet, statements.length),
    exact: percent(count.exact, count.withEdges),
    precision: percent(count.right, count.found),
    recall: percent(count.right, count.true),
    quiet: percent(count.quiet, withoutEdges),
    silent: count.silent,
    sure: count.sure,
    sureRight: count.sureRight,
    missed,
  }
}

/** The 95 % interval of a share, by Wilson. */
export function wilson(right: number, of: number): readonly [low: number, high: number] {
  if (of === 0) return [0, 1]
  const z = 1.96
  const share = right / of
  const middle = share + (z * z) / (2 * of)
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return [(middle - spread) / scale, (middle + spread) / scale]
}
