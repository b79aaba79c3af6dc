import type { IdentifierPart, WrittenName } from '@aegis/core/ports'
import type {
  CteModel,
  FlowModel,
  Item,
  QueryModel,
  SelectModel,
  SourceModel,
  StarItem,
  Value,
} from '../engines/statement-model.ts'
import { foldPart } from '../lexer/lexis.ts'
import {
  isOpen,
  markIncomplete,
  markItems,
  NO_OUTPUTS,
  type OpenOutput,
  type Origins,
  type Output,
  type Outputs,
  stackOutputs,
} from './outputs.ts'
import { lookupIn, newScope, type Scope, type ScopeSource } from './scope.ts'
import { type Catalog, columnKey, type Origin, type TableUse } from './tables.ts'

/** What running a query touches, besides what it gives. */
export interface Reading {
  readonly tables: Set<TableUse>
  /** Every column it names. */
  readonly named: Set<Origin>
  /** Columns that join, filter, group or order. */
  readonly used: Set<Origin>
  /** CTEs it reads, whose reading counts too. */
  readonly ctes: Set<Reading>
}

export function newReading(): Reading {
  return { tables: new Set(), named: new Set(), used: new Set(), ctes: new Set() }
}

interface ResolvedCte {
  readonly key: string
  outputs: Outputs
  readonly reading: Reading
  /** A later CTE of WITH RECURSIVE, until it is first read or its turn comes. */
  pending: (() => void) | null
  /** Where recursion needs no word for it, the first operand of a CTE does not see the CTE. */
  hidden: boolean
}

/** CTEs visible at a place, the nearest first. */
export interface Ctes {
  readonly cte: ResolvedCte
  readonly outer: Ctes | null
}

interface Place {
  readonly ctes: Ctes | null
  readonly scope: Scope | null
  readonly reading: Reading
}

/** More steps than any sane statement takes; beyond it nothing is claimed to be complete. */
const MOST_STEPS = 400_000
const MOST_ROUNDS = 8

export interface Resolver {
  /** False once the work grew too much: then nothing it said counts. */
  readonly withinBudget: () => boolean
  resolveQuery(query: QueryModel, reading: Reading, ctes?: Ctes | null): Outputs
}

/** Resolves queries of one statement. `onFlow` is told of what writing CTEs write, with the CTEs they see. */
export function resolverOf(catalog: Catalog, onFlow: (flow: FlowModel, ctes: Ctes | null) => void): Resolver {
  const { lexis } = catalog
  const lookup = lookupIn(catalog)
  const aliasOrder = lexis.nameCase === 'lower' ? 'never' : 'last'
  let steps = 0

  const keyOf = (part: IdentifierPart): string => columnKey(part, lexis)
  const fold = (part: IdentifierPart): string => foldPart(part, lexis.cteCase)
  const spend = (cost: number): void => {
    steps += cost
  }

  function cteNamed(ctes: Ctes | null, { parts }: WrittenName): ResolvedCte | null {
    const [only, ...others] = parts
    if (only === undefined || others.length > 0) return null
    const key = fold(only)
    for (let at = ctes; at !== null; at = at.outer) {
      const { cte } = at
      if (cte.key !== key || cte.hidden) continue
      cte.pending?.()
      return cte
    }
    return null
  }

  function originsOf(
    value: Value,
    scope: Scope,
    place: Place,
    aliases: 'first' | 'last' | 'never' = 'never',
  ): Set<Origin> {
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

  /** A source's columns under the names that its alias gives them. */
  function renamed(outputs: Outputs, names: readonly IdentifierPart[]): Outputs {
    if (names.length === 0) return outputs
    const items: (Output | OpenOutput)[] = []
    for (const [position, item] of outputs.items.entries()) {
      const name = names[position]
      if (name === undefined) items.push(item)
      else if (isOpen(item)) {
        const [only, ...others] = outputs.tables
        const keys = others.length === 0 ? [...(only?.known?.keys() ?? [])] : []
        if (keys.length === 0) return { ...outputs, items, blurred: true }
        items.push(item)
      } else items.push({ ...item, name, key: keyOf(name) })
    }
    return { ...outputs, items }
  }

  function tableOutputs(table: TableUse): Outputs {
    const tables = new Set([table])
    if (table.known === null) return { items: [{ open: table, except: new Set() }], blurred: false, tables }
    spend(table.known.size)
    const items = [...table.known].map(([key, text]): Output => {
      const name = { text, quoted: true }
      return { name, key, origins: new Set([catalog.originOf(table, name)]) }
    })
    return { items, blurred: false, tables }
  }

  /** `FROM t, t.items` reads an array of `t`, also where `t` stands outside of a subquery. */
  function arrayNamed([first, ...fields]: readonly IdentifierPart[], scope: Scope): boolean {
    if (!lexis.implicitUnnest || first === undefined || fields.length === 0) return false
    const key = fold(first)
    for (let at: Scope | null = scope; at !== null; at = at.outer) {
      if (at.sources.some(({ qualifier }) => qualifier.at(-1) === key)) return true
    }
    return false
  }

  function outputsOfSource(source: SourceModel, scope: Scope, place: Place): ScopeSource {
    const { alias, columnAliases } = source
    const named = alias === null ? [] : [fold(alias)]
    if (source.kind === 'opaque') {
      const origins = originsOf(source.args, scope, place)
      use(origins, place)
      const items = columnAliases.map(
        (name): Output => ({ name, key: keyOf(name), origins: new Set(origins) }),
      )
      const tables = new Set([...origins].map(({ table }) => table))
      return { qualifier: named, outputs: { items, blurred: false, tables }, anything: origins }
    }
    if (source.kind === 'query') {
      // Without LATERAL it does not see its neighbours, only what is outside.
      const outer = source.lateral ? scope : scope.outer
      const outputs = resolve(source.query, { ...place, scope: outer })
      return { qualifier: named, outputs: renamed(outputs, columnAliases), anything: null }
    }
    const cte = cteNamed(place.ctes, source.name)
    const own = source.name.parts.map(fold)
    if (cte !== null) {
      place.reading.ctes.add(cte.reading)
      const outputs = renamed(cte.outputs, columnAliases)
      return { qualifier: alias === null ? own : named, outputs, anything: null }
    }
    const array = arrayNamed(source.name.parts, scope)
    if (array) {
      const args: Value = { refs: [{ parts: source.name.parts }], queries: [] }
      const name = alias ?? source.name.parts.at(-1) ?? null
      return outputsOfSource({ ...source, kind: 'opaque', args, alias: name }, scope, place)
    }
    const table = catalog.tableOf(source.name)
    place.reading.tables.add(table)
    const outputs = renamed(tableOutputs(table), columnAliases)
    return { qualifier: alias === null ? own : named, outputs, anything: null }
  }

  /** Columns of USING and NATURAL: joined on both sides, and one column from then on. */
  function joinColumns(source: SourceModel, right: ScopeSource, scope: Scope, place: Place): void {
    const { join } = source
    if (join === null) return
    const names = join.natural ? sharedNames(scope, right) : join.using
    for (const name of names) {
      const key = keyOf(name)
      const left = lookup.find({ ...scope, aliases: new Map(), outer: null }, [name], 'never')
      const found = lookup.inSource(right, name)
      if (found !== null && 'maybe' in found) markIncomplete(found.maybe)
      const theirs: Origins = found !== null && 'origins' in found ? found.origins : new Set()
      use(left, place)
      use(theirs, place)
      const kept = join.keeps === 'left' ? left : join.keeps === 'right' ? theirs : [...left, ...theirs]
      scope.merged.set(key, new Set(kept))
    }
  }

  function sharedNames(scope: Scope, right: ScopeSource): readonly IdentifierPart[] {
    const all = [...scope.sources, right]
    if (all.some(({ outputs }) => outputs.blurred || outputs.items.some(isOpen))) {
      for (const { outputs } of all) markIncomplete(outputs)
      return []
    }
    const left = new Set(
      scope.sources.flatMap(({ outputs }) =>
        outputs.items.flatMap((item) => (isOpen(item) ? [] : [item.key])),
      ),
    )
    return right.outputs.items.flatMap((item) =>
      !isOpen(item) && item.name !== null && left.has(item.key) ? [item.name] : [],
    )
  }

  function starItems(star: StarItem, scope: Scope, place: Place): readonly (Output | OpenOutput)[] {
    const single = star.qualifier.length === 0 ? null : lookup.sourceNamed(scope, star.qualifier)
    if (star.qualifier.length > 0 && single === null) {
      // The fields of a structure: which they are is not known.
      for (const origin of lookup.find(scope, star.qualifier, 'never')) {
        place.reading.named.add(origin)
        origin.table.incomplete = true
      }
      return [{ name: null, key: '', origins: new Set() }]
    }
    const except = new Set([...star.except, ...star.rename.map(([from]) => from)].map(keyOf))
    const replaced = new Map(star.replace.map((each) => [keyOf(each.name), each]))
    const items: (Output | OpenOutput)[] = []
    const merged = single === null ? scope.merged : new Map<string, Set<Origin>>()
    for (const [key, origins] of merged) {
      if (!except.has(key)) items.push({ name: { text: key, quoted: true }, key, origins: new Set(origins) })
    }
    const sources = single === null ? scope.sources : [single]
    for (const { outputs, anything } of sources) {
      if (outputs.blurred) markIncomplete(outputs)
      if (anything !== null && outputs.items.length === 0)
        items.push({ name: null, key: '', origins: new Set(anything) })
      for (const item of outputs.items) {
        spend(1)
        if (isOpen(item)) {
          const hidden = [...except, ...replaced.keys(), ...merged.keys()]
          items.push({ open: item.open, except: new Set([...item.except, ...hidden]) })
        } else if (!except.has(item.key) && !merged.has(item.key) && !replaced.has(item.key)) items.push(item)
        else if (replaced.has(item.key)) {
          const value = replaced.get(item.key)?.value
          if (value !== undefined) items.push({ ...item, origins: originsOf(value, scope, place) })
          replaced.delete(item.key)
        }
      }
    }
    for (const { name, value } of replaced.values()) {
      items.push({ name, key: keyOf(name), origins: originsOf(value, scope, place) })
    }
    for (const [from, to] of star.rename) {
      items.push({
        name: to,
        key: keyOf(to),
        origins: new Set(lookup.find(scope, [...star.qualifier, from], 'never')),
      })
    }
    return items
  }

  function itemOutputs(item: Item, scope: Scope, place: Place): readonly (Output | OpenOutput)[] {
    if (item.kind === 'star') return starItems(item, scope, place)
    const origins = originsOf(item.value, scope, place, aliasOrder)
    return [{ name: item.name, key: item.name === null ? '' : keyOf(item.name), origins }]
  }

  function resolveSelect(select: SelectModel, place: Place): Outputs {
    const scope = newScope(place.scope)
    for (const source of select.sources) {
      const resolved = outputsOfSource(source, scope, place)
      joinColumns(source, resolved, scope, place)
      scope.sources.push(resolved)
    }
    const items: (Output | OpenOutput)[] = []
    for (const item of select.items) {
      const outputs = itemOutputs(item, scope, place)
      items.push(...outputs)
      for (const output of outputs) {
        if (item.kind === 'value' && !isOpen(output) && output.key !== '' && !scope.aliases.has(output.key)) {
          scope.aliases.set(output.key, output)
        }
      }
    }
    use(originsOf(select.used, scope, place, aliasOrder), place)
    use(originsOf(select.ordering, scope, place, 'first'), place)
    for (const ordinal of select.ordinals) {
      const item = items[ordinal - 1]
      if (item !== undefined && !isOpen(item)) use(item.origins, place)
    }
    const tables = new Set(scope.sources.flatMap(({ outputs }) => [...outputs.tables]))
    if (select.blurred) for (const table of tables) table.incomplete = true
    return { items, blurred: select.blurred, tables }
  }

  /** The CTEs of one WITH clause, each seeing those before it; all of them with RECURSIVE. */
  function addCtes({ ctes, recursive }: QueryModel, place: Place): Ctes | null {
    let visible = place.ctes
    const declared = ctes.map((model) => {
      const key = fold(model.name)
      const cte: ResolvedCte = {
        key,
        outputs: NO_OUTPUTS,
        reading: newReading(),
        pending: null,
        hidden: false,
      }
      if (recursive) visible = { cte, outer: visible }
      return { model, cte }
    })
    const all = visible
    for (const { model, cte } of declared) {
      if (recursive) cte.pending = () => resolveCte(cte, model, true, { ...place, ctes: all })
    }
    for (const { model, cte } of declared) {
      if (recursive) cte.pending?.()
      else resolveCte(cte, model, false, { ...place, ctes: visible })
      if (!recursive) visible = { cte, outer: visible }
    }
    return visible
  }

  function resolveCte(cte: ResolvedCte, model: CteModel, recursive: boolean, place: Place): void {
    cte.pending = null
    const isUnion = model.query.branches.length > 1
    const seesItself = isUnion && (recursive || lexis.recursesFreely)
    const ctes = seesItself && !recursive ? { cte, outer: place.ctes } : place.ctes
    const inner: Place = { ctes, scope: place.scope, reading: cte.reading }
    const anchorHidden = seesItself && !recursive ? cte : null
    if (seesItself) {
      const anchor: QueryModel = { ...model.query, branches: model.query.branches.slice(0, 1) }
      cte.outputs = renamed(resolve(anchor, inner, anchorHidden), model.columns)
    }
    // What comes out is what the other operands read: round after round, until nothing more flows in.
    for (let round = 0; round < (seesItself ? MOST_ROUNDS : 1); round += 1) {
      const before = sizeOf(cte.outputs)
      cte.outputs = renamed(resolve(model.query, inner, anchorHidden), model.columns)
      if (sizeOf(cte.outputs) === before) break
    }
    for (const flow of model.writes) onFlow(flow, ctes)
  }

  function sizeOf({ items }: Outputs): number {
    return items.reduce((sum, item) => sum + (isOpen(item) ? 1 : 1 + item.origins.size), 0)
  }

  function resolve(query: QueryModel, outerPlace: Place, anchorHidden: ResolvedCte | null = null): Outputs {
    if (steps > MOST_STEPS) return NO_OUTPUTS
    spend(1)
    const place: Place =
      query.ctes.length === 0 ? outerPlace : { ...outerPlace, ctes: addCtes(query, outerPlace) }
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
