import type { LineageEdge } from '../model/lineage.ts'
import type { ViewDefinition } from '../model/query-log.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import type { LineageClosure } from '../ports/store.ts'
import { edgeKey } from './native.ts'

export interface EndedViewsInput {
  readonly stored: readonly LineageEdge[]
  /** All views there are. */
  readonly views: readonly ViewDefinition[]
  /** Views whose text was not understood this time: nothing is known of what they read. */
  readonly unread: ReadonlySet<string>
  /** Edges of the views as they stand, see `edgeKey`. */
  readonly seen: ReadonlySet<string>
  readonly isKnown: (key: string) => boolean
  readonly identifiers: IdentifierRules
}

/** A view reads what its text says now: what only an earlier text said has ended, and so has a view that is gone. */
export function endedViews(input: EndedViewsInput): readonly LineageClosure[] {
  const { stored, views, unread, seen, isKnown, identifiers } = input
  const present = new Set(views.map(({ ref }) => identifiers.key(ref)))
  return stored.flatMap((edge): readonly LineageClosure[] => {
    const { target, origin, closedAt, lastSeenAt } = edge
    if (origin !== 'view_definition' || closedAt !== null) return []
    if (!present.has(target)) {
      return [{ table: target, sides: isKnown(target) ? 'inbound' : 'both', at: lastSeenAt }]
    }
    if (unread.has(target) || seen.has(edgeKey(edge))) return []
    return [{ table: target, sides: 'inbound', at: lastSeenAt }]
  })
}
