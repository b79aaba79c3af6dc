import type { IdentifierPart } from '@aegis/core/ports'
import type { Origin, TableUse } from './tables.ts'

export type Origins = ReadonlySet<Origin>

/** A column that a query gives. */
export interface Output {
  /** null: it has no name that could be referred to. */
  readonly name: IdentifierPart | null
  /** '' without a name. */
  readonly key: string
  readonly origins: Set<Origin>
  /** Several columns, or one: the positions behind it are not known. */
  readonly uncounted?: true
}

/** `SELECT *` of a table whose columns are not known: any other name may be one of them. */
export interface OpenOutput {
  readonly open: TableUse
  readonly except: ReadonlySet<string>
}

export interface Outputs {
  readonly items: readonly (Output | OpenOutput)[]
  /** What it gives cannot be told (PIVOT and the like). */
  readonly blurred: boolean
  /** Tables behind it, to be marked where a reference fails. */
  readonly tables: ReadonlySet<TableUse>
}

export const NO_OUTPUTS: Outputs = { items: [], blurred: false, tables: new Set() }

export function isOpen(item: Output | OpenOutput): item is OpenOutput {
  return 'open' in item
}

/** It has one position, and so has what stands behind it. */
export function isOneColumn(item: Output | OpenOutput): item is Output {
  return !isOpen(item) && item.uncounted === undefined
}

/** With the one item that is any number of columns as many times as makes them `count` in all. */
export function counted(
  items: readonly (Output | OpenOutput)[],
  count: number,
): readonly (Output | OpenOutput)[] {
  const several = items.filter((item) => !isOneColumn(item))
  const width = count - (items.length - 1)
  const [only] = several
  if (only === undefined || several.length > 1 || isOpen(only) || width < 1) return items
  const { name, key, origins } = only
  const column: Output = { name, key, origins }
  return items.flatMap((item) => (item === only ? Array.from({ length: width }, () => column) : [item]))
}

export function markIncomplete(outputs: Outputs): void {
  for (const table of outputs.tables) table.incomplete = true
}

/** Marks the tables whose columns stand at positions that cannot be told. */
export function markItems(items: readonly (Output | OpenOutput)[]): void {
  for (const item of items) {
    if (isOpen(item)) item.open.incomplete = true
    else for (const { table } of item.origins) table.incomplete = true
  }
}

/** Rows of `second` below those of `first`: names come from the first, columns are matched by position. */
export function stackOutputs(first: Outputs, second: Outputs, byName: boolean): Outputs {
  const tables = new Set([...first.tables, ...second.tables])
  const blurred = first.blurred || second.blurred
  if (byName) return { items: mergeByName(first, second), blurred, tables }
  const items: (Output | OpenOutput)[] = []
  for (const [position, item] of first.items.entries()) {
    const other = second.items[position]
    if (other === undefined || !isOneColumn(item) || !isOneColumn(other)) {
      markItems(second.items.slice(position))
      items.push(...first.items.slice(position))
      break
    }
    items.push({ ...item, origins: new Set([...item.origins, ...other.origins]) })
  }
  return { items, blurred, tables }
}

function mergeByName(first: Outputs, second: Outputs): (Output | OpenOutput)[] {
  const items = first.items.map((item) => (isOpen(item) ? item : { ...item, origins: new Set(item.origins) }))
  const byKey = new Map(items.flatMap((item) => (isOpen(item) ? [] : [[item.key, item] as const])))
  for (const item of second.items) {
    const same = isOpen(item) ? undefined : byKey.get(item.key)
    if (same === undefined || isOpen(item)) items.push(item)
    else for (const origin of item.origins) same.origins.add(origin)
  }
  return items
}

/** A source's columns under the names that its alias gives them. */
export function renamed(
  outputs: Outputs,
  names: readonly IdentifierPart[],
  keyOf: (part: IdentifierPart) => string,
): Outputs {
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
