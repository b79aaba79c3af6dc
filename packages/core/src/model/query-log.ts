import type { TableRef } from './table.ts'

export interface QueryLogEntry {
  /** Stable across reads: what duplicates are recognised by. */
  readonly id: string
  /** null when the warehouse does not give it; `textState` says why. */
  readonly text: string | null
  readonly textState: 'full' | 'normalized' | 'truncated' | 'redacted' | 'no_privilege'
  /** When it ran, within bounds; null: unknown on that side. */
  readonly notBefore: Date | null
  readonly notAfter: Date | null
  /** Executions this entry stands for. */
  readonly executions: bigint
  readonly defaultCatalog: string | null
  readonly defaultSchema: string | null
  readonly sessionId: string | null
  readonly user: string | null
}

export interface QueryLogWindow {
  /** null: as far back as the warehouse remembers. */
  readonly since: Date | null
  readonly until: Date
  /** The cursor of the last page handled; null on the first read. */
  readonly cursor: string | null
}

export interface QueryLogPage {
  readonly entries: readonly QueryLogEntry[]
  /** Opaque; safe to keep once this page was handled. */
  readonly cursor: string | null
  /** Nothing older than this can still appear; null: the warehouse cannot say. */
  readonly completeThrough: Date | null
  /** Why the page may lack entries, in words: evictions, missing rights. */
  readonly gaps: readonly string[]
}

export interface ViewDefinition {
  readonly ref: TableRef
  readonly kind: 'view' | 'materialized_view'
  /** The SELECT behind the view, names qualified. */
  readonly sql: string
}

export interface NativeLineageEdge {
  readonly source: TableRef
  readonly target: TableRef
  readonly columns: readonly { readonly source: string; readonly target: string }[]
  readonly lastSeenAt: Date | null
}

export interface NativeLineagePage {
  readonly edges: readonly NativeLineageEdge[]
  readonly cursor: string | null
  readonly gaps: readonly string[]
}
