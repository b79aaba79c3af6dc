import type { Lexis } from '../../lexer/lexis.ts'
import {
  newQuery,
  newSelect,
  newValue,
  type QueryModel,
  type SelectModel,
  type Value,
} from '../statement-model.ts'
import { isTree, listAt, type Tree, tagOf, treeAt, treesAt } from '../tree.ts'
import type { Work } from '../work.ts'
import { generatedItems } from './generators.ts'
import { itemOf, STAR } from './items.ts'
import { identifierOf, identifiersAt } from './names.ts'
import { type SourceReader, sourceReader } from './sources.ts'
import { addValue, readValue, type ValueReader, windowsOf } from './values.ts'
import { unwrapQuery } from './wrappers.ts'

export interface QueryReader extends SourceReader {
  /** A query, at whatever node stands for one. */
  queryOf(node: unknown): QueryModel
  addCtes(query: QueryModel, clause: Tree | null): void
  addUsed(value: Value, node: unknown): void
  readValue(node: unknown): Value
}

const SET_TAGS: ReadonlySet<string> = new Set(['union', 'intersect', 'except'])

function ordinalOf(node: unknown): number | null {
  const literal = treeAt(isTree(node) ? node : null, 'literal')
  if (literal?.literal_type !== 'number') return null
  const number = Number(literal.value)
  return Number.isInteger(number) ? number : null
}

/** What START WITH ... CONNECT BY gives besides columns. */
const OF_HIERARCHIES: ReadonlySet<string> = new Set(['LEVEL', 'CONNECT_BY_ISLEAF', 'CONNECT_BY_ISCYCLE'])

/** `ORDER BY ALL`, which arrives as if it were a column. */
function isAll(node: unknown): boolean {
  const column = treeAt(isTree(node) ? node : null, 'column')
  const name = identifierOf(column?.name)
  return name?.quoted === false && column?.table == null && name.text.toUpperCase() === 'ALL'
}

/** Reads queries of one tree. */
export function queryReader(work: Work, lexis: Lexis): QueryReader {
  const plain: ValueReader = { lexis, queryOf, windows: new Map() }
  const { addSource, addFrom } = sourceReader(plain)

  function queryOf(node: unknown): QueryModel {
    const query = newQuery()
    work.later(() => fillQuery(query, node))
    return query
  }

  function addCtes(query: QueryModel, clause: Tree | null): void {
    if (clause === null) return
    if (clause.recursive === true) query.recursive = true
    for (const cte of treesAt(clause, 'ctes')) {
      const name = identifierOf(cte.alias)
      if (name === null) continue
      query.ctes.push({ name, columns: identifiersAt(cte, 'columns'), query: queryOf(cte.this), writes: [] })
    }
  }

  function addOrdering(
    to: { ordering: Value; ordinals: number[] },
    clause: Tree | null,
    reader: ValueReader,
  ): void {
    for (const each of treesAt(clause, 'expressions')) {
      const expression = isTree(each.this) ? each.this : each
      if (isAll(expression)) continue
      const ordinal = ordinalOf(expression)
      if (ordinal === null) addValue(to.ordering, expression, reader)
      else to.ordinals.push(ordinal)
    }
  }

  function fillQuery(query: QueryModel, node: unknown): void {
    const tagged = unwrapQuery(node)
    if (tagged === null) return
    const { tag, body } = tagged
    addCtes(query, treeAt(body, 'with'))
    if (SET_TAGS.has(tag)) {
      fillSetOperation(query, tag, body)
    } else if (tag === 'select') {
      query.branches.push(selectOf(body))
    } else if (tag === 'values') {
      query.branches.push(valuesOf(body))
    } else if (tag === 'subquery') {
      query.branches.push(queryOf(body.this))
      addOrdering(query, treeAt(body, 'order_by'), plain)
    } else {
      // TABLE x, FROM x and what else stands in a query's place.
      const select = newSelect()
      select.items.push(STAR)
      addSource(select, node)
      query.branches.push(select)
    }
  }

  /** The operands of a chain, first to last. What EXCEPT takes away feeds nothing. */
  function fillSetOperation(query: QueryModel, rootTag: string, root: Tree): void {
    const operands: { readonly node: unknown; readonly taken: boolean }[] = []
    let [tag, body] = [rootTag, root]
    for (;;) {
      operands.push({ node: body.right, taken: tag !== 'except' })
      if (body.by_name === true) query.byName = true
      const left = tagOf(body.left)
      if (left === null || !SET_TAGS.has(left.tag) || left.body.with != null || left.body.order_by != null) {
        operands.push({ node: body.left, taken: true })
        break
      }
      tag = left.tag
      body = left.body
    }
    for (const { node, taken } of operands.reverse()) {
      if (taken) query.branches.push(queryOf(node))
      else query.ordering.queries.push({ query: queryOf(node) })
    }
    addOrdering(query, treeAt(root, 'order_by'), plain)
  }

  function valuesOf(body: Tree): SelectModel {
    const select = newSelect()
    const columns: Value[] = []
    for (const row of treesAt(body, 'expressions')) {
      for (const [position, cell] of listAt(row, 'expressions').entries()) {
        const column = columns[position] ?? newValue()
        columns[position] = column
        addValue(column, cell, plain)
      }
    }
    for (const value of columns) select.items.push({ kind: 'value', name: null, value })
    return select
  }

  function selectOf(body: Tree): SelectModel {
    const select = newSelect()
    const reader: ValueReader = {
      lexis,
      queryOf,
      windows: windowsOf(body),
      ...(body.connect == null ? {} : { noColumns: OF_HIERARCHIES }),
    }
    addFrom(select, treeAt(body, 'from'), treesAt(body, 'joins'))
    for (const view of treesAt(body, 'lateral_views')) {
      const alias = identifierOf(view.table_alias)
      const columnAliases = identifiersAt(view, 'column_aliases')
      select.sources.push({
        kind: 'opaque',
        args: readValue(view.this, plain),
        alias,
        columnAliases,
        join: null,
      })
    }
    for (const node of listAt(body, 'expressions')) {
      select.items.push(...(generatedItems(node, reader) ?? [itemOf(node, reader)]))
    }
    for (const key of [
      'where_clause',
      'prewhere',
      'having',
      'qualify',
      'connect',
      'limit',
      'offset',
      'top',
    ]) {
      addValue(select.used, body[key], reader)
    }
    addOrdering({ ordering: select.grouping, ordinals: select.ordinals }, treeAt(body, 'group_by'), reader)
    for (const key of ['order_by', 'sort_by', 'distribute_by', 'cluster_by']) {
      addOrdering(select, treeAt(body, key), reader)
    }
    addValue(select.ordering, body.distinct_on, reader)
    return select
  }

  return {
    queryOf,
    addCtes,
    addSource,
    addFrom,
    addUsed: (value, node) => addValue(value, node, plain),
    readValue: (node) => readValue(node, plain),
  }
}
