import type { Store } from '@aegis/core'
import { readDeliveries } from '../delivery-log.ts'
import type { Script } from '../run/script.ts'
import { numberOf } from '../world/scripted-warehouse.ts'
import { shapesOf } from '../world/shapes.ts'
import { SHAPED_SCHEMA, TIMED_SCHEMA, watermarkOf } from '../world/world.ts'
import { allSnapshots, collect } from './collect.ts'
import type { History, TableHistory } from './history.ts'

async function tablesOf(store: Store, script: Script): Promise<readonly TableHistory[]> {
  const { seed, startedAt, versions, spells } = script.world()
  const shapes = shapesOf(seed)
  const connections = await store.listConnections()
  const states = (await Promise.all(connections.map(({ id }) => store.loadScanState(id)))).flat()
  return Promise.all(
    states.map(async ({ table, latest, accepted }): Promise<TableHistory> => {
      const { id, qualifiedName: name, ref } = table
      const number = numberOf(ref)
      const upTo = <T>(last: number | undefined, of: (at: number) => T): readonly T[] =>
        Array.from({ length: (last ?? 0) + 1 }, (_, at) => of(at))
      return {
        id,
        name,
        snapshots: await allSnapshots(store, id),
        latestId: latest?.id ?? null,
        acceptedId: accepted?.id ?? null,
        shapes: ref.schema === SHAPED_SCHEMA ? upTo(versions[number], (at) => shapes.at(number, at)) : null,
        watermarks:
          ref.schema === TIMED_SCHEMA
            ? upTo(spells[number], (at) => watermarkOf(startedAt, at).getTime())
            : null,
      }
    }),
  )
}

export interface GatherInput
  extends Pick<History, 'toldUpTo' | 'scansEnded' | 'leaseMs' | 'integrityProblems' | 'unexpected'> {
  readonly folder: string
  readonly store: Store
  readonly script: Script
  readonly consumers: readonly string[]
}

/** Puts together what the script made, what the store remembers and what the consumers were told. */
export async function gatherHistory(input: GatherInput): Promise<History> {
  const { folder, store, script, consumers, ...rest } = input
  return {
    ...(await collect(store)),
    ...rest,
    tables: await tablesOf(store, script),
    changes: script.changes,
    consumers: consumers.map((name) => ({ name, deliveries: readDeliveries(folder, name) })),
    connections: (await store.listConnections()).length,
    at: new Date(),
  }
}
