import type { Dialect } from '../../model/connection.ts'
import type { Column } from '../../model/table.ts'
import type { RenameEvidence } from '../../ports/sentinel.ts'
import { inferRenames } from './renames/infer-renames.ts'
import type { InferredRename } from './renames/rename-case.ts'

export interface PairingOptions {
  readonly dialect: Dialect
  /** Both lists are of one object; false: it was dropped and created anew; null: not known. */
  readonly sameObject: boolean | null
  readonly renameEvidence?: readonly RenameEvidence[] | undefined
}

/** Which column became which. */
interface ColumnPairing {
  /** The same column before and after, in the order of the new positions. */
  readonly kept: readonly { readonly before: Column; readonly after: Column }[]
  readonly renamed: readonly InferredRename[]
  readonly deleted: readonly Column[]
  readonly added: readonly Column[]
}

/** PostgreSQL numbers the columns of a table once and for all: a rename keeps the number, and none is used twice. */
function isNumberedForGood({ dialect, sameObject }: PairingOptions): boolean {
  return dialect === 'postgresql' && sameObject === true
}

function pairByNumber(before: readonly Column[], after: readonly Column[]): ColumnPairing {
  const old = new Map(before.map((column) => [column.ordinal, column]))
  const left = new Set(after.map(({ ordinal }) => ordinal))
  const pairs = after.flatMap((column) => {
    const partner = old.get(column.ordinal)
    return partner === undefined ? [] : [{ before: partner, after: column }]
  })
  return {
    kept: pairs.filter((pair) => pair.before.name === pair.after.name),
    renamed: pairs
      .filter((pair) => pair.before.name !== pair.after.name)
      .map((pair) => ({
        ...pair,
        confidence: 1,
        evidence: [`it is column number ${pair.after.ordinal} of the same table as before`],
      })),
    deleted: before.filter(({ ordinal }) => !left.has(ordinal)),
    added: after.filter(({ ordinal }) => !old.has(ordinal)),
  }
}

function pairByName(
  before: readonly Column[],
  after: readonly Column[],
  { dialect, sameObject, renameEvidence = [] }: PairingOptions,
): ColumnPairing {
  const old = new Map(before.map((column) => [column.name, column]))
  const names = new Set(after.map(({ name }) => name))
  const deleted = before.filter(({ name }) => !names.has(name))
  const added = after.filter(({ name }) => !old.has(name))
  const renamed =
    deleted.length === 0 || added.length === 0
      ? []
      : inferRenames({ deleted, added, before, after, dialect, sameObject, evidence: renameEvidence })
  const gone = new Set(renamed.map((rename) => rename.before))
  const come = new Set(renamed.map((rename) => rename.after))
  return {
    kept: after.flatMap((column) => {
      const partner = old.get(column.name)
      return partner === undefined ? [] : [{ before: partner, after: column }]
    }),
    renamed,
    deleted: deleted.filter((column) => !gone.has(column)),
    added: added.filter((column) => !come.has(column)),
  }
}

/** Matches the columns of two shapes of a table. Names compare exactly: two that differ only by case are two columns. */
export function pairColumns(
  before: readonly Column[],
  after: readonly Column[],
  options: PairingOptions,
): ColumnPairing {
  return isNumberedForGood(options) ? pairByNumber(before, after) : pairByName(before, after, options)
}
