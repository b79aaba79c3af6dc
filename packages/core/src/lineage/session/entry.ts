import type { ParsedStatement } from '../../ports/lineage-parser.ts'
import type { FlowText } from '../flow.ts'
import type { LineageTable } from '../resolve-name.ts'

/** What happens to tables besides data. */
export type TableChange =
  | { readonly change: 'drop' | 'truncate'; readonly table: LineageTable }
  | { readonly change: 'rename' | 'swap'; readonly table: LineageTable; readonly other: LineageTable }

/** What a statement runs in. */
export interface StatementPlace extends FlowText {
  /** Equal for statements whose flows are equal: part of what flows are known by. */
  readonly id: string
  /** A view: it is the target, whatever the text says. */
  readonly target?: LineageTable | undefined
}

export type Parsed = Extract<ParsedStatement, { readonly status: 'parsed' }>

const CREATING: ReadonlySet<string> = new Set(['create_table_as', 'create_view'])

/** The target lands in the first schema of the search path. */
export function creates({ kind }: Parsed): boolean {
  return CREATING.has(kind)
}
