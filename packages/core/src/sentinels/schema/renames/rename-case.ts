import type { Dialect } from '../../../model/connection.ts'
import type { Column } from '../../../model/table.ts'
import type { RenameEvidence } from '../../../ports/sentinel.ts'

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

export interface InferredRename {
  readonly before: Column
  readonly after: Column
  /** 0..1. */
  readonly confidence: number
  /** In sentences. */
  readonly evidence: readonly string[]
}
