import { type Flow, uniteFlows } from '../flow.ts'

/** Flows into one table, each once. Never changes: `plus` gives another. */
export interface KeptFlows {
  all(): readonly Flow[]
  plus(more: readonly Flow[]): KeptFlows
}

/** So many that were added wait to be united, or as many as were united before: many additions cost no more than one. */
const MOST_WAITING = 256

/** Flows by what `key` says of them, those that it says the same of as one. */
function unitedBy(flows: readonly Flow[], key: (flow: Flow) => string): readonly Flow[] {
  const united = new Map<string, Flow>()
  for (const flow of flows) {
    const id = key(flow)
    const known = united.get(id)
    united.set(id, { ...(known === undefined ? flow : uniteFlows(known, flow)), id })
  }
  return [...united.values()]
}

/** Two temporary tables that are filled from each other double what they hold: more than `most` is told by source. */
function settled(flows: readonly Flow[], most: number): readonly Flow[] {
  const inputs = unitedBy(flows, ({ id }) => id)
  return inputs.length <= most ? inputs : unitedBy(inputs, ({ source }) => source.key)
}

/** `waiting`: the first `count` of it belong to these; what is behind belongs to others that grew from them. */
function grown(united: readonly Flow[], waiting: Flow[], count: number, most: number): KeptFlows {
  let known: readonly Flow[] | null = count === 0 ? united : null

  function all(): readonly Flow[] {
    known ??= settled([...united, ...waiting.slice(0, count)], most)
    return known
  }
  const kept: KeptFlows = {
    all,
    plus(more) {
      if (more.length === 0) return kept
      if (known !== null || count + more.length > Math.max(MOST_WAITING, united.length)) {
        return grown(all(), [...more], more.length, most)
      }
      const list = waiting.length === count ? waiting : waiting.slice(0, count)
      for (const flow of more) list.push(flow)
      return grown(united, list, list.length, most)
    },
  }
  return kept
}

/** `flows`, and of what is added at most `most` that differ in more than their source. */
export function keptFlows(flows: readonly Flow[], most: number): KeptFlows {
  return grown(flows, [], 0, most)
}
