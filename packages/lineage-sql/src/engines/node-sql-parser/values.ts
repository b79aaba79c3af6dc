import type { IdentifierPart, WrittenName } from '@aegis/core/ports'
import type { Lexis } from '../../lexer/lexis.ts'
import { newValue, type QueryModel, type Value } from '../statement-model.ts'
import { isTree, type Tree, textAt, treeAt } from '../tree.ts'

/** A name is text, or text with the kind of its quotes, or an expression around either. */
export function partOf(node: unknown): IdentifierPart | null {
  if (typeof node === 'string') return node === '' ? null : { text: node, quoted: false }
  if (!isTree(node)) return null
  if (isTree(node.expr)) return partOf(node.expr)
  const text = textAt(node, 'value')
  return text === '' ? null : { text, quoted: node.type !== 'default' }
}

export function tableNameOf(node: Tree, lexis: Lexis): WrittenName | null {
  const surround = treeAt(node, 'surround')
  const parts = ['db', 'catalog', 'schema', 'table', 'view'].flatMap((key) => {
    const part = partOf(node[key])
    if (part === null) return []
    const quoted = part.quoted || textAt(surround, key) !== ''
    const texts = quoted && lexis.dottedQuotes ? part.text.split('.') : [part.text]
    return texts.map((text) => ({ text, quoted }))
  })
  return parts.length === 0 || parts.length > 3 ? null : { parts }
}

export function columnParts(node: Tree): readonly IdentifierPart[] {
  return [node.schema, node.table, node.column].flatMap((each) => partOf(each) ?? [])
}

export interface ValueReader {
  readonly queryOf: (select: Tree) => QueryModel
}

function isExists(node: Tree): boolean {
  const name = treeAt(node, 'name')
  const [first] = Array.isArray(name?.name) ? name.name : []
  return partOf(first)?.text.toUpperCase() === 'EXISTS' || textAt(node, 'operator').includes('EXISTS')
}

/** Adds every column and subquery under `root`. */
export function addValue(value: Value, root: unknown, { queryOf }: ValueReader): void {
  const stack: { readonly node: unknown; readonly tests: boolean }[] = [{ node: root, tests: false }]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, tests } = next
    if (Array.isArray(node)) for (const each of node) stack.push({ node: each, tests })
    if (!isTree(node)) continue
    if (node.type === 'select') {
      value.queries.push({ query: queryOf(node), tests })
    } else if (node.type === 'column_ref') {
      const row = node.column === '*'
      const parts = row ? columnParts({ table: node.table }) : columnParts(node)
      value.refs.push(row ? { parts, row } : { parts })
    } else {
      const inside = tests || isExists(node)
      for (const key in node) {
        if (key !== 'tableList' && key !== 'columnList' && key !== 'as')
          stack.push({ node: node[key], tests: inside })
      }
    }
  }
}

export function readValue(root: unknown, reader: ValueReader): Value {
  const value = newValue()
  addValue(value, root, reader)
  return value
}
