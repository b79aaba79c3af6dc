import {
  type FreshnessReading,
  freshnessSentinel,
  type JsonValue,
  type MonitoredTable,
  type Reading,
  type WarehouseAdapter,
} from '@aegis/core'
import { ref } from './freshness-suite.ts'

const TIMES: ReadonlySet<string> = new Set(['observedAt', 'notBefore', 'notAfter', 'staleAfter'])

/** The state as if it had been kept so much earlier. */
function earlier(state: JsonValue | null, byMs: number): JsonValue | null {
  if (state === null || typeof state !== 'object' || Array.isArray(state)) return state
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [
      name,
      TIMES.has(name) && typeof value === 'number' ? value - byMs : (value ?? null),
    ]),
  )
}

export interface Verdict {
  readonly says: 'fine' | 'violated' | 'cannot_tell'
  readonly anomaly: boolean
  readonly recovered: boolean
  readonly method: string
  readonly text: string
}

/** One table under the whole sentinel: the adapter's reading and core's judgement, with the state kept in between. */
export interface Watched {
  look(): Promise<Verdict>
  /** As if all that is known had been seen so much earlier. */
  wait(minutes: number): void
}

export function watched(
  warehouse: WarehouseAdapter,
  name: string,
  more: Partial<Pick<MonitoredTable, 'watermarkColumn' | 'freshnessSlaMinutes' | 'expectedBy'>> = {},
): Watched {
  const sentinel = freshnessSentinel()
  const table: MonitoredTable = {
    id: 1,
    connectionId: 1,
    ref: ref(name),
    qualifiedName: `shop.${name}`,
    checkTypes: ['freshness'],
    freshnessSlaMinutes: 60,
    expectedBy: null,
    watermarkColumn: null,
    problem: null,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    ...more,
  }
  let state: JsonValue | null = null
  return {
    wait(minutes): void {
      state = earlier(state, minutes * 60_000)
    },
    async look(): Promise<Verdict> {
      const memory = { table, latest: null, accepted: null, state, dialect: 'postgresql' }
      const [reading]: readonly Reading<FreshnessReading>[] = await sentinel.read({
        warehouse,
        tables: [memory],
        options: {},
      })
      if (reading === undefined) throw new Error('no reading')
      const now = reading.status === 'ok' ? reading.value.observedAt : new Date()
      // Asked for what it says, and not only for what is new.
      const { observation } = sentinel.inspect({ ...memory, state: unsaid(state) }, reading, now)
      const found = sentinel.inspect(memory, reading, now)
      state = found.state ?? state
      if (observation === undefined) throw new Error('the sentinel said nothing')
      return {
        says: observation.verdict,
        anomaly: found.anomaly !== null,
        recovered: found.note !== null,
        method: reading.status === 'ok' ? reading.value.method : reading.status,
        text: observation.text,
      }
    },
  }
}

function unsaid(state: JsonValue | null): JsonValue | null {
  return state === null || typeof state !== 'object' || Array.isArray(state)
    ? state
    : { ...state, said: null }
}
