import type { AnswerEdge } from './edge.ts'

interface Open {
  readonly name: string
  /** What stands before the name: the branches of its ancestors. */
  readonly lead: string
  readonly below: string
}

function targetsBySource(edges: readonly AnswerEdge[]): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const known = targets.get(source)
    if (known === undefined) targets.set(source, [target])
    else known.push(target)
  }
  return targets
}

/** Tables that nothing feeds come first; what is left is in a circle and begins somewhere. */
function* roots(edges: readonly AnswerEdge[], shown: ReadonlySet<string>): Generator<string> {
  const fed = new Set(edges.map(({ target }) => target))
  for (const { source } of edges) if (!fed.has(source) && !shown.has(source)) yield source
  for (const { source } of edges) if (!shown.has(source)) yield source
}

/** The graph as lines of text, data flowing from left to right. A table shown before is named, and not unfolded again. */
export function drawTree(edges: readonly AnswerEdge[]): readonly string[] {
  const targets = targetsBySource(edges)
  const shown = new Set<string>()
  const lines: string[] = []
  for (const root of roots(edges, shown)) {
    const open: Open[] = [{ name: root, lead: '', below: '' }]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const { name, lead, below } = node
      const next = targets.get(name) ?? []
      const isRepeated = shown.has(name) && next.length > 0
      lines.push(`${lead}${name}${isRepeated ? ' (see above)' : ''}`)
      if (isRepeated) continue
      shown.add(name)
      // The stack hands out the last first.
      for (const [index, target] of [...next.entries()].reverse()) {
        const isLast = index === next.length - 1
        open.push({
          name: target,
          lead: `${below}${isLast ? '└─ ' : '├─ '}`,
          below: `${below}${isLast ? '   ' : '│  '}`,
        })
      }
    }
  }
  return lines
}
