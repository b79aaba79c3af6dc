import type { Query, TextRow } from '../client.ts'
import type { Refusal } from './shadow.ts'

/** To the thread, one at a time. */
export type ShadowRequest =
  /** Throws the shadow away, if there is one, and opens an empty one. */
  | { readonly kind: 'open'; readonly extensions: readonly ShadowExtension[] }
  | { readonly kind: 'run'; readonly query: Query }
  /** Throws the shadow away. */
  | { readonly kind: 'close' }

/** From the thread, one for each request. */
export type ShadowReply =
  | { readonly kind: 'opened'; readonly version: string }
  | { readonly kind: 'ran'; readonly rows: readonly TextRow[] }
  | { readonly kind: 'closed' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Not by the statement: the shadow itself cannot be used. */
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | null }

/** Extensions whose types the shadow can have. */
export type ShadowExtension = 'citext' | 'hstore' | 'ltree'
