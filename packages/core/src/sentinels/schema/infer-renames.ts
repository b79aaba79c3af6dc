import type { Column } from '../../model/table.ts'
import { normalizeType } from './normalize-type.ts'

export interface InferredRename {
  readonly before: Column
  readonly after: Column
  /** 0..1. */
  readonly confidence: number
  readonly evidence: readonly string[]
}

/**
 * Pairs a deleted with an added column when both stood at the same position with the same type and nullability.
 * Anything less certain stays a deletion and an addition: a wrong rename hides a lost column.
 */
export function inferRenames(
  deleted: readonly Column[],
  added: readonly Column[],
): readonly InferredRename[] {
  const byOrdinal = new Map(added.map((column) => [column.ordinal, column]))
  return deleted.flatMap((before) => {
    const after = byOrdinal.get(before.ordinal)
    if (after === undefined) return []
    if (normalizeType(before.type) !== normalizeType(after.type) || before.nullable !== after.nullable)
      return []
    const evidence = [
      `\`${before.name}\` is gone and \`${after.name}\` is new at the same position ${before.ordinal}`,
      `both are ${after.type}${after.nullable === false ? ' not null' : ''}`,
    ]
    return [{ before, after, confidence: 0.9, evidence }]
  })
}
