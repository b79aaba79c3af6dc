import { AegisError, type Connection, type Store } from '@aegis/core'

export async function findConnection(store: Store, name: string): Promise<Connection> {
  const all = await store.listConnections()
  const found = all.find((connection) => connection.name === name)
  if (found !== undefined) return found
  const known = all.length === 0 ? 'none' : all.map((connection) => connection.name).join(', ')
  throw new AegisError('NOT_FOUND', `There is no connection "${name}" in the store. Known: ${known}.`)
}
