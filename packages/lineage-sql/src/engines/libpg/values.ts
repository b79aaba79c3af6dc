import type { IdentifierPart } from '@aegis/core/ports'
import { type ColumnRef, newValue, type QueryModel, type Value } from '../statement-model.ts'
import { isTree, listAt, type Tree, tagOf, textAt, treeAt, treesAt } from '../tree.ts'

/** The tree's names are folded already, so they count as quoted. */
export function partOf(text: string): IdentifierPart {
  return { text, quoted: true }
}

/** The strings of a list of String nodes. */
export function namesAt(node: Tree | null, key: string): readonly string[] {
  return treesAt(node, key).flatMap((each) => {
    const text = textAt(treeAt(each, 'String'), 'sval')
    return text === '' ? [] : [text]
  })
}

export function partsAt(node: Tree | null, key: string): readonly IdentifierPart[] {
  return namesAt(node, key).map(partOf)
}

function endsInStar(nodes: readonly Tree[]): boolean {
  return nodes.some((node) => 'A_Star' in node)
}

export function refOf(columnRef: Tree): ColumnRef {
  const parts = partsAt(columnRef, 'fields')
  return endsInStar(treesAt(columnRef, 'fields')) ? { parts, row: true } : { parts }
}

export interface ValueReader {
  readonly queryOf: (select: Tree) => QueryModel
  /** Definitions of the WINDOW clause by name. */
  readonly windows: ReadonlyMap<string, Tree>
}

/** Children that hold types, not expressions. */
const NO_VALUES: ReadonlySet<string> = new Set(['TypeName', 'typeName', 'funcname', 'operName', 'collClause'])

/** Adds every column and subquery under `root`. */
export function addValue(value: Value, root: unknown, { queryOf, windows }: ValueReader): void {
  // Most clauses are absent, and most expressions are a column.
  if (!isTree(root) && !Array.isArray(root)) return
  const column = isTree(root) ? treeAt(root, 'ColumnRef') : null
  if (column !== null) {
    value.refs.push(refOf(column))
    return
  }
  const stack: unknown[] = [root]
  const visitTagged = (tag: string, body: Tree): boolean => {
    switch (tag) {
      case 'ColumnRef':
        value.refs.push(refOf(body))
        return true
      case 'SelectStmt':
        value.queries.push({ query: queryOf(body) })
        return true
      case 'SubLink': {
        const select = treeAt(treeAt(body, 'subselect'), 'SelectStmt')
        const tests = body.subLinkType === 'EXISTS_SUBLINK'
        if (select !== null) value.queries.push({ query: queryOf(select), tests })
        stack.push(body.testexpr)
        return true
      }
      case 'A_Indirection': {
        const column = tagOf(body.arg)
        const fields = partsAt(body, 'indirection')
        if (column?.tag !== 'ColumnRef' || fields.length === 0) return false
        const ref = refOf(column.body)
        value.refs.push({ ...ref, parts: [...ref.parts, ...fields] })
        return true
      }
      default:
        return false
    }
  }
  for (let node = stack.pop(); stack.length > 0 || node !== undefined; node = stack.pop()) {
    if (Array.isArray(node)) stack.push(...node.filter((each) => typeof each === 'object'))
    if (!isTree(node)) continue
    for (const key in node) {
      const child = node[key]
      if (typeof child !== 'object' || child === null || NO_VALUES.has(key)) continue
      if (isTree(child)) {
        if (visitTagged(key, child)) continue
        const window = key === 'over' ? windows.get(textAt(child, 'name')) : undefined
        if (window !== undefined) stack.push(window)
      }
      stack.push(child)
    }
  }
}

export function readValue(root: unknown, reader: ValueReader): Value {
  const value = newValue()
  addValue(value, root, reader)
  return value
}

const NAMED_BY_KIND: Readonly<Record<string, string>> = {
  CoalesceExpr: 'coalesce',
  A_ArrayExpr: 'array',
  RowExpr: 'row',
  XmlSerialize: 'xmlserialize',
  GroupingFunc: 'grouping',
}

function lastFieldName(names: readonly string[]): string | null {
  return names.at(-1) ?? null
}

/** `strong`: it goes before a name that an expression around it would have. */
interface OutputName {
  readonly text: string
  readonly strong: boolean
}

function strongName(text: string | null): OutputName | null {
  return text === null ? null : { text, strong: true }
}

/** The first output of the query of a scalar subquery; null: it has no name. */
function subqueryName(body: Tree): OutputName | null {
  const first = tagOf(listAt(treeAt(treeAt(body, 'subselect'), 'SelectStmt'), 'targetList')[0])?.body ?? null
  const name = textAt(first, 'name')
  return name === '' ? outputName(first?.val) : strongName(name)
}

function outputName(root: unknown): OutputName | null {
  let node = tagOf(root)
  for (;;) {
    if (node === null) return null
    const { tag, body } = node
    switch (tag) {
      case 'ColumnRef':
        return strongName(lastFieldName(namesAt(body, 'fields')))
      case 'A_Indirection': {
        const field = lastFieldName(namesAt(body, 'indirection'))
        if (field !== null) return strongName(field)
        node = tagOf(body.arg)
        continue
      }
      case 'FuncCall':
        return strongName(lastFieldName(namesAt(body, 'funcname')))
      case 'TypeCast': {
        const inner = outputName(body.arg)
        const type = lastFieldName(namesAt(treeAt(body, 'typeName'), 'names'))
        return inner?.strong === true || type === null ? inner : { text: type, strong: false }
      }
      case 'CaseExpr': {
        const last = outputName(body.defresult)
        return last?.strong === true ? last : { text: 'case', strong: false }
      }
      case 'CollateClause':
        node = tagOf(body.arg)
        continue
      case 'MinMaxExpr':
        return strongName(body.op === 'IS_LEAST' ? 'least' : 'greatest')
      case 'A_Expr':
        return strongName(body.kind === 'AEXPR_NULLIF' ? 'nullif' : null)
      case 'SubLink':
        if (body.subLinkType === 'EXISTS_SUBLINK') return strongName('exists')
        if (body.subLinkType === 'ARRAY_SUBLINK') return strongName('array')
        return body.subLinkType === 'EXPR_SUBLINK' ? subqueryName(body) : null
      case 'SQLValueFunction':
        return strongName(
          textAt(body, 'op')
            .replace(/^SVFOP_/, '')
            .replace(/_N$/, '')
            .toLowerCase(),
        )
      default:
        return strongName(NAMED_BY_KIND[tag] ?? null)
    }
  }
}

/** The name that PostgreSQL gives an output without AS. null: none that can be referred to. */
export function defaultName(root: unknown): string | null {
  return outputName(root)?.text ?? null
}
