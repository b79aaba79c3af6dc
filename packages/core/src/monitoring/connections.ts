import PQueue from 'p-queue'
import { AegisError } from '../errors.ts'
import type { Connection } from '../model/connection.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'

/** A connection with its guarded adapter and its own queue. */
export interface OpenConnection {
  readonly connection: Connection
  readonly warehouse: WarehouseAdapter
  readonly queue: PQueue
}

/** The connections of one Aegis, by name and by id. */
export interface Connections {
  all(): readonly OpenConnection[]
  /** Throws `NOT_FOUND` that lists the known names. */
  byName(name: string): OpenConnection
  /** null: the store knows it from another configuration, this one has no adapter for it. */
  byId(id: number): OpenConnection | null
}

export function createConnections(
  opened: readonly { readonly connection: Connection; readonly warehouse: WarehouseAdapter }[],
  concurrency: number,
): Connections {
  const connections = opened.map((item) => ({ ...item, queue: new PQueue({ concurrency }) }))
  return {
    all: () => connections,
    byId: (id) => connections.find(({ connection }) => connection.id === id) ?? null,
    byName(name: string): OpenConnection {
      const found = connections.find(({ connection }) => connection.name === name)
      if (found !== undefined) return found
      const known = connections.map(({ connection }) => connection.name).join(', ')
      throw new AegisError('NOT_FOUND', `There is no connection \`${name}\`. Known: ${known}.`)
    },
  }
}
