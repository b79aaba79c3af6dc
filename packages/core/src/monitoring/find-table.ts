import { AegisError } from '../errors.ts'
import type { MonitoredTable } from '../model/table.ts'
import type { Store } from '../ports/store.ts'
import type { Connections } from './connections.ts'

/** A monitored table: its id, or its connection and its name as `schema.table`. */
export type TableTarget = number | { readonly connection: string; readonly table: string }

async function byId(store: Store, id: number): Promise<MonitoredTable> {
  const table = await store.getTable(id)
  if (table === null) throw new AegisError('NOT_FOUND', `There is no monitored table ${id}.`)
  return table
}

/** Throws `NOT_FOUND`; `AMBIGUOUS` with the candidates when a bare name fits tables of several schemas. */
export async function findTable(
  store: Store,
  connections: Connections,
  target: TableTarget,
): Promise<MonitoredTable> {
  if (typeof target === 'number') return byId(store, target)
  const { connection, warehouse } = connections.byName(target.connection)
  const { identifiers } = warehouse
  const parts = identifiers.parse(target.table)
  if (parts === null) {
    throw new AegisError(
      'CONFIG_INVALID',
      `\`${target.table}\` is not a table name. Write it as schema.table.`,
    )
  }
  const ref = identifiers.resolve(parts, { defaultCatalog: null, searchPath: [] })
  const bareName = parts.length === 1 && parts[0] !== undefined ? identifiers.fold(parts[0]) : null
  const connectionId = connection.id
  const candidates =
    ref === null
      ? (await store.listTables({ connectionId })).filter((table) => table.ref.name === bareName)
      : await store.listTables({ connectionId, qualifiedName: identifiers.key(ref) })
  const [only, ...others] = candidates
  if (only === undefined) {
    throw new AegisError('NOT_FOUND', `\`${target.table}\` is not monitored on ${target.connection}.`)
  }
  if (others.length > 0) {
    const names = candidates.map(({ qualifiedName }) => qualifiedName).join(', ')
    throw new AegisError(
      'AMBIGUOUS',
      `\`${target.table}\` fits several tables: ${names}. Name the schema too.`,
    )
  }
  return only
}
