import type { StatementKind, WrittenName } from '@aegis/core/ports'
import {
  type FlowModel,
  type Item,
  newQuery,
  newSelect,
  type QueryModel,
  type SelectModel,
  type SourceModel,
  type Value,
} from '../statement-model.ts'
import { listAt, type Tree, tagOf, textAt, treeAt, treesAt } from '../tree.ts'
import type { Work } from '../work.ts'
import { type QueryReader, queryReader, tableName } from './queries.ts'
import { partOf, partsAt } from './values.ts'

interface Written {
  readonly flows: readonly FlowModel[]
  /** Rows of RETURNING. */
  readonly returns: QueryModel
}

function targetSource(relation: Tree): SourceModel {
  const alias = textAt(treeAt(relation, 'alias'), 'aliasname')
  return {
    kind: 'table',
    name: tableName(relation),
    alias: alias === '' ? null : partOf(alias),
    columnAliases: [],
    join: null,
  }
}

/** `SET a = x, (b, c) = (SELECT ...)`: one item for each column. */
function assignments(targets: readonly unknown[], reader: QueryReader): readonly Item[] {
  const items: Item[] = []
  let shared: Value | null = null
  for (const node of targets) {
    const target = tagOf(node)?.body ?? null
    const name = partOf(textAt(target, 'name'))
    const multi = treeAt(treeAt(target, 'val'), 'MultiAssignRef')
    if (multi === null) {
      items.push({ kind: 'value', name, value: reader.readValue(target?.val) })
      continue
    }
    const position = (typeof multi.colno === 'number' ? multi.colno : 1) - 1
    const row = treeAt(treeAt(multi, 'source'), 'RowExpr')
    if (row !== null) {
      items.push({ kind: 'value', name, value: reader.readValue(listAt(row, 'args')[position]) })
      continue
    }
    if (position === 0 || shared === null) shared = reader.readValue(multi.source)
    items.push({
      kind: 'value',
      name,
      value: { refs: shared.refs, queries: shared.queries.map((each) => ({ ...each, position })) },
    })
  }
  return items
}

/** The target of SELECT ... INTO; of a chain of UNION it stands in the first operand. */
function intoOf(select: Tree): Tree | null {
  let first = select
  for (let left = treeAt(first, 'larg'); left !== null; left = treeAt(first, 'larg')) first = left
  return treeAt(treeAt(first, 'intoClause'), 'rel')
}

/** Reads statements into flows. Made once for each tree. */
export function statementReader(work: Work): (tag: string, body: Tree) => readonly FlowModel[] {
  const reader = queryReader(work, (tag, body) => {
    const { flows, returns } = writeOf(tag, body)
    return { writes: flows, returns }
  })

  function withCtes(node: Tree, ...branches: SelectModel[]): QueryModel {
    const query = newQuery(...branches)
    reader.addCtes(query, node)
    return query
  }

  function returning(node: Tree, sources: readonly SourceModel[]): QueryModel {
    const select = newSelect()
    const list = treeAt(node, 'returningClause')
    select.sources.push(...sources)
    reader.addItems(select, list === null ? listAt(node, 'returningList') : listAt(list, 'exprs'))
    return newQuery(select)
  }

  function flow(
    kind: StatementKind,
    target: WrittenName | null,
    query: QueryModel,
    more: Partial<FlowModel> = {},
  ): FlowModel {
    return { kind, target, columns: null, match: 'named', query, ...more }
  }

  function insert(node: Tree, relation: Tree): Written {
    const target = tableName(relation)
    const columns = treesAt(node, 'cols').map((each) => partOf(textAt(treeAt(each, 'ResTarget'), 'name')))
    const listed = columns.length > 0 ? columns : null
    const body = treeAt(treeAt(node, 'selectStmt'), 'SelectStmt')
    const rows = body === null ? newQuery() : reader.queryOf(body)
    const query = newQuery(rows)
    reader.addCtes(query, node)
    const flows = [flow('insert', target, query, { columns: listed, match: 'stored' })]
    const conflict = treeAt(node, 'onConflictClause')
    if (conflict !== null && listAt(conflict, 'targetList').length > 0) {
      const select = newSelect()
      select.sources.push(targetSource(relation), {
        kind: 'query',
        query: rows,
        alias: partOf('excluded'),
        columnAliases: columns,
        join: null,
        lateral: false,
      })
      select.items.push(...assignments(listAt(conflict, 'targetList'), reader))
      reader.addUsed(select.used, conflict.whereClause)
      const update = newQuery(select)
      update.ctes.push(...query.ctes)
      flows.push(flow('insert', target, update))
    }
    return { flows, returns: returning(node, [targetSource(relation)]) }
  }

  function change(kind: 'update' | 'delete', node: Tree, relation: Tree): Written {
    const select = newSelect()
    select.sources.push(targetSource(relation))
    for (const source of listAt(node, kind === 'update' ? 'fromClause' : 'usingClause'))
      reader.addSource(select, source)
    reader.addUsed(select.used, node.whereClause)
    if (kind === 'update') select.items.push(...assignments(listAt(node, 'targetList'), reader))
    const query = withCtes(node, select)
    return { flows: [flow(kind, tableName(relation), query)], returns: returning(node, select.sources) }
  }

  function merge(node: Tree, relation: Tree): Written {
    const target = tableName(relation)
    const ctes = newQuery()
    reader.addCtes(ctes, node)
    const both = newSelect()
    both.sources.push(targetSource(relation))
    reader.addSource(both, node.sourceRelation)
    reader.addUsed(both.used, node.joinCondition)
    const flows: FlowModel[] = []
    const add = (select: SelectModel, more: Partial<FlowModel> = {}): void => {
      const query = newQuery(select)
      query.ctes.push(...ctes.ctes)
      query.recursive = ctes.recursive
      flows.push(flow('merge', target, query, more))
    }
    for (const each of treesAt(node, 'mergeWhenClauses')) {
      const when = treeAt(each, 'MergeWhenClause')
      if (when === null) continue
      reader.addUsed(both.used, when.condition)
      if (when.commandType === 'CMD_UPDATE')
        both.items.push(...assignments(listAt(when, 'targetList'), reader))
      if (when.commandType === 'CMD_INSERT') {
        const select = newSelect()
        reader.addSource(select, node.sourceRelation)
        for (const value of listAt(when, 'values')) {
          select.items.push({ kind: 'value', name: null, value: reader.readValue(value) })
        }
        const columns = treesAt(when, 'targetList').map((item) =>
          partOf(textAt(treeAt(item, 'ResTarget'), 'name')),
        )
        add(select, { columns: columns.length > 0 ? columns : null, match: 'stored' })
      }
    }
    add(both)
    return { flows, returns: returning(node, both.sources) }
  }

  function writeOf(tag: string, node: Tree): Written {
    const relation = treeAt(node, 'relation')
    if (relation !== null) {
      if (tag === 'InsertStmt') return insert(node, relation)
      if (tag === 'UpdateStmt') return change('update', node, relation)
      if (tag === 'DeleteStmt') return change('delete', node, relation)
      if (tag === 'MergeStmt') return merge(node, relation)
    }
    return { flows: [], returns: newQuery() }
  }

  function created(
    kind: StatementKind,
    relation: Tree | null,
    columns: Tree | null,
    key: string,
    query: unknown,
  ): readonly FlowModel[] {
    const select = treeAt(isSelect(query), 'SelectStmt')
    if (relation === null || select === null) return []
    const names = partsAt(columns, key)
    return [
      flow(kind, tableName(relation), reader.queryOf(select), { columns: names.length > 0 ? names : null }),
    ]
  }

  function isSelect(query: unknown): Tree | null {
    const tagged = tagOf(query)
    return tagged?.tag === 'SelectStmt' ? { SelectStmt: tagged.body } : null
  }

  function likeTable(node: Tree): readonly FlowModel[] {
    const relation = treeAt(node, 'relation')
    if (relation === null) return []
    return treesAt(node, 'tableElts').flatMap((element) => {
      const like = treeAt(treeAt(element, 'TableLikeClause'), 'relation')
      if (like === null) return []
      const select = newSelect()
      select.sources.push(targetSource(like))
      select.items.push({ kind: 'star', qualifier: [], except: [], rename: [], replace: [] })
      return [flow('create_table_as', tableName(relation), newQuery(select))]
    })
  }

  return (tag, node) => {
    switch (tag) {
      case 'SelectStmt': {
        const into = intoOf(node)
        const query = reader.queryOf(node)
        return [
          flow(into === null ? 'other' : 'create_table_as', into === null ? null : tableName(into), query),
        ]
      }
      case 'CreateTableAsStmt': {
        const into = treeAt(node, 'into')
        const kind = node.objtype === 'OBJECT_MATVIEW' ? 'create_view' : 'create_table_as'
        return created(kind, treeAt(into, 'rel'), into, 'colNames', node.query)
      }
      case 'ViewStmt':
        return created('create_view', treeAt(node, 'view'), node, 'aliases', node.query)
      case 'CreateStmt':
        return likeTable(node)
      case 'CopyStmt': {
        const query = treeAt(treeAt(node, 'query'), 'SelectStmt')
        if (query !== null) return [flow('copy', null, reader.queryOf(query))]
        const returning = tagOf(node.query)
        return returning === null ? [] : writeOf(returning.tag, returning.body).flows
      }
      default:
        return writeOf(tag, node).flows
    }
  }
}
