import type { Flow } from './flow.ts'

/** One flow with all the times it was seen. */
export interface FlowGroup {
  readonly flow: Flow
  /** Milliseconds since the epoch, in any order. */
  readonly times: number[]
  executions: number
}

export interface FlowGroups {
  add(flow: Flow, times: readonly number[], executions: number): void
  all(): Iterable<FlowGroup>
}

export function flowGroups(): FlowGroups {
  const byId = new Map<string, FlowGroup>()
  return {
    add(flow, times, executions) {
      const known = byId.get(flow.id)
      if (known === undefined) {
        byId.set(flow.id, { flow, times: [...times], executions })
        return
      }
      known.executions += executions
      for (const time of times) if (known.times.at(-1) !== time) known.times.push(time)
    },
    all: () => byId.values(),
  }
}
