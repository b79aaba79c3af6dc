import type { IdentifierPart, StatementKind, WrittenName } from '@aegis/core/ports'
import type { Lexis } from '../../lexer/lexis.ts'
import { splitDotted } from '../../scanner/read-name.ts'
import {
  type FlowModel,
  newQuery,
  newSelect,
  type QueryModel,
  type SelectModel,
  type SourceModel,
} from '../statement-model.ts'
import { isTree, listAt, type Tree, tagOf, textAt, treeAt, treesAt } from '../tree.ts'
import type { Work } from '../work.ts'
import { columnNamesAt, identifierOf, identifiersAt, tableNameOf } from './names.ts'
import { type QueryReader, queryReader } from './queries.ts'
import { partsOfColumn } from './values.ts'

const STAR = { kind: 'star', qualifier: [], except: [], rename: [], replace: [] } as const

function flow(
  kind: StatementKind,
  target: WrittenName | null,
  query: QueryModel,
  more: Partial<FlowModel> = {},
): FlowModel {
  return { kind, target, columns: null, match: 'named', query, ...more }
}

function listed(columns: readonly IdentifierPart[]): readonly IdentifierPart[] | null {
  return columns.length > 0 ? columns : null
}

/** The path on the left of `=` in SET. */
function assignedPath(node: unknown, lexis: Lexis): readonly IdentifierPart[] {
  const tagged = tagOf(node)
  if (tagged?.tag === 'column') return partsOfColumn(tagged.body, lexis)
  const identifier = tagged?.tag === 'identifier' ? identifierOf(tagged.body) : identifierOf(node)
  if (identifier === null) return []
  if (identifier.quoted) return [identifier]
  return splitDotted(identifier.text).map((text) => ({ text, quoted: false }))
}

function isSame(left: IdentifierPart | undefined, right: IdentifierPart | null | undefined): boolean {
  return left !== undefined && left.text.toLowerCase() === right?.text.toLowerCase()
}

/** The column of `target` that a path means: the qualifier may be the target's, and what follows be fields. */
function assignedColumn(
  path: readonly IdentifierPart[],
  target: SourceModel | undefined,
): IdentifierPart | null {
  if (target?.kind !== 'table' || path.length < 2) return path.at(-1) ?? null
  const own = target.name.parts
  if (isSame(path[0], target.alias ?? own.at(-1))) return path[1] ?? null
  const isQualified = own.length < path.length && own.every((part, at) => isSame(path[at], part))
  return (isQualified ? path[own.length] : path[0]) ?? null
}

/** `COPY INTO @stage FROM a.b`: the name arrives as if it were a column. */
function tableOfFile(file: unknown): unknown {
  const column = treeAt(isTree(file) ? file : null, 'column')
  return column === null ? file : { table: { schema: column.table, name: column.name } }
}

/** The target of SELECT ... INTO; of a chain of UNION it stands in the first operand. */
function intoOf(root: Tree): Tree | null {
  let first = root
  for (let left = tagOf(first.left); left !== null; left = tagOf(first.left)) first = left.body
  return treeAt(treeAt(treeAt(first, 'into'), 'this'), 'table')
}

/** Reads statements into flows. Made once for each tree. */
export function statementReader(work: Work, lexis: Lexis): (tag: string, body: Tree) => readonly FlowModel[] {
  const reader: QueryReader = queryReader(work, lexis)

  function targetSource(select: SelectModel, node: unknown): WrittenName | null {
    const before = select.sources.length
    reader.addSource(select, node)
    const source: SourceModel | undefined = select.sources[before]
    return source?.kind === 'table' ? source.name : null
  }

  function assign(select: SelectModel, left: unknown, right: unknown): void {
    const name = assignedColumn(assignedPath(left, lexis), select.sources[0])
    select.items.push({ kind: 'value', name, value: reader.readValue(right) })
  }

  function insert(node: Tree): readonly FlowModel[] {
    const target = tableNameOf(treeAt(node, 'table'), lexis)
    if (target === null) return []
    const columns = listed(identifiersAt(node, 'columns'))
    const rows = listAt(node, 'values')
    const query = newQuery()
    reader.addCtes(query, treeAt(node, 'with'))
    if (tagOf(node.query) !== null) {
      query.branches.push(reader.queryOf(node.query))
    } else if (tagOf(node.source) !== null) {
      query.branches.push(reader.queryOf(node.source))
    } else if (rows.length > 0) {
      const select = newSelect()
      const width = Math.max(...rows.map((row) => (Array.isArray(row) ? row.length : 0)))
      for (let position = 0; position < width; position += 1) {
        const cells = rows.map((row) => (Array.isArray(row) ? row[position] : undefined))
        select.items.push({ kind: 'value', name: null, value: reader.readValue(cells) })
      }
      query.branches.push(select)
    }
    const match = node.by_name === true ? 'named' : 'stored'
    // PARTITION (d = '1') takes a column out of those that the rows fill.
    const partitions = listAt(node, 'partition').length > 0
    const rowsIn = flow('insert', target, query, {
      columns: partitions && columns === null ? [] : columns,
      match,
    })
    return [rowsIn, ...onConflict(node, target, columns ?? [], query)]
  }

  /** DO UPDATE: `excluded` is the row that could not be inserted. */
  function onConflict(
    node: Tree,
    target: WrittenName,
    columns: readonly IdentifierPart[],
    rows: QueryModel,
  ): readonly FlowModel[] {
    const conflict = treeAt(treeAt(node, 'on_conflict'), 'on_conflict')
    const select = newSelect()
    targetSource(select, { table: { ...treeAt(node, 'table'), alias: node.alias } })
    const alias = { text: 'excluded', quoted: false }
    select.sources.push({
      kind: 'query',
      query: rows,
      alias,
      columnAliases: columns,
      join: null,
      lateral: false,
    })
    for (const pair of listAt(treeAt(treeAt(conflict, 'action'), 'tuple'), 'expressions')) {
      const equal = treeAt(isTree(pair) ? pair : null, 'eq')
      if (equal !== null) assign(select, equal.left, equal.right)
    }
    reader.addUsed(select.used, [treeAt(conflict, 'where_'), treeAt(conflict, 'where_clause')])
    return select.items.length === 0 ? [] : [flow('insert', target, newQuery(select))]
  }

  function multiInsert(node: Tree): readonly FlowModel[] {
    const source = reader.queryOf(node.source)
    return treesAt(node, 'expressions').flatMap((each) => {
      const branch = treeAt(each, 'conditional_insert') ?? each
      const into = treeAt(treeAt(branch, 'this'), 'insert') ?? treeAt(each, 'insert')
      const target = tableNameOf(treeAt(into, 'table'), lexis)
      if (into === null || target === null) return []
      const select = newSelect()
      select.sources.push({
        kind: 'query',
        query: source,
        alias: null,
        columnAliases: [],
        join: null,
        lateral: false,
      })
      reader.addUsed(select.used, branch.expression)
      const [row] = listAt(into, 'values')
      if (Array.isArray(row)) {
        for (const value of row)
          select.items.push({ kind: 'value', name: null, value: reader.readValue(value) })
      } else select.items.push(STAR)
      const columns = listed(identifiersAt(into, 'columns'))
      return [flow('insert', target, newQuery(select), { columns, match: 'stored' })]
    })
  }

  /** `UPDATE o SET ... FROM orders o`: the target stands in FROM, and not at the head. */
  function aliased(select: SelectModel, named: WrittenName): WrittenName {
    const [only, ...others] = named.parts
    if (others.length > 0) return named
    const [, ...sources] = select.sources
    const same = sources.find(
      ({ alias }) => alias !== null && alias.text.toLowerCase() === only?.text.toLowerCase(),
    )
    if (same?.kind !== 'table') return named
    select.sources.shift()
    return same.name
  }

  function update(node: Tree): readonly FlowModel[] {
    const select = newSelect()
    const named = targetSource(select, { table: node.table })
    if (named === null) return []
    reader.addFrom(select, null, treesAt(node, 'table_joins'))
    for (const table of listAt(node, 'extra_tables')) reader.addSource(select, { table })
    reader.addFrom(select, treeAt(node, 'from_clause'), treesAt(node, 'from_joins'))
    for (const pair of listAt(node, 'set')) if (Array.isArray(pair)) assign(select, pair[0], pair[1])
    reader.addUsed(select.used, node.where_clause)
    const target = aliased(select, named)
    const query = newQuery(select)
    reader.addCtes(query, treeAt(node, 'with'))
    return [flow('update', target, query)]
  }

  function remove(node: Tree): readonly FlowModel[] {
    const select = newSelect()
    const table = treeAt(node, 'table')
    const target = targetSource(select, { table: { ...table, alias: table?.alias ?? node.alias } })
    if (target === null) return []
    for (const using of listAt(node, 'using')) reader.addSource(select, { table: using })
    reader.addFrom(select, null, treesAt(node, 'joins'))
    reader.addUsed(select.used, node.where_clause)
    const query = newQuery(select)
    reader.addCtes(query, treeAt(node, 'with'))
    return [flow('delete', target, query)]
  }

  function merge(node: Tree): readonly FlowModel[] {
    const both = newSelect()
    const target = targetSource(both, node.this)
    if (target === null) return []
    reader.addSource(both, node.using)
    reader.addUsed(both.used, [node.on, node.using_cond])
    const ctes = newQuery()
    reader.addCtes(ctes, treeAt(treeAt(node, 'with_'), 'with') ?? treeAt(node, 'with_'))
    const flows: FlowModel[] = []
    const add = (select: SelectModel, more: Partial<FlowModel> = {}): void => {
      const query = newQuery(select)
      query.ctes.push(...ctes.ctes)
      query.recursive = ctes.recursive
      flows.push(flow('merge', target, query, more))
    }
    const fromSource = (): SelectModel => {
      const select = newSelect()
      reader.addSource(select, node.using)
      return select
    }
    for (const each of treesAt(
      treeAt(treeAt(node, 'whens'), 'whens') ?? treeAt(node, 'whens'),
      'expressions',
    )) {
      const when = treeAt(each, 'when')
      if (when === null) continue
      reader.addUsed(both.used, when.condition)
      const [verb, ...rest] = listAt(treeAt(treeAt(when, 'then'), 'tuple'), 'expressions')
      const word = textAt(treeAt(isTree(verb) ? verb : null, 'var'), 'this').toUpperCase()
      const lists = rest.filter(isTree)
      const isStar = lists.some((list) => 'star' in list)
      if (isStar) {
        const select = fromSource()
        select.items.push(STAR)
        add(select)
      } else if (word === 'UPDATE') {
        for (const pair of listAt(treeAt(lists[0] ?? null, 'tuple'), 'expressions')) {
          const equal = treeAt(isTree(pair) ? pair : null, 'eq')
          if (equal !== null) assign(both, equal.left, equal.right)
        }
      } else if (word === 'INSERT') {
        const select = fromSource()
        const tuples = lists.map((list) => treeAt(list, 'tuple')).filter((list) => list !== null)
        if (tuples.length === 0) select.items.push(STAR)
        for (const value of listAt(tuples.at(-1) ?? null, 'expressions')) {
          select.items.push({ kind: 'value', name: null, value: reader.readValue(value) })
        }
        const names = tuples.length > 1 ? listAt(tuples[0] ?? null, 'expressions') : []
        const columns = names.map(
          (name) => assignedColumn(assignedPath(name, lexis), both.sources[0]) ?? { text: '', quoted: true },
        )
        add(select, { columns: listed(columns), match: 'stored' })
      }
    }
    add(both)
    return flows
  }

  function created(kind: StatementKind, node: Tree, query: unknown): readonly FlowModel[] {
    const target = tableNameOf(treeAt(node, 'name'), lexis)
    if (target === null || tagOf(query) === null) return []
    const rows = newQuery(reader.queryOf(query))
    reader.addCtes(rows, treeAt(node, 'with_cte'))
    return [flow(kind, target, rows, { columns: listed(columnNamesAt(node, 'columns')) })]
  }

  function copied(node: Tree, from: Tree): readonly FlowModel[] {
    const target = tableNameOf(treeAt(node, 'name'), lexis)
    const select = newSelect()
    reader.addSource(select, { table: from })
    select.items.push(STAR)
    return target === null ? [] : [flow('create_table_as', target, newQuery(select))]
  }

  function createTable(node: Tree): readonly FlowModel[] {
    const clone = treeAt(node, 'clone_source')
    if (clone !== null) return copied(node, clone)
    const like = treesAt(node, 'constraints').map((each) => treeAt(treeAt(each, 'Like'), 'source'))
    const first = like.find((source) => source !== null)
    return first === undefined ? created('create_table_as', node, node.as_select) : copied(node, first)
  }

  function copy(node: Tree): readonly FlowModel[] {
    const into = treeAt(treeAt(node, 'this'), 'table')
    const target = tableNameOf(into, lexis)
    return treesAt(node, 'files').flatMap((file) => {
      if (tagOf(file)?.tag === 'subquery')
        return [flow('copy', target, reader.queryOf(file), { match: 'stored' })]
      const select = newSelect()
      select.items.push(STAR)
      reader.addSource(select, tableOfFile(file))
      return [flow('copy', target, newQuery(select), { match: 'stored' })]
    })
  }

  return (tag, node) => {
    switch (tag) {
      case 'insert':
        return insert(node)
      case 'multitable_inserts':
        return multiInsert(node)
      case 'update':
        return update(node)
      case 'delete':
        return remove(node)
      case 'merge':
        return merge(node)
      case 'create_table':
        return createTable(node)
      case 'create_view':
        return created('create_view', node, node.query)
      case 'copy':
        return copy(node)
      case 'export':
        return [flow('copy', null, reader.queryOf(node.this))]
      case 'select':
      case 'union':
      case 'intersect':
      case 'except':
      case 'subquery':
      case 'values': {
        const into = tableNameOf(intoOf(node), lexis)
        return [flow(into === null ? 'other' : 'create_table_as', into, reader.queryOf({ [tag]: node }))]
      }
      default:
        return []
    }
  }
}
