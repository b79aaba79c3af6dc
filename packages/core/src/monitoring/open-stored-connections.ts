import { AegisError } from '../errors.ts'
import type { Connection, Dialect } from '../model/connection.ts'
import type { Store } from '../ports/store.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'
import { scrubError } from '../secrets/index.ts'

/** Opens a warehouse by its URI, such as `postgres` of @aegis/adapter-postgres. Asks the warehouse nothing yet. */
export type AdapterFactory = (options: { readonly connectionString: string }) => WarehouseAdapter

/** By dialect, e.g. `{ postgresql: postgres }`. */
export type AdapterFactories = Readonly<Partial<Record<Dialect, AdapterFactory>>>

export interface UnopenedConnection {
  readonly connection: Connection
  readonly error: AegisError
}

export interface StoredConnections {
  /** Ready to be the `connections` of `createAegis`. */
  readonly connections: Readonly<Record<string, WarehouseAdapter>>
  /** Those that could not be opened: no adapter for their dialect, a URI that it refuses, or a secret that cannot be read. */
  readonly failed: readonly UnopenedConnection[]
}

function refusal(connection: Connection, thrown: unknown): AegisError {
  const error = scrubError(thrown)
  if (AegisError.isInstance(error)) return error
  const why = error instanceof Error ? error.message : String(error)
  return new AegisError('CONFIG_INVALID', `The connection "${connection.name}" could not be opened: ${why}`, {
    cause: error,
  })
}

async function open(
  store: Store,
  connection: Connection,
  factories: AdapterFactories,
): Promise<WarehouseAdapter> {
  const { id, name, dialect } = connection
  const factory = Object.hasOwn(factories, dialect) ? factories[dialect] : undefined
  if (factory === undefined) {
    const known = Object.keys(factories).join(', ')
    throw new AegisError(
      'UNSUPPORTED',
      `The connection "${name}" is of dialect ${dialect}, for which there is no adapter here. There is one for: ${known}.`,
    )
  }
  const uri = await store.readConnectionUri(id)
  if (uri === null) throw new AegisError('NOT_FOUND', `The connection "${name}" has no URI any more.`)
  return factory({ connectionString: uri.reveal() })
}

/**
 * Opens the active connections whose URI the store keeps, each with the adapter of its dialect. Brings the store up to date first. One that
 * cannot be opened keeps none of the others back. Rejects with `STORE_FAILED`, `STORE_INCOMPATIBLE` or `ENCRYPTION_KEY_WRONG`.
 */
export async function openStoredConnections(
  store: Store,
  factories: AdapterFactories,
): Promise<StoredConnections> {
  await store.migrate()
  const connections: Record<string, WarehouseAdapter> = {}
  const failed: UnopenedConnection[] = []
  for (const connection of await store.listConnections()) {
    if (!connection.hasUri || !connection.isActive) continue
    try {
      connections[connection.name] = await open(store, connection, factories)
    } catch (error) {
      failed.push({ connection, error: refusal(connection, error) })
    }
  }
  return { connections, failed }
}
