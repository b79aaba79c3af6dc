import type { QueryModel, SelectModel, Value } from '../engines/statement-model.ts'
import {
  isOpen,
  markItems,
  NO_OUTPUTS,
  type OpenOutput,
  type Origins,
  type Output,
  type Outputs,
  stackOutputs,
} from './outputs.ts'
import {
  type AliasOrder,
  type Ctes,
  newResolution,
  type Place,
  type Reading,
  type ResolvedCte,
} from './place.ts'
import { addCtes, type OnFlow } from './resolve-ctes.ts'
import { itemOutputs } from './resolve-items.ts'
import { joinColumns } from './resolve-joins.ts'
import { outputsOfSource } from './resolve-sources.ts'
import { newScope, type Scope } from './scope.ts'
import type { Catalog, Origin } from './tables.ts'

/** More steps than any sane statement takes; beyond it nothing is claimed to be complete. */
const MOST_STEPS = 400_000

export interface Resolver {
  /** False once the work grew too much: then nothing it said counts. */
  readonly withinBudget: () => boolean
  resolveQuery(query: QueryModel, reading: Reading, ctes?: Ctes | null): Outputs
}

/** Resolves queries of one statement. */
export function resolverOf(catalog: Catalog, onFlow: OnFlow): Resolver {
  const resolution = newResolution(catalog, { spend, resolve, originsOf, use })
  const { lookup } = resolution
  const aliasOrder: AliasOrder = catalog.lexis.nameCase === 'lower' ? 'never' : 'last'
  // BigQuery's aliases override columns; elsewhere a column goes first.
  const groupingOrder: AliasOrder = catalog.lexis.nameCase === 'exact' ? 'first' : 'last'
  let steps = 0

  function spend(cost: number): void {
    steps += cost
  }

  function originsOf(value: Value, scope: Scope, place: Place, aliases: AliasOrder = 'never'): Set<Origin> {
    const origins = new Set<Origin>()
    spend(1 + value.refs.length)
    for (const { parts, row } of value.refs) {
      const found = row === true ? lookup.findRow(scope, parts) : lookup.find(scope, parts, aliases)
      spend(found.size)
      for (const origin of found) {
        origins.add(origin)
        place.reading.named.add(origin)
      }
    }
    for (const { query, tests, position } of value.queries) {
      const { items, blurred, tables } = resolve(query, { ...place, scope })
      if (tests === true) continue
      if (blurred) for (const table of tables) table.incomplete = true
      const taken = position === undefined ? items : items.slice(position, position + 1)
      for (const item of taken) {
        if (isOpen(item)) item.open.incomplete = true
        else for (const origin of item.origins) origins.add(origin)
      }
    }
    return origins
  }

  function use(origins: Origins, { reading }: Place): void {
    for (const origin of origins) {
      reading.used.add(origin)
      reading.named.add(origin)
    }
  }

  function resolveSelect(select: SelectModel, place: Place): Outputs {
    const scope = newScope(place.scope)
    for (const source of select.sources) {
      const resolved = outputsOfSource(source, scope, place, resolution)
      joinColumns(source, resolved, scope, place, resolution)
      scope.sources.push(resolved)
    }
    const items: (Output | OpenOutput)[] = []
    // What a semi join tests is seen by its condition, and by nothing that the SELECT gives.
    const isSemi = (at: number): boolean => select.sources[at]?.join?.semi === true
    const visible: Scope = { ...scope, sources: scope.sources.filter((_, at) => !isSemi(at)) }
    for (const item of select.items) {
      const outputs = itemOutputs(item, visible, place, aliasOrder, resolution)
      items.push(...outputs)
      for (const output of outputs) {
        if (item.kind === 'value' && !isOpen(output) && output.key !== '' && !scope.aliases.has(output.key)) {
          scope.aliases.set(output.key, output)
        }
      }
    }
    use(originsOf(select.used, scope, place, aliasOrder), place)
    use(originsOf(select.grouping, visible, place, groupingOrder), place)
    use(originsOf(select.ordering, visible, place, 'first'), place)
    for (const ordinal of select.ordinals) {
      const item = items[ordinal - 1]
      if (item !== undefined && !isOpen(item)) use(item.origins, place)
    }
    const tables = new Set(visible.sources.flatMap(({ outputs }) => [...outputs.tables]))
    if (select.blurred) for (const table of tables) table.incomplete = true
    return { items, blurred: select.blurred, tables }
  }

  function resolve(query: QueryModel, outerPlace: Place, anchorHidden: ResolvedCte | null = null): Outputs {
    if (steps > MOST_STEPS) return NO_OUTPUTS
    spend(1)
    const place: Place =
      query.ctes.length === 0
        ? outerPlace
        : { ...outerPlace, ctes: addCtes(query, outerPlace, resolution, onFlow) }
    let outputs: Outputs | null = null
    for (const branch of query.branches) {
      if (anchorHidden !== null) anchorHidden.hidden = outputs === null
      const next = branch.kind === 'query' ? resolve(branch, place) : resolveSelect(branch, place)
      outputs = outputs === null ? next : stackOutputs(outputs, next, query.byName)
      spend(next.items.length)
    }
    if (anchorHidden !== null) anchorHidden.hidden = false
    const given = outputs ?? NO_OUTPUTS
    const byName = newScope(null)
    byName.sources.push({ qualifier: [], outputs: given, anything: null })
    for (const { query: hidden } of query.ordering.queries) {
      const { items } = resolve(hidden, place)
      for (const item of items) if (!isOpen(item)) use(item.origins, place)
      markItems(items.filter(isOpen))
    }
    const ordering: Value = { refs: query.ordering.refs, queries: [] }
    if (ordering.refs.length > 0) use(originsOf(ordering, byName, place), place)
    for (const ordinal of query.ordinals) {
      const item = given.items[ordinal - 1]
      if (item !== undefined && !isOpen(item)) use(item.origins, place)
    }
    return given
  }

  return {
    withinBudget: () => steps <= MOST_STEPS,
    resolveQuery: (query, reading, ctes = null) => resolve(query, { ctes, scope: null, reading }),
  }
}
