import type { IdentifierPart } from '@aegis/core/ports'
import { foldPart } from '../lexer/lexis.ts'
import { isOpen, markIncomplete, type Origins, type Output, type Outputs } from './outputs.ts'
import { isPseudoColumn } from './pseudo-columns.ts'
import { type Catalog, columnKey, type Origin, type TableUse } from './tables.ts'

/** One item of FROM, as far as names can refer to it. */
export interface ScopeSource {
  /** Qualifiers that mean it, folded, outermost part first: the alias, or else the table's own name. */
  readonly qualifier: readonly string[]
  readonly outputs: Outputs
  /** Any name it is asked for comes out of these (table functions, UNNEST). */
  readonly anything: Origins | null
}

export interface Scope {
  readonly sources: ScopeSource[]
  /** Columns of JOIN ... USING, by their keys. */
  readonly merged: Map<string, Set<Origin>>
  /** Outputs that later expressions may name. */
  readonly aliases: Map<string, Output>
  readonly outer: Scope | null
}

export function newScope(outer: Scope | null): Scope {
  return { sources: [], merged: new Map(), aliases: new Map(), outer }
}

/** null: not found; `maybe`: it may be one of a table whose columns are not known. */
type Found = { readonly origins: Origins } | { readonly maybe: Outputs } | null

const NOTHING: Origins = new Set()

function openTables({ items }: Outputs, key: string): readonly TableUse[] {
  return items.flatMap((item) => (isOpen(item) && !item.except.has(key) ? [item.open] : []))
}

function outputNamed({ items }: Outputs, key: string): Output | null {
  for (const item of items) if (!isOpen(item) && item.key === key) return item
  return null
}

function outerSources({ outer }: Scope): readonly ScopeSource[] {
  const sources: ScopeSource[] = []
  for (let at = outer; at !== null; at = at.outer) sources.push(...at.sources)
  return sources
}

export interface Lookup {
  /** Where a column comes from. Marks the tables concerned as incomplete when that cannot be told. */
  find(scope: Scope, parts: readonly IdentifierPart[], aliases: 'first' | 'last' | 'never'): Origins
  /** All columns of the sources that `qualifier` means; empty: of all. */
  findRow(scope: Scope, qualifier: readonly IdentifierPart[]): Origins
  sourceNamed(scope: Scope, qualifier: readonly IdentifierPart[]): ScopeSource | null
  /** The column of one source. */
  inSource(source: ScopeSource, part: IdentifierPart): Found
}

export function lookupIn(catalog: Catalog): Lookup {
  const { dialect, lexis } = catalog
  const fold = (part: IdentifierPart): string => foldPart(part, lexis.cteCase)

  /** A column of a table whose columns are known, given by name: it is there even if the schema is older. */
  const through = (source: ScopeSource, part: IdentifierPart): Origins => {
    const [table, ...others] = source.outputs.tables
    const isBare =
      table !== undefined &&
      others.length === 0 &&
      source.outputs.items.every(
        (item) =>
          !isOpen(item) &&
          [...item.origins].every((origin) => origin.table === table && origin.column === item.name?.text),
      )
    return isBare && table.known !== null ? new Set([catalog.originOf(table, part)]) : NOTHING
  }

  const inSource = (source: ScopeSource, part: IdentifierPart): Found => {
    const key = columnKey(part, lexis)
    const named = outputNamed(source.outputs, key)
    if (named !== null) return { origins: named.origins }
    if (isPseudoColumn(part, false, dialect)) return null
    if (source.anything !== null) return { origins: source.anything }
    const open = openTables(source.outputs, key)
    if (open.length > 1 || source.outputs.blurred) return { maybe: source.outputs }
    const [table] = open
    return table === undefined ? null : { origins: new Set([catalog.originOf(table, part)]) }
  }

  const settle = (found: Found): Origins => {
    if (found === null) return NOTHING
    if ('origins' in found) return found.origins
    markIncomplete(found.maybe)
    return NOTHING
  }

  const endsWith = (whole: readonly string[], end: readonly string[]): boolean =>
    end.length <= whole.length && end.every((part, at) => part === whole[whole.length - end.length + at])

  const sourceNamed = (scope: Scope, qualifier: readonly IdentifierPart[]): ScopeSource | null => {
    const folded = qualifier.map(fold)
    return scope.sources.find((source) => endsWith(source.qualifier, folded)) ?? null
  }

  const rowOf = (source: ScopeSource): Origins => {
    const { outputs, anything } = source
    if (anything !== null) return anything
    if (outputs.blurred || outputs.items.some(isOpen)) markIncomplete(outputs)
    return new Set(outputs.items.flatMap((item) => (isOpen(item) ? [] : [...item.origins])))
  }

  /** A field of an output. Of one that is put together of several columns it cannot be told which. */
  const fieldOf = (source: ScopeSource, found: Found): Origins => {
    const origins = settle(found)
    if (source.anything !== null || origins.size < 2) return origins
    for (const { table } of origins) table.incomplete = true
    return NOTHING
  }

  const qualified = (scope: Scope, parts: readonly IdentifierPart[]): Origins | null => {
    for (let length = Math.min(parts.length - 1, 3); length > 0; length -= 1) {
      const column = parts[length]
      for (let at: Scope | null = scope; at !== null && column !== undefined; at = at.outer) {
        const source = sourceNamed(at, parts.slice(0, length))
        if (source === null) continue
        const found = inSource(source, column)
        if (found !== null) return parts.length > length + 1 ? fieldOf(source, found) : settle(found)
        if (isPseudoColumn(column, false, dialect)) return NOTHING
        const origins = through(source, column)
        if (origins.size === 0) markIncomplete(source.outputs)
        return origins
      }
    }
    return null
  }

  const markScope = (scope: Scope): void => {
    for (const { outputs } of scope.sources) markIncomplete(outputs)
  }

  /** An unqualified name inside one scope; null: go on outside. */
  const unqualified = (
    scope: Scope,
    part: IdentifierPart,
    aliases: 'first' | 'last' | 'never',
  ): Origins | null => {
    const key = columnKey(part, lexis)
    const alias = aliases === 'never' ? undefined : scope.aliases.get(key)
    if (alias !== undefined && aliases === 'first') return alias.origins
    const merged = scope.merged.get(key)
    if (merged !== undefined) return merged
    const named = scope.sources.filter(({ outputs }) => outputNamed(outputs, key) !== null)
    const [first, ...others] = named
    if (first !== undefined) {
      // Two sources have it: the statement would not run, so what we know is wrong somewhere.
      if (others.length > 0) for (const { outputs } of named) markIncomplete(outputs)
      return settle(inSource(first, part))
    }
    if (alias !== undefined) return alias.origins
    const row = scope.sources.find(({ qualifier }) => qualifier.length > 0 && qualifier.at(-1) === fold(part))
    if (row?.anything != null) return row.anything
    if (isPseudoColumn(part, true, dialect)) return null
    const possible = scope.sources.filter(
      (source) => source.anything === null && inSource(source, part) !== null,
    )
    // Functions whose columns are not known may have it too.
    const functions = scope.sources.filter(
      ({ anything, outputs }) => anything !== null && outputs.items.length === 0,
    )
    if (row !== undefined) return rowOf(row)
    const [only, ...more] = possible
    if (only === undefined) {
      const [source] = functions
      return source !== undefined && functions.length === 1 ? source.anything : null
    }
    if (more.length > 0 || functions.some(({ anything }) => anything !== null && anything.size > 0)) {
      for (const { outputs } of possible) markIncomplete(outputs)
      return NOTHING
    }
    // The column may be one of an outer table instead: then it is certain for none.
    const outside = outerSources(scope).filter(
      (source) => source.anything === null && inSource(source, part) !== null,
    )
    if (outside.length > 0) {
      for (const { outputs } of [only, ...outside]) markIncomplete(outputs)
      return NOTHING
    }
    return settle(inSource(only, part))
  }

  const find: Lookup['find'] = (scope, parts, aliases) => {
    if (parts.length > 1) {
      const origins = qualified(scope, parts)
      if (origins !== null) return origins
    }
    const [column] = parts
    if (column === undefined) return NOTHING
    for (let at: Scope | null = scope; at !== null; at = at.outer) {
      const origins = unqualified(at, column, at === scope ? aliases : 'never')
      if (origins !== null) return origins
    }
    if (isPseudoColumn(column, parts.length === 1, dialect)) return NOTHING
    const [only, ...others] = scope.sources
    if (only !== undefined && others.length === 0 && parts.length === 1 && scope.outer === null) {
      const origins = through(only, column)
      if (origins.size > 0) return origins
    }
    for (let at: Scope | null = scope; at !== null; at = at.outer) markScope(at)
    return NOTHING
  }

  return {
    find,
    findRow(scope, qualifier) {
      if (qualifier.length === 0) return new Set(scope.sources.flatMap((source) => [...rowOf(source)]))
      const source = sourceNamed(scope, qualifier)
      return source === null ? find(scope, qualifier, 'never') : rowOf(source)
    },
    sourceNamed,
    inSource,
  }
}
