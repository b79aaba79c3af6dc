import type { LineageEdge } from '../model/lineage.ts'
import type { ConnectionKnowledge } from './diagnosis-context.ts'

export interface ReadingViews {
  /** Views that read the table directly, in name order. */
  readonly direct: readonly string[]
  /** Those, and the views that read them in turn, nearest first. */
  readonly all: readonly string[]
}

function isView(knowledge: ConnectionKnowledge, table: string): boolean {
  const kind = knowledge.tablesByName.get(table)?.latest?.kind
  return kind === 'view' || kind === 'materialized_view'
}

/** The views that stand on a table, monitored or not: by a definition that still stands, or as a scan saw them. */
export function viewsReading(table: string, knowledge: ConnectionKnowledge): ReadingViews {
  const { edges } = knowledge.graph.getFullGraph()
  const stands = ({ origin, target, closedAt }: LineageEdge): boolean =>
    closedAt === null && (origin === 'view_definition' || isView(knowledge, target))
  const bySource = Map.groupBy(edges.filter(stands), ({ source }) => source)
  const found = new Set<string>()
  const readersOf = (names: readonly string[]): readonly string[] => {
    const targets = names.flatMap((name) => (bySource.get(name) ?? []).map(({ target }) => target))
    const fresh = new Set(targets.filter((name) => name !== table && !found.has(name)))
    for (const name of fresh) found.add(name)
    return [...fresh].toSorted()
  }
  const direct = readersOf([table])
  for (let round = direct; round.length > 0; round = readersOf(round));
  return { direct, all: [...found] }
}
