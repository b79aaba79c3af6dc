import type { IdentifierRules } from '../../ports/identifiers.ts'
import type { WrittenName } from '../../ports/lineage-parser.ts'
import { isLeftOut, type LineageTable } from '../resolve-name.ts'
import type { KeptFlows } from './kept-flows.ts'

/** A table that only its session sees, and what fed it. */
export interface TemporaryTable {
  /** Folded, without schema. */
  readonly name: string
  /** Its address where the dialect gives temporary tables one; null: known by name alone. */
  readonly key: string | null
  /** Flows from real tables into it. */
  readonly inputs: KeptFlows
  /** It is gone when its transaction is. */
  readonly dropsAtCommit?: boolean | undefined
}

/** The temporary tables that live in a session now. */
export interface TemporaryTables {
  isEmpty(): boolean
  all(): readonly TemporaryTable[]
  /** The temporary table that a name means, which hides a real one of the same name. */
  find(name: WrittenName): TemporaryTable | null
  /** In place of one at the same address. */
  keep(table: TemporaryTable): void
  forget(table: TemporaryTable): void
  forgetAll(): void
  /** Returns what brings the present state back. */
  save(): () => void
}

/** More than a session has; a stream that never drops any must not grow for ever. */
const MOST_NAMES = 1_000

export function temporaryName(name: WrittenName, identifiers: IdentifierRules): string {
  const last = name.parts.at(-1)
  return last === undefined ? '' : identifiers.fold(last)
}

/** `addressOf`: the address of a name in the present scope; null: it has none. */
export function temporaryTables(
  identifiers: IdentifierRules,
  addressOf: (name: WrittenName) => LineageTable | null,
): TemporaryTables {
  /** By name; several where they have addresses, the newest last. */
  let byName = new Map<string, readonly TemporaryTable[]>()
  let isShared = false

  function own(): Map<string, readonly TemporaryTable[]> {
    if (isShared) byName = new Map(byName)
    isShared = false
    return byName
  }
  const others = ({ name, key }: TemporaryTable): readonly TemporaryTable[] =>
    (byName.get(name) ?? []).filter((table) => table.key !== key)

  return {
    isEmpty: () => byName.size === 0,
    all: () => [...byName.values()].flat(),
    find(name) {
      if (byName.size === 0 || (name.kind ?? 'table') !== 'table') return null
      const found = byName.get(temporaryName(name, identifiers))
      if (found === undefined) return null
      const schema = name.parts.at(-2)
      if (schema !== undefined && isLeftOut(schema.text)) return found.at(-1) ?? null
      const address = found.some(({ key }) => key !== null) ? addressOf(name) : null
      const isMeant = ({ key }: TemporaryTable): boolean =>
        key === null ? schema === undefined : address === null || address.key === key
      return found.findLast(isMeant) ?? null
    },
    keep(table) {
      const tables = own()
      const all = [...others(table), table]
      tables.delete(table.name)
      tables.set(table.name, all)
      const [oldest] = tables.keys()
      if (tables.size > MOST_NAMES && oldest !== undefined) tables.delete(oldest)
    },
    forget(table) {
      const left = others(table)
      const tables = own()
      if (left.length === 0) tables.delete(table.name)
      else tables.set(table.name, left)
    },
    forgetAll() {
      byName = new Map()
      isShared = false
    },
    save() {
      const saved = byName
      isShared = true
      return () => {
        byName = saved
        isShared = true
      }
    },
  }
}
