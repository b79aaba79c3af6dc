import { composeFlows, type Flow } from '../flow.ts'

interface SeenFlow {
  readonly flow: Flow
  readonly at: number
  readonly executions: number
}

interface Scratch {
  readonly inputs: Map<string, Flow>
  readonly outputs: Map<string, SeenFlow>
}

/** Tables that one session made: dropped by the same session they were scratch paper, and what passed through stays. */
export interface ScratchTables {
  /** The session makes the table. */
  make(table: string): void
  note(seen: SeenFlow): void
  /** The session drops the table. Returns the flows that passed through it, each at the time its end was reached. */
  drop(table: string): readonly SeenFlow[]
  /** The table is no longer the session's own, as after a rename. */
  forget(table: string): void
  /** Returns what brings the present state back. */
  save(): () => void
}

export function createScratchTables(): ScratchTables {
  let tables = new Map<string, Scratch>()

  return {
    make(table) {
      tables.set(table, { inputs: new Map(), outputs: new Map() })
    },
    note(seen) {
      if (tables.size === 0) return
      const { flow, executions } = seen
      tables.get(flow.target.key)?.inputs.set(flow.id, flow)
      const outputs = tables.get(flow.source.key)?.outputs
      const runs = executions + (outputs?.get(flow.id)?.executions ?? 0)
      outputs?.set(flow.id, { ...seen, executions: runs })
    },
    drop(table) {
      const scratch = tables.get(table)
      if (scratch === undefined) return []
      tables.delete(table)
      return [...scratch.outputs.values()].flatMap(({ flow: out, at, executions }) =>
        [...scratch.inputs.values()].map((into) => ({
          flow: composeFlows(`${into.id}>${out.id}`, into, out),
          at,
          executions,
        })),
      )
    },
    forget(table) {
      tables.delete(table)
    },
    save() {
      const copy = ({ inputs, outputs }: Scratch): Scratch => ({
        inputs: new Map(inputs),
        outputs: new Map(outputs),
      })
      const copyAll = (all: ReadonlyMap<string, Scratch>): Map<string, Scratch> =>
        new Map([...all].map(([key, scratch]) => [key, copy(scratch)]))
      const saved = copyAll(tables)
      return () => {
        // A savepoint may be gone back to again.
        tables = copyAll(saved)
      }
    },
  }
}
