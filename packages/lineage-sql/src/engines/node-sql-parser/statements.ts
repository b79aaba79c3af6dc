import type { IdentifierPart, StatementKind, WrittenName } from '@aegis/core/ports'
import type { Lexis } from '../../lexer/lexis.ts'
import {
  type FlowModel,
  newQuery,
  newSelect,
  newValue,
  type QueryModel,
  type SelectModel,
} from '../statement-model.ts'
import { isTree, listAt, type Tree, textAt, treeAt, treesAt } from '../tree.ts'
import type { Work } from '../work.ts'
import { addValue, columnParts, partOf, readValue, tableNameOf, type ValueReader } from './values.ts'

/** Reads a statement of `node-sql-parser`'s tree: queries, INSERT, CREATE ... AS, views, UPDATE, DELETE. */
export function readStatement(work: Work, lexis: Lexis, root: Tree): readonly FlowModel[] {
  const reader: ValueReader = { queryOf }

  function queryOf(select: Tree): QueryModel {
    const query = newQuery()
    work.later(() => fillQuery(query, select))
    return query
  }

  function addCtes(query: QueryModel, node: Tree): void {
    for (const cte of treesAt(node, 'with')) {
      const name = partOf(cte.name)
      const statement = treeAt(cte, 'stmt')
      const body = treeAt(statement, 'ast') ?? statement
      if (cte.recursive === true) query.recursive = true
      if (name === null || body === null) continue
      query.ctes.push({ name, columns: names(cte.columns), query: queryOf(body), writes: [] })
    }
  }

  function names(nodes: unknown): readonly IdentifierPart[] {
    if (!Array.isArray(nodes)) return []
    return nodes.flatMap(
      (each) => (isTree(each) && each.type === 'column_ref' ? columnParts(each).at(-1) : partOf(each)) ?? [],
    )
  }

  function fillQuery(query: QueryModel, root: Tree): void {
    addCtes(query, root)
    for (let node: Tree | null = root; node !== null; node = treeAt(node, '_next')) {
      query.branches.push(selectOf(node))
    }
  }

  function selectOf(node: Tree): SelectModel {
    const select = newSelect()
    for (const source of treesAt(node, 'from')) addSource(select, source)
    for (const column of listAt(node, 'columns')) addItem(select, column)
    if (node.columns === '*') addItem(select, { expr: { type: 'column_ref', column: '*' } })
    addValue(select.used, [node.where, node.having, node.qualify], reader)
    addValue(select.grouping, node.groupby, reader)
    addValue(select.ordering, [node.orderby, treeAt(node, 'distinct')], reader)
    return select
  }

  function addItem(select: SelectModel, column: unknown): void {
    const expression = treeAt(isTree(column) ? column : null, 'expr')
    if (!isTree(column) || expression === null) return
    const isColumn = expression.type === 'column_ref'
    if (isColumn && expression.column === '*') {
      const qualifier = columnParts({ table: expression.table })
      select.items.push({ kind: 'star', qualifier, except: [], rename: [], replace: [] })
      return
    }
    const own = isColumn ? (columnParts(expression).at(-1) ?? null) : null
    select.items.push({ kind: 'value', name: partOf(column.as) ?? own, value: readValue(expression, reader) })
  }

  function addSource(select: SelectModel, node: Tree): void {
    const alias = partOf(node.as)
    const join =
      typeof node.join === 'string'
        ? ({
            using: names(node.using),
            natural: node.join.includes('NATURAL'),
            keeps: node.join.includes('RIGHT') ? 'right' : node.join.includes('FULL') ? 'both' : 'left',
          } as const)
        : null
    const base = { alias, columnAliases: [], join }
    const inner = treeAt(treeAt(node, 'expr'), 'ast')
    const name = tableNameOf(node, lexis)
    if (inner !== null) select.sources.push({ kind: 'query', query: queryOf(inner), lateral: false, ...base })
    else if (name !== null) {
      select.sources.push({ kind: 'table', name, ...base })
    } else select.sources.push({ kind: 'opaque', args: readValue(node.expr, reader), ...base })
    addValue(select.used, node.on, reader)
  }

  function flow(
    kind: StatementKind,
    target: WrittenName | null,
    query: QueryModel,
    more: Partial<FlowModel> = {},
  ): FlowModel {
    return { kind, target, columns: null, match: 'named', query, ...more }
  }

  function targetOf(node: Tree): WrittenName | null {
    const [table] = treesAt(node, 'table')
    const named = treeAt(node, 'view') ?? table ?? null
    return named === null ? null : tableNameOf(named, lexis)
  }

  function change(kind: 'update' | 'delete', node: Tree): readonly FlowModel[] {
    const select = newSelect()
    const target = targetOf(node)
    if (target === null) return []
    for (const table of treesAt(node, 'table')) addSource(select, table)
    for (const source of treesAt(node, 'from')) addSource(select, source)
    for (const pair of treesAt(node, 'set')) {
      const name = columnParts({ column: pair.column }).at(-1) ?? null
      select.items.push({ kind: 'value', name, value: readValue(pair.value, reader) })
    }
    addValue(select.used, node.where, reader)
    const query = newQuery(select)
    addCtes(query, node)
    return [flow(kind, target, query)]
  }

  function flowsOf(node: Tree): readonly FlowModel[] {
    const kind = textAt(node, 'type')
    if (kind === 'select') return [flow('other', null, queryOf(node))]
    if (kind === 'update' || kind === 'delete') return change(kind, node)
    const target = targetOf(node)
    const columns = names(node.columns)
    const listed = columns.length > 0 ? columns : null
    if (kind === 'insert' || kind === 'replace') {
      const rows = treeAt(node, 'values')
      if (target === null || rows === null) return []
      const query = rows.type === 'select' ? queryOf(rows) : newQuery(selectOfValues(rows))
      return [flow('insert', target, query, { columns: listed, match: 'stored' })]
    }
    const body = treeAt(node, 'query_expr') ?? treeAt(node, 'select')
    if (kind !== 'create' || target === null || body === null) return []
    const made = node.keyword === 'view' ? 'create_view' : 'create_table_as'
    return [flow(made, target, queryOf(treeAt(body, 'ast') ?? body), { columns: listed })]
  }

  function selectOfValues(rows: Tree): SelectModel {
    const select = newSelect()
    const value = newValue()
    addValue(value, rows, reader)
    select.items.push({ kind: 'value', name: null, value })
    return select
  }

  return flowsOf(root)
}
