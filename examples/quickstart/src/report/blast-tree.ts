import type { LineageNode } from '@aegis/core'

interface Edge {
  readonly source: string
  readonly target: string
}

export interface TreeLine {
  /** `│  └─ ` and the like. */
  readonly branch: string
  readonly node: LineageNode
}

/**
 * The affected tables as a tree below `root`. Lineage is a graph: a table with several ways to it stands once, below the
 * first of its nearest parents.
 */
export function blastTree(
  root: string,
  affected: readonly LineageNode[],
  edges: readonly Edge[],
): readonly TreeLine[] {
  const isEdge = (from: string, to: string): boolean =>
    edges.some(({ source, target }) => source === from && target === to)
  const childrenByParent = Map.groupBy(affected, ({ name, depth }) => {
    if (depth === 1) return root
    return affected.find((other) => other.depth === depth - 1 && isEdge(other.name, name))?.name ?? root
  })

  function below(parent: string, indent: string): readonly TreeLine[] {
    const children = childrenByParent.get(parent) ?? []
    return children.flatMap((node, index) => {
      const isLast = index === children.length - 1
      const line = { branch: `${indent}${isLast ? '└─ ' : '├─ '}`, node }
      return [line, ...below(node.name, `${indent}${isLast ? '   ' : '│  '}`)]
    })
  }
  return below(root, '')
}
