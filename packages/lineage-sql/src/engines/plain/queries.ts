import type { Dialect, IdentifierPart, WrittenName } from '@aegis/core/ports'
import { lexisOf } from '../../lexer/lexis.ts'
import { pathOf } from '../polyglot/names.ts'
import {
  type Item,
  type JoinModel,
  newQuery,
  newSelect,
  newValue,
  type QueryModel,
  type SelectModel,
  type SourceModel,
} from '../statement-model.ts'
import type { Cursor } from './cursor.ts'
import { type ExpressionReader, expressionReader, type Shape } from './expressions.ts'

export interface QueryReader extends ExpressionReader {
  queryOf(): QueryModel
  /** `WITH a AS (...), b AS (...)`, if it comes. */
  addCtes(query: QueryModel): void
  tableName(): WrittenName
  /** `AS x` or `x`; null: none comes. */
  alias(): IdentifierPart | null
  addSource(select: SelectModel, join: JoinModel | null): void
  /** Sources with their joins and commas. */
  addSources(select: SelectModel): void
}

const MOST_DEPTH = 8
const MOST_NAMES = 3
const NO_JOIN: JoinModel = { using: [], natural: false, keeps: 'left' }

export function queryReader(cursor: Cursor, dialect: Dialect): QueryReader {
  const lexis = lexisOf(dialect)
  const { word, take, expect } = cursor
  const expressions = expressionReader(cursor, dialect, queryOf)
  let depth = 0

  function tableName(): WrittenName {
    const parts = cursor.path(MOST_NAMES).flatMap((part) => pathOf(part, lexis))
    if (parts.length > MOST_NAMES) cursor.refuse()
    return { parts }
  }

  function alias(): IdentifierPart | null {
    if (take('AS')) return cursor.name()
    return cursor.isName() ? cursor.name() : null
  }

  function addCtes(query: QueryModel): void {
    if (!take('WITH')) return
    if (take('RECURSIVE')) query.recursive = true
    do {
      const name = cursor.name()
      const columns = word() === '(' ? cursor.names() : []
      expect('AS', '(')
      query.ctes.push({ name, columns, query: queryOf(), writes: [] })
      expect(')')
    } while (take(','))
  }

  /** The name of an output without AS; undefined: for a real parser to say. */
  function ownName(shape: Shape, parenthesised: boolean): IdentifierPart | null | undefined {
    if (parenthesised) return undefined
    if (shape.is === 'literal') return null
    if (shape.is === 'column' && shape.casts === 0) return shape.name
    // PostgreSQL names what others leave without a name that could be relied on.
    if (dialect === 'postgresql') return 'name' in shape ? shape.name : undefined
    return null
  }

  function starOf(): Item | null {
    const qualifier: IdentifierPart[] = []
    if (take('*')) return { kind: 'star', qualifier, except: [], rename: [], replace: [] }
    let ahead = 0
    while (word(ahead + 1) === '.' && word(ahead + 2) !== '*') ahead += 2
    if (word(ahead + 1) !== '.' || ahead / 2 >= MOST_NAMES) return null
    for (let index = 0; index <= ahead; index += 2) {
      qualifier.push(...pathOf(cursor.name(), lexis))
      expect('.')
    }
    expect('*')
    return { kind: 'star', qualifier, except: [], rename: [], replace: [] }
  }

  function itemOf(): Item {
    const star = starOf()
    if (star !== null) return star
    const parenthesised = word() === '('
    const value = newValue()
    const shape = expressions.addExpression(value)
    const name = alias() ?? ownName(shape, parenthesised)
    if (name === undefined) cursor.refuse()
    return { kind: 'value', name: name ?? null, value }
  }

  function joinKind(): JoinModel | null {
    if (take('JOIN') || take('INNER', 'JOIN') || take('CROSS', 'JOIN')) return NO_JOIN
    if (take('LEFT', 'JOIN') || take('LEFT', 'OUTER', 'JOIN')) return NO_JOIN
    if (take('RIGHT', 'JOIN') || take('RIGHT', 'OUTER', 'JOIN')) return { ...NO_JOIN, keeps: 'right' }
    if (take('FULL', 'JOIN') || take('FULL', 'OUTER', 'JOIN')) return { ...NO_JOIN, keeps: 'both' }
    return null
  }

  function addSource(select: SelectModel, join: JoinModel | null): void {
    if (take('(')) {
      if (word() !== 'SELECT' && word() !== 'WITH') cursor.refuse()
      const query = queryOf()
      expect(')')
      select.sources.push({ kind: 'query', query, lateral: false, alias: alias(), columnAliases: [], join })
      return
    }
    const name = tableName()
    select.sources.push({ kind: 'table', name, alias: alias(), columnAliases: [], join })
  }

  function addJoined(select: SelectModel, join: JoinModel): void {
    addSource(select, join)
    if (take('ON')) expressions.addExpression(select.used)
    else if (take('USING')) {
      const last = select.sources.pop()
      if (last !== undefined) {
        const joined: SourceModel = { ...last, join: { ...join, using: cursor.names() } }
        select.sources.push(joined)
      }
    }
  }

  function addSources(select: SelectModel): void {
    do {
      addSource(select, null)
      for (let join = joinKind(); join !== null; join = joinKind()) addJoined(select, join)
    } while (take(','))
  }

  function selectOf(): SelectModel {
    const select = newSelect()
    expect('SELECT')
    if (!take('ALL')) take('DISTINCT')
    do select.items.push(itemOf())
    while (take(','))
    if (take('FROM')) addSources(select)
    if (take('WHERE')) expressions.addExpression(select.used)
    if (take('GROUP', 'BY')) {
      expressions.addOrdering({ ordering: select.grouping, ordinals: select.ordinals })
    }
    if (take('HAVING')) expressions.addExpression(select.used)
    if (take('QUALIFY')) expressions.addExpression(select.used)
    return select
  }

  function queryOf(): QueryModel {
    depth += 1
    if (depth > MOST_DEPTH) cursor.refuse()
    const query = newQuery()
    addCtes(query)
    const first = selectOf()
    query.branches.push(first)
    while (take('UNION')) {
      if (!take('ALL')) take('DISTINCT')
      query.branches.push(newQuery(selectOf()))
    }
    if (take('ORDER', 'BY')) expressions.addOrdering(query.branches.length === 1 ? first : query)
    if (take('LIMIT')) {
      if (cursor.token().kind !== 'number') cursor.refuse()
      cursor.advance()
    }
    depth -= 1
    return query
  }

  return { ...expressions, queryOf, addCtes, tableName, alias, addSource, addSources }
}
