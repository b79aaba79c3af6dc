import type { IdentifierPart } from '@aegis/core/ports'
import type { Lexis } from '../../lexer/lexis.ts'
import {
  type Item,
  type JoinModel,
  newQuery,
  newSelect,
  newValue,
  type QueryModel,
  type SelectModel,
  type StarItem,
  type Value,
} from '../statement-model.ts'
import { isTree, listAt, type Tree, tagOf, textAt, treeAt, treesAt } from '../tree.ts'
import type { Work } from '../work.ts'
import {
  functionColumns,
  identifierOf,
  identifiersAt,
  pathOf,
  tableNameOf,
  tableOfFunction,
} from './names.ts'
import { addValue, readValue, type ValueReader, windowsOf } from './values.ts'

/** What a source is called, gathered on the way down to the table itself. */
interface Naming {
  readonly alias: IdentifierPart | null
  readonly columnAliases: readonly IdentifierPart[]
  readonly join: JoinModel | null
  readonly lateral: boolean
}

const UNNAMED: Naming = { alias: null, columnAliases: [], join: null, lateral: false }

export interface QueryReader {
  /** A query, at whatever node stands for one. */
  queryOf(node: unknown): QueryModel
  addCtes(query: QueryModel, clause: Tree | null): void
  addSource(select: SelectModel, node: unknown): void
  addFrom(select: SelectModel, from: Tree | null, joins: readonly Tree[]): void
  addUsed(value: Value, node: unknown): void
  readValue(node: unknown): Value
}

const SET_TAGS: ReadonlySet<string> = new Set(['union', 'intersect', 'except'])
const STAR: StarItem = { kind: 'star', qualifier: [], except: [], rename: [], replace: [] }

function joinOf(join: Tree): JoinModel {
  const kind = textAt(join, 'kind')
  return {
    using: identifiersAt(join, 'using'),
    natural: kind.startsWith('Natural'),
    keeps: kind.includes('Right') ? 'right' : kind.includes('Full') ? 'both' : 'left',
  }
}

function ordinalOf(node: unknown): number | null {
  const literal = treeAt(isTree(node) ? node : null, 'literal')
  if (literal?.literal_type !== 'number') return null
  const number = Number(literal.value)
  return Number.isInteger(number) ? number : null
}

export function queryReader(work: Work, lexis: Lexis): QueryReader {
  const plain: ValueReader = { lexis, queryOf, windows: new Map() }

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
      const ordinal = ordinalOf(expression)
      if (ordinal === null) addValue(to.ordering, expression, reader)
      else to.ordinals.push(ordinal)
    }
  }

  /** What is left of wrappers that carry nothing but comments and parentheses. */
  function unwrapQuery(node: unknown): { readonly tag: string; readonly body: Tree } | null {
    let tagged = tagOf(node)
    for (;;) {
      if (tagged === null) return null
      const { tag, body } = tagged
      const isWrapper =
        tag === 'annotated' || tag === 'paren' || (tag === 'subquery' && body.order_by == null)
      if (!isWrapper) return tagged
      tagged = tagOf(body.this)
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
    const reader: ValueReader = { lexis, queryOf, windows: windowsOf(body) }
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
    for (const node of listAt(body, 'expressions')) select.items.push(itemOf(node, reader))
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
    for (const key of ['order_by', 'group_by', 'sort_by', 'distribute_by', 'cluster_by']) {
      addOrdering(select, treeAt(body, key), reader)
    }
    addValue(select.ordering, body.distinct_on, reader)
    return select
  }

  function starOf(star: Tree): StarItem {
    const table = identifierOf(star.table)
    return {
      kind: 'star',
      qualifier: table === null ? [] : pathOf(table, lexis),
      except: identifiersAt(star, 'except'),
      rename: listAt(star, 'rename').flatMap((pair) => {
        const [from, to] = Array.isArray(pair) ? pair.map(identifierOf) : []
        return from == null || to == null ? [] : [[from, to] as const]
      }),
      replace: treesAt(star, 'replace').flatMap((each) => {
        const name = identifierOf(each.alias)
        return name === null ? [] : [{ name, value: readValue(each.this, plain) }]
      }),
    }
  }

  /** The name of an output without AS. */
  function ownName(tag: string, body: Tree): IdentifierPart | null {
    if (tag === 'column') return identifierOf(body.name)
    if (tag === 'dot') return identifierOf(body.field)
    return null
  }

  function itemOf(node: unknown, reader: ValueReader): Item {
    let tagged = tagOf(node)
    while (tagged?.tag === 'annotated' || tagged?.tag === 'paren') tagged = tagOf(tagged.body.this)
    if (tagged === null) return { kind: 'value', name: null, value: newValue() }
    const { tag, body } = tagged
    if (tag === 'star') return starOf(body)
    if (tag === 'alias')
      return { kind: 'value', name: identifierOf(body.alias), value: readValue(body.this, reader) }
    return { kind: 'value', name: ownName(tag, body), value: readValue({ [tag]: body }, reader) }
  }

  function addFrom(select: SelectModel, from: Tree | null, joins: readonly Tree[]): void {
    for (const node of listAt(from, 'expressions')) addSource(select, node)
    for (const join of joins) {
      addNamed(select, join.this, { ...UNNAMED, join: joinOf(join) })
      addValue(select.used, [join.on, join.match_condition], plain)
      if (listAt(join, 'pivots').length > 0) select.blurred = true
    }
  }

  function blur(select: SelectModel, node: unknown, used: readonly unknown[], naming: Naming): void {
    const inner = newSelect()
    inner.blurred = true
    addSource(inner, node)
    addValue(inner.used, used, plain)
    select.sources.push({ kind: 'query', query: newQuery(inner), ...naming })
  }

  function addSource(select: SelectModel, node: unknown): void {
    addNamed(select, node, UNNAMED)
  }

  function addNamed(select: SelectModel, root: unknown, outer: Naming): void {
    let node = root
    let naming = outer
    for (;;) {
      const tagged = tagOf(node)
      if (tagged === null) return
      const { tag, body } = tagged
      const ownColumns = identifiersAt(body, 'column_aliases')
      naming = {
        ...naming,
        alias: naming.alias ?? identifierOf(body.alias) ?? identifierOf(body.table_alias),
        columnAliases: naming.columnAliases.length > 0 ? naming.columnAliases : ownColumns,
        lateral: naming.lateral || body.lateral === true || tag === 'lateral',
      }
      const { alias, columnAliases, join, lateral } = naming
      switch (tag) {
        case 'table': {
          // The subquery of DELETE ... USING hangs on a table without a name.
          const [hint] = listAt(body, 'hints')
          const name = tableNameOf(body, lexis)
          if (name !== null) {
            select.sources.push({ kind: 'table', name, alias, columnAliases, join })
          } else if (hint !== undefined) {
            node = hint
            continue
          }
          return
        }
        case 'select':
        case 'union':
        case 'intersect':
        case 'except':
        case 'values':
          select.sources.push({ kind: 'query', query: queryOf(node), alias, columnAliases, join, lateral })
          return
        case 'subquery':
          if (unwrapQuery(node)?.tag === 'table' || unwrapQuery(node)?.tag === 'joined_table') break
          select.sources.push({ kind: 'query', query: queryOf(node), alias, columnAliases, join, lateral })
          return
        case 'joined_table': {
          const inner = alias === null ? select : newSelect()
          if (alias !== null) {
            inner.items.push(STAR)
            select.sources.push({
              kind: 'query',
              query: newQuery(inner),
              alias,
              columnAliases,
              join,
              lateral,
            })
          }
          addNamed(inner, body.left, { ...UNNAMED, join: alias === null ? join : null })
          addFrom(inner, null, treesAt(body, 'joins'))
          return
        }
        case 'pivot':
        case 'unpivot':
        case 'match_recognize': {
          const { this: of, ...used } = body
          blur(select, of, [used], naming)
          return
        }
        case 'alias':
        case 'annotated':
        case 'paren':
        case 'table_sample':
        case 'lateral':
          break
        case 'function': {
          const name = tableOfFunction(body)
          if (name === null) addOpaque(select, node, body, naming)
          else select.sources.push({ kind: 'table', name, alias, columnAliases, join })
          return
        }
        default:
          addOpaque(select, node, body, naming)
          return
      }
      node = body.this
    }
  }

  function addOpaque(
    select: SelectModel,
    node: unknown,
    body: Tree,
    { alias, columnAliases, join }: Naming,
  ): void {
    const offset = identifierOf(body.offset_alias)
    const inner = tagOf(body.this)?.tag === 'function' ? body.this : node
    const columns = columnAliases.length > 0 ? columnAliases : functionColumns(inner)
    select.sources.push({ kind: 'opaque', args: readValue(node, plain), alias, columnAliases: columns, join })
    if (offset !== null) {
      select.sources.push({ kind: 'opaque', args: newValue(), alias: offset, columnAliases: [], join: null })
    }
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
