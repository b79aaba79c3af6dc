import type { AnswerEdge } from './edge.ts'

function label(text: string): string {
  return text
    .replaceAll('&', '#amp;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
}

/** A Mermaid flowchart. Stages and paths are cylinders; an edge that is less than certain is dotted and says how sure. */
export function drawMermaid(edges: readonly AnswerEdge[]): readonly string[] {
  const kinds = new Map<string, AnswerEdge['source_kind']>()
  for (const { source, target, source_kind, target_kind } of edges) {
    kinds.set(source, source_kind)
    kinds.set(target, target_kind)
  }
  const ids = new Map([...kinds.keys()].map((name, index) => [name, `n${index + 1}`]))
  const nodes = [...kinds].map(([name, kind]) => {
    const text = `"${label(name)}"`
    return `  ${ids.get(name)}${kind === undefined ? `[${text}]` : `[(${text})]`}`
  })
  const arrows = edges.map(({ source, target, confidence }) => {
    const arrow = confidence >= 1 ? '-->' : `-. ${confidence.toFixed(2)} .->`
    return `  ${ids.get(source)} ${arrow} ${ids.get(target)}`
  })
  return ['flowchart LR', ...nodes, ...arrows]
}
