import type { Flow } from '../flow.ts'
import type { TableChange } from './entry.ts'
import { createScratchTables } from './scratch-tables.ts'

/** When something ran, in milliseconds since the epoch. */
export interface RunTime {
  readonly at: number
  readonly executions: number
}

/** What one session did, in its order. Times never go back. */
export type SessionEvent =
  | ({ readonly kind: 'flow'; readonly flow: Flow } & RunTime)
  | { readonly kind: 'change'; readonly change: TableChange; readonly at: number }

/** Takes down what a session does to real tables. */
export interface SessionRecord {
  flow(flow: Flow, time: RunTime): void
  change(change: TableChange, time: RunTime): void
  /** The session makes a table that all can see. */
  make(table: string): void
  /** Returns what takes everything after now back. */
  save(): () => void
  /** Everything that stands, in order. A transaction that was never ended counts as committed. */
  events(): readonly SessionEvent[]
}

export function createSessionRecord(): SessionRecord {
  const scratch = createScratchTables()
  const events: SessionEvent[] = []
  let lastFlow = Number.NEGATIVE_INFINITY
  let lastChange = Number.NEGATIVE_INFINITY

  function push(flow: Flow, time: RunTime): void {
    if (flow.source.key === flow.target.key) return
    events.push({ kind: 'flow', flow, ...time })
    scratch.note({ flow, ...time })
  }

  return {
    flow(flow, { at, executions }) {
      if (flow.source.key === flow.target.key) return
      // What a change ended must not look older than what came after it.
      lastFlow = Math.max(at, lastChange + 1)
      push(flow, { at: lastFlow, executions })
    },
    change(change, { at }) {
      if (change.change === 'drop') {
        for (const { flow, ...time } of scratch.drop(change.table.key)) push(flow, time)
      } else if ('other' in change) {
        scratch.forget(change.table.key)
        scratch.forget(change.other.key)
      }
      lastChange = Math.max(at, lastFlow + 1, lastChange + 1)
      events.push({ kind: 'change', change, at: lastChange })
    },
    make: (table) => scratch.make(table),
    save() {
      const count = events.length
      const restoreScratch = scratch.save()
      return () => {
        events.length = count
        restoreScratch()
      }
    },
    events: () => events,
  }
}
