import * as z from 'zod'
import type { Flow } from '../flow.ts'
import type { SessionScopeState } from './session-scope.ts'

/** A temporary table, to be written down. */
interface SavedTemporary {
  readonly name: string
  readonly key: string | null
  readonly inputs: readonly Flow[]
}

/** What a session knows at one moment, to go on from there in another reading. */
export interface SessionState {
  readonly scope: SessionScopeState
  readonly temporary: readonly SavedTemporary[]
}

/** Sessions that went on when an earlier reading ended. */
export interface CarriedSessions {
  /** Milliseconds since the epoch: runs before it are in the states. null: there was no earlier reading. */
  readonly since: number | null
  readonly states: ReadonlyMap<string, SessionState>
}

export const NO_SESSIONS: CarriedSessions = { since: null, states: new Map() }

/** Those that ran last are kept; more than this many at once are not expected. */
const MOST_SESSIONS = 1_000
/** Of all sessions together, in characters. */
const MOST_TEXT = 2_000_000

const Name = z.string().nullable()
const Ref = z.object({ catalog: z.string(), schema: z.string(), name: z.string() })
const Table = z.object({ ref: Ref, key: z.string(), kind: z.enum(['table', 'stage', 'path']) })
const SavedFlow = z.object({
  id: z.string(),
  source: Table,
  target: Table,
  relationship: z.enum(['direct', 'derived', 'aggregated']),
  confidence: z.number(),
  columns: z.array(z.object({ source: z.string(), target: z.string() })),
  usedColumns: z.array(z.string()),
  columnsComplete: z.boolean(),
  queryHash: z.string(),
  origin: z.enum(['query_log', 'view_definition', 'native']),
})
const State = z.object({
  scope: z.object({
    logged: z.object({ defaultCatalog: Name, defaultSchema: Name, user: Name }),
    catalog: Name,
    searchPath: z.array(z.string()).nullable(),
  }),
  temporary: z.array(z.object({ name: z.string(), key: Name, inputs: z.array(SavedFlow) })),
})
const Saved = z.object({
  version: z.literal(1),
  since: z.number(),
  states: z.array(z.tuple([z.string(), State])),
})

function parse(saved: string): unknown {
  try {
    return JSON.parse(saved)
  } catch {
    return undefined
  }
}

/** Sessions as they were saved; null or unreadable: none. */
export function readSessions(saved: string | null): CarriedSessions {
  const read = Saved.safeParse(saved === null ? undefined : parse(saved))
  return read.success ? { since: read.data.since, states: new Map(read.data.states) } : NO_SESSIONS
}

/** What to keep of the sessions, the one that ran last comes last. */
export function writeSessions(since: number, states: ReadonlyMap<string, SessionState>): string {
  const kept: string[] = []
  let length = 0
  for (const entry of [...states].slice(-MOST_SESSIONS).reverse()) {
    const text = JSON.stringify(entry)
    length += text.length
    if (length > MOST_TEXT) break
    kept.push(text)
  }
  return `{"version":1,"since":${since},"states":[${kept.reverse().join(',')}]}`
}
