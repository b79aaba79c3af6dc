import type { Flow } from './flow.ts'
import type { RunTime } from './session/session-record.ts'

/** One flow with the times it was seen. */
export interface FlowGroup {
  readonly flow: Flow
  /** Milliseconds since the epoch, in any order. */
  readonly times: number[]
  executions: number
}

export interface FlowGroups {
  add(flow: Flow, time: RunTime): void
  all(): Iterable<FlowGroup>
}

export function flowGroups(): FlowGroups {
  const byId = new Map<string, FlowGroup>()
  return {
    add(flow, { at, executions }) {
      // Its table may be its own source by way of others.
      if (flow.source.key === flow.target.key) return
      const known = byId.get(flow.id) ?? { flow, times: [], executions: 0 }
      if (known.times.length === 0) byId.set(flow.id, known)
      known.executions += executions
      if (known.times.at(-1) !== at) known.times.push(at)
    },
    all: () => byId.values(),
  }
}
