/** A node of a parser's tree: plain JSON whose shape only that parser knows. */
export type Tree = Readonly<Record<string, unknown>>

const NONE: readonly unknown[] = []

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The child at `key`; null: there is none. */
export function treeAt(node: Tree | null, key: string): Tree | null {
  const child = node?.[key]
  return isTree(child) ? child : null
}

/** The children at `key`, in order; empty: there are none. */
export function listAt(node: Tree | null, key: string): readonly unknown[] {
  const child = node?.[key]
  return Array.isArray(child) ? child : NONE
}

export function treesAt(node: Tree | null, key: string): readonly Tree[] {
  return listAt(node, key).filter(isTree)
}

/** The text at `key`; '' where there is none. */
export function textAt(node: Tree | null, key: string): string {
  const child = node?.[key]
  return typeof child === 'string' ? child : ''
}

/** Nodes that say what they are by their one key: `{ "select": { ... } }`. */
export function tagOf(node: unknown): { readonly tag: string; readonly body: Tree } | null {
  if (!isTree(node)) return null
  for (const tag in node) {
    const body = node[tag]
    return isTree(body) ? { tag, body } : null
  }
  return null
}
