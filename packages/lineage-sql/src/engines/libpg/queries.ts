import type { WrittenName } from '@aegis/core/ports'
import {
  type CteModel,
  type FlowModel,
  type Item,
  type JoinModel,
  newQuery,
  newSelect,
  newValue,
  type QueryModel,
  type SelectModel,
  type SourceModel,
  type Value,
} from '../statement-model.ts'
import { listAt, type Tree, tagOf, textAt, treeAt, treesAt } from '../tree.ts'
import type { Work } from '../work.ts'
import {
  addValue,
  defaultName,
  namesAt,
  partOf,
  partsAt,
  readValue,
  refOf,
  type ValueReader,
} from './values.ts'

export function tableName(rangeVar: Tree): WrittenName {
  const texts = ['catalogname', 'schemaname', 'relname'].map((key) => textAt(rangeVar, key))
  return { parts: texts.filter((text) => text !== '').map(partOf) }
}

/** What a writing CTE writes and returns. */
interface WritingCte {
  readonly writes: readonly FlowModel[]
  readonly returns: QueryModel
}

export interface QueryReader {
  queryOf(selectStmt: Tree): QueryModel
  /** Adds the CTEs of a WITH clause. */
  addCtes(query: QueryModel, node: Tree): void
  addSource(select: SelectModel, node: unknown, join?: JoinModel | null): void
  /** Items of a target list that gives outputs. */
  addItems(select: SelectModel, targets: readonly unknown[]): void
  addUsed(value: Value, node: unknown): void
  readValue(node: unknown): Value
}

const NO_WINDOWS: ReadonlyMap<string, Tree> = new Map()

function joinOf(body: Tree): JoinModel {
  const kind = textAt(body, 'jointype')
  return {
    using: partsAt(body, 'usingClause'),
    natural: body.isNatural === true,
    keeps: kind === 'JOIN_RIGHT' ? 'right' : kind === 'JOIN_FULL' ? 'both' : 'left',
  }
}

/** Reads SELECT trees. `writing` reads a CTE that is no SELECT. */
export function queryReader(work: Work, writing: (tag: string, body: Tree) => WritingCte): QueryReader {
  const plain: ValueReader = { queryOf, windows: NO_WINDOWS }

  function queryOf(selectStmt: Tree): QueryModel {
    const query = newQuery()
    work.later(() => fillQuery(query, selectStmt))
    return query
  }

  function addCtes(query: QueryModel, node: Tree): void {
    const clause = treeAt(node, 'withClause')
    if (clause === null) return
    if (clause.recursive === true) query.recursive = true
    for (const each of treesAt(clause, 'ctes')) {
      const cte = treeAt(each, 'CommonTableExpr')
      const body = tagOf(cte?.ctequery)
      if (cte === null || body === null) continue
      const isSelect = body.tag === 'SelectStmt'
      const read = isSelect ? { returns: queryOf(body.body), writes: [] } : writing(body.tag, body.body)
      const model: CteModel = {
        name: partOf(textAt(cte, 'ctename')),
        columns: partsAt(cte, 'aliascolnames'),
        query: read.returns,
        writes: read.writes,
      }
      query.ctes.push(model)
    }
  }

  function addOrdering(
    to: { ordering: Value; ordinals: number[] },
    nodes: readonly unknown[],
    reader: ValueReader,
  ): void {
    for (const node of nodes) {
      const sort = tagOf(node)
      const expression = sort?.tag === 'SortBy' ? sort.body.node : node
      const position =
        treeAt(treeAt(tagOf(expression)?.body ?? null, 'ival'), 'ival') ?? tagOf(expression)?.body.ival
      const ordinal = tagOf(expression)?.tag === 'A_Const' ? integerOf(position) : null
      if (ordinal === null) addValue(to.ordering, expression, reader)
      else to.ordinals.push(ordinal)
    }
  }

  function integerOf(value: unknown): number | null {
    if (typeof value === 'number') return value
    return typeof value === 'object' && value !== null && 'ival' in value && typeof value.ival === 'number'
      ? value.ival
      : null
  }

  /** The operands of a chain of UNION and the like, first to last. What EXCEPT takes away feeds nothing. */
  function fillSetOperation(query: QueryModel, root: Tree): void {
    const operands: { readonly node: Tree; readonly taken: boolean }[] = []
    let node = root
    for (;;) {
      const left = treeAt(node, 'larg')
      const right = treeAt(node, 'rarg')
      if (left === null || right === null) break
      operands.push({ node: right, taken: node.op !== 'SETOP_EXCEPT' })
      const isChain = treeAt(left, 'larg') !== null
      const isPlain =
        left.sortClause === undefined && left.withClause === undefined && left.limitCount === undefined
      if (!isChain || !isPlain) {
        operands.push({ node: left, taken: true })
        break
      }
      node = left
    }
    for (const { node: operand, taken } of operands.reverse()) {
      if (taken) query.branches.push(queryOf(operand))
      else query.ordering.queries.push({ query: queryOf(operand) })
    }
    addOrdering(query, listAt(root, 'sortClause'), plain)
  }

  function fillQuery(query: QueryModel, node: Tree): void {
    addCtes(query, node)
    if (treeAt(node, 'larg') !== null) {
      fillSetOperation(query, node)
      return
    }
    const select = newSelect()
    query.branches.push(select)
    if (listAt(node, 'valuesLists').length > 0) {
      fillValues(select, treesAt(node, 'valuesLists'))
      return
    }
    const windows = new Map(
      treesAt(node, 'windowClause').flatMap((each) => {
        const window = treeAt(each, 'WindowDef')
        return window === null ? [] : [[textAt(window, 'name'), window] as const]
      }),
    )
    const reader: ValueReader = { queryOf, windows }
    for (const source of listAt(node, 'fromClause')) addSource(select, source)
    for (const target of listAt(node, 'targetList')) addItem(select, target, reader)
    for (const key of ['whereClause', 'havingClause', 'limitCount', 'limitOffset']) {
      addValue(select.used, node[key], reader)
    }
    const grouping = { ordering: select.grouping, ordinals: select.ordinals }
    addOrdering(grouping, listAt(node, 'groupClause'), reader)
    for (const key of ['sortClause', 'distinctClause']) {
      addOrdering(select, listAt(node, key), reader)
    }
  }

  function fillValues(select: SelectModel, rows: readonly Tree[]): void {
    const columns: Value[] = []
    for (const row of rows) {
      for (const [position, cell] of listAt(treeAt(row, 'List'), 'items').entries()) {
        const column = columns[position] ?? newValue()
        columns[position] = column
        addValue(column, cell, plain)
      }
    }
    for (const [position, value] of columns.entries()) {
      select.items.push({ kind: 'value', name: partOf(`column${position + 1}`), value })
    }
  }

  function addItem(select: SelectModel, node: unknown, reader: ValueReader): void {
    const target = tagOf(node)?.body ?? null
    const column = treeAt(treeAt(target, 'val'), 'ColumnRef')
    const ref = column === null ? null : refOf(column)
    if (ref?.row === true) {
      select.items.push({ kind: 'star', qualifier: ref.parts, except: [], rename: [], replace: [] })
      return
    }
    const written = textAt(target, 'name')
    const name = written === '' ? defaultName(target?.val) : written
    const item: Item = { kind: 'value', name: name === null ? null : partOf(name), value: newValue() }
    addValue(item.value, target?.val, reader)
    select.items.push(item)
  }

  function addJoined(select: SelectModel, root: Tree, outer: JoinModel | null): void {
    // Left-deep chains are followed in a loop; only parenthesised right sides nest.
    const joins: Tree[] = []
    let left: unknown = { JoinExpr: root }
    for (
      let next = tagOf(left);
      next?.tag === 'JoinExpr' && treeAt(next.body, 'alias') === null;
      next = tagOf(left)
    ) {
      joins.push(next.body)
      left = next.body.larg
    }
    addSource(select, left, outer)
    for (const join of joins.reverse()) {
      addSource(select, join.rarg, joinOf(join))
      addValue(select.used, join.quals, plain)
    }
  }

  function addSource(select: SelectModel, node: unknown, join: JoinModel | null = null): void {
    const source = tagOf(node)
    if (source === null) return
    const { tag, body } = source
    const alias = treeAt(body, 'alias')
    const aliasName = textAt(alias, 'aliasname')
    const base = {
      alias: aliasName === '' ? null : partOf(aliasName),
      columnAliases: namesAt(alias, 'colnames').map(partOf),
      join,
    }
    const add = (model: SourceModel): void => {
      select.sources.push(model)
    }
    switch (tag) {
      case 'RangeVar':
        add({ kind: 'table', name: tableName(body), ...base })
        return
      case 'RangeSubselect': {
        const inner = treeAt(treeAt(body, 'subquery'), 'SelectStmt')
        if (inner !== null)
          add({ kind: 'query', query: queryOf(inner), lateral: body.lateral === true, ...base })
        return
      }
      case 'RangeTableSample':
        addSource(select, body.relation, join)
        return
      case 'JoinExpr': {
        if (alias === null) {
          addJoined(select, body, join)
          return
        }
        const inner = newSelect()
        inner.items.push({ kind: 'star', qualifier: [], except: [], rename: [], replace: [] })
        addJoined(inner, { ...body, alias: undefined }, null)
        add({ kind: 'query', query: newQuery(inner), lateral: false, ...base })
        return
      }
      default:
        add({
          kind: 'opaque',
          args: readValue(body, plain),
          ...base,
          ...functionColumns(body, base.columnAliases),
        })
    }
  }

  /** Columns that a function in FROM names by a definition list. */
  function functionColumns(
    body: Tree,
    aliases: SourceModel['columnAliases'],
  ): { columnAliases: SourceModel['columnAliases'] } {
    const defined = [...treesAt(body, 'coldeflist'), ...treesAt(body, 'columns')].flatMap((each) => {
      const name = textAt(tagOf(each)?.body ?? null, 'colname')
      return name === '' ? [] : [partOf(name)]
    })
    return { columnAliases: defined.length > 0 ? defined : aliases }
  }

  return {
    queryOf,
    addCtes,
    addSource,
    addItems: (select, targets) => {
      for (const target of targets) addItem(select, target, plain)
    },
    addUsed: (value, node) => addValue(value, node, plain),
    readValue: (node) => readValue(node, plain),
  }
}
