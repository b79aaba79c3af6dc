import type { Dialect } from '../../../model/connection.ts'
import type { Column } from '../../../model/table.ts'
import type { RenameEvidence } from '../../../ports/sentinel.ts'
import { compareTypes } from '../types/index.ts'

export interface InferredRename {
  readonly before: Column
  readonly after: Column
  /** 0..1. */
  readonly confidence: number
  /** In sentences. */
  readonly evidence: readonly string[]
}

export interface RenameCase {
  readonly deleted: readonly Column[]
  readonly added: readonly Column[]
  /** All columns, before and after: neighbours tell too. */
  readonly before: readonly Column[]
  readonly after: readonly Column[]
  readonly dialect: Dialect
  /** Both lists are of one object; false: it was dropped and created anew; null: not known. */
  readonly sameObject: boolean | null
  readonly evidence: readonly RenameEvidence[]
}

/**
 * Pairs a deleted with an added column when both stood at the same position with the same type and nullability.
 * Anything less certain stays a deletion and an addition: a wrong rename hides a lost column.
 */
export function inferRenames({ deleted, added, dialect, sameObject }: RenameCase): readonly InferredRename[] {
  if (sameObject === false) return []
  const byOrdinal = new Map(added.map((column) => [column.ordinal, column]))
  return deleted.flatMap((before) => {
    const after = byOrdinal.get(before.ordinal)
    if (after === undefined || before.nullable !== after.nullable) return []
    const { verdict } = compareTypes(before.type, after.type, dialect)
    if (verdict !== 'identical' && verdict !== 'equivalent') return []
    const evidence = [
      `\`${before.name}\` is gone and \`${after.name}\` is new at the same position ${before.ordinal}`,
      `both are ${after.type}${after.nullable === false ? ' not null' : ''}`,
    ]
    return [{ before, after, confidence: 0.9, evidence }]
  })
}
