import type { IdentifierPart } from '@aegis/core/ports'
import { type JoinModel, newQuery, newSelect, newValue, type SelectModel } from '../statement-model.ts'
import { listAt, type Tree, tagOf, textAt, treesAt } from '../tree.ts'
import { STAR } from './items.ts'
import { functionColumns, identifierOf, identifiersAt, tableNameOf, tableOfFunction } from './names.ts'
import { addValue, readValue, type ValueReader } from './values.ts'
import { unwrapQuery } from './wrappers.ts'

/** What a source is called, gathered on the way down to the table itself. */
interface Naming {
  readonly alias: IdentifierPart | null
  readonly columnAliases: readonly IdentifierPart[]
  readonly join: JoinModel | null
  readonly lateral: boolean
}

const UNNAMED: Naming = { alias: null, columnAliases: [], join: null, lateral: false }

export interface SourceReader {
  addSource(select: SelectModel, node: unknown): void
  addFrom(select: SelectModel, from: Tree | null, joins: readonly Tree[]): void
}

function joinOf(join: Tree): JoinModel {
  const kind = textAt(join, 'kind')
  return {
    using: identifiersAt(join, 'using'),
    natural: kind.startsWith('Natural'),
    keeps: kind.includes('Right') ? 'right' : kind.includes('Full') ? 'both' : 'left',
    semi: kind.endsWith('Semi') || kind.endsWith('Anti'),
  }
}

/** Reads what stands in FROM. */
export function sourceReader(reader: ValueReader): SourceReader {
  const { lexis, queryOf } = reader

  function addFrom(select: SelectModel, from: Tree | null, joins: readonly Tree[]): void {
    for (const node of listAt(from, 'expressions')) addSource(select, node)
    for (const join of joins) {
      addNamed(select, join.this, { ...UNNAMED, join: joinOf(join) })
      addValue(select.used, [join.on, join.match_condition], reader)
      if (listAt(join, 'pivots').length > 0) select.blurred = true
    }
  }

  function blur(select: SelectModel, node: unknown, used: readonly unknown[], naming: Naming): void {
    const inner = newSelect()
    inner.blurred = true
    addSource(inner, node)
    addValue(inner.used, used, reader)
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
    select.sources.push({
      kind: 'opaque',
      args: readValue(node, reader),
      alias,
      columnAliases: columns,
      join,
    })
    if (offset !== null) {
      select.sources.push({ kind: 'opaque', args: newValue(), alias: offset, columnAliases: [], join: null })
    }
  }

  return { addSource, addFrom }
}
