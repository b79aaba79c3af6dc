import type { Dialect, IdentifierPart, StatementKind, WrittenName } from '@aegis/core/ports'
import {
  type FlowModel,
  newQuery,
  newSelect,
  type QueryModel,
  type SelectModel,
  type SourceModel,
} from '../statement-model.ts'
import type { Cursor } from './cursor.ts'
import type { QueryReader } from './queries.ts'

function flow(
  kind: StatementKind,
  target: WrittenName | null,
  query: QueryModel,
  more: Partial<FlowModel> = {},
): FlowModel {
  return { kind, target, columns: null, match: 'named', query, ...more }
}

function withCtes(select: SelectModel, { ctes, recursive }: QueryModel): QueryModel {
  const query = newQuery(select)
  query.ctes.push(...ctes)
  query.recursive = recursive
  return query
}

/** Reads the statement that comes. What it says counts only if the cursor has then refused nothing and is done. */
export function readStatement(cursor: Cursor, reader: QueryReader, dialect: Dialect): readonly FlowModel[] {
  const { word, take, expect } = cursor

  function tableSource(name: WrittenName, alias: IdentifierPart | null): SourceModel {
    return { kind: 'table', name, alias, columnAliases: [], join: null }
  }

  /** The query, which may stand in parentheses. */
  function rowsOf(): QueryModel {
    if (!take('(')) return reader.queryOf()
    const query = reader.queryOf()
    expect(')')
    return query
  }

  /** `SET a = x, t.b = y`; a qualifier that is not the target's own may be a structure whose field is set. */
  function addAssignments(select: SelectModel): void {
    const [target] = select.sources
    const own = target?.kind === 'table' ? (target.alias ?? target.name.parts.at(-1)) : null
    do {
      const [first, second] = cursor.path(2)
      const name = second ?? first ?? null
      if (second !== undefined && first?.text.toLowerCase() !== own?.text.toLowerCase()) cursor.refuse()
      expect('=')
      select.items.push({ kind: 'value', name, value: reader.readExpression() })
    } while (take(','))
  }

  function insert(ctes: QueryModel): readonly FlowModel[] {
    expect('INSERT')
    const overwrites = take('OVERWRITE')
    if (!take('INTO') && !overwrites && dialect !== 'bigquery') cursor.refuse()
    take('TABLE')
    const target = reader.tableName()
    const hasList = word() === '(' && word(1) !== 'SELECT' && word(1) !== 'WITH'
    const columns = hasList ? cursor.names() : null
    const rows = rowsOf()
    const query = newQuery(rows)
    query.ctes.push(...ctes.ctes)
    query.recursive = ctes.recursive
    const flows = [flow('insert', target, query, { columns, match: 'stored' })]
    if (!take('ON', 'CONFLICT')) return flows
    if (word() === '(') cursor.names()
    if (take('DO', 'NOTHING')) return flows
    expect('DO', 'UPDATE', 'SET')
    const select = newSelect()
    select.sources.push(tableSource(target, null), {
      kind: 'query',
      query: rows,
      alias: { text: 'excluded', quoted: false },
      columnAliases: columns ?? [],
      join: null,
      lateral: false,
    })
    addAssignments(select)
    if (take('WHERE')) reader.addExpression(select.used)
    return [...flows, flow('insert', target, withCtes(select, query))]
  }

  function create(): readonly FlowModel[] {
    expect('CREATE')
    take('OR', 'REPLACE')
    if (!take('TEMP') && !take('TEMPORARY')) take('TRANSIENT')
    const isView = take('VIEW') || take('MATERIALIZED', 'VIEW')
    if (!isView) expect('TABLE')
    take('IF', 'NOT', 'EXISTS')
    const target = reader.tableName()
    const columns = word() === '(' ? cursor.names() : null
    expect('AS')
    return [flow(isView ? 'create_view' : 'create_table_as', target, rowsOf(), { columns })]
  }

  function update(ctes: QueryModel): readonly FlowModel[] {
    expect('UPDATE')
    const select = newSelect()
    const target = reader.tableName()
    select.sources.push(tableSource(target, reader.alias()))
    expect('SET')
    addAssignments(select)
    if (take('FROM')) reader.addSources(select)
    if (take('WHERE')) reader.addExpression(select.used)
    // `UPDATE o SET ... FROM orders o` names its target in FROM.
    const own = target.parts.at(-1)?.text.toLowerCase()
    if (select.sources.some(({ alias }, at) => at > 0 && alias?.text.toLowerCase() === own)) cursor.refuse()
    return [flow('update', target, withCtes(select, ctes))]
  }

  function remove(ctes: QueryModel): readonly FlowModel[] {
    expect('DELETE', 'FROM')
    const select = newSelect()
    const target = reader.tableName()
    select.sources.push(tableSource(target, reader.alias()))
    if (take('USING')) reader.addSources(select)
    if (take('WHERE')) reader.addExpression(select.used)
    return [flow('delete', target, withCtes(select, ctes))]
  }

  function mergeInsert(source: SourceModel | undefined): { select: SelectModel; more: Partial<FlowModel> } {
    const select = newSelect()
    if (source !== undefined) select.sources.push(source)
    const columns = word() === '(' ? cursor.names() : null
    expect('VALUES', '(')
    do select.items.push({ kind: 'value', name: null, value: reader.readExpression() })
    while (take(','))
    expect(')')
    return { select, more: { columns, match: 'stored' } }
  }

  function merge(ctes: QueryModel): readonly FlowModel[] {
    expect('MERGE', 'INTO')
    const both = newSelect()
    const target = reader.tableName()
    both.sources.push(tableSource(target, reader.alias()))
    expect('USING')
    reader.addSource(both, null)
    const source = both.sources[1]
    expect('ON')
    reader.addExpression(both.used)
    const flows: FlowModel[] = []
    do {
      expect('WHEN')
      take('NOT')
      expect('MATCHED')
      if (take('BY') && !take('SOURCE')) expect('TARGET')
      if (take('AND')) reader.addExpression(both.used)
      expect('THEN')
      if (take('INSERT')) {
        const { select, more } = mergeInsert(source)
        flows.push(flow('merge', target, withCtes(select, ctes), more))
      } else if (take('UPDATE', 'SET')) addAssignments(both)
      else if (!take('DO', 'NOTHING')) expect('DELETE')
    } while (word() === 'WHEN')
    return [...flows, flow('merge', target, withCtes(both, ctes))]
  }

  const ctes = newQuery()
  if (word() === 'CREATE') return create()
  if (word() === 'SELECT') return [flow('other', null, reader.queryOf())]
  reader.addCtes(ctes)
  switch (word()) {
    case 'INSERT':
      return insert(ctes)
    case 'UPDATE':
      return update(ctes)
    case 'DELETE':
      return remove(ctes)
    case 'MERGE':
      return merge(ctes)
    default: {
      const query = newQuery(reader.queryOf())
      query.ctes.push(...ctes.ctes)
      query.recursive = ctes.recursive
      return [flow('other', null, query)]
    }
  }
}
