import {
  AegisError,
  type ConnectionReport,
  createAegis,
  openStoredConnections,
  type Store,
} from '@aegis/core'
import { adapters } from '../adapters.ts'
import { write } from '../output.ts'
import { withStore } from '../store/open-store.ts'
import { addConnection } from './add-connection.ts'
import { connectionJson, connectionTable, reportJson, reportPage } from './connection-lines.ts'
import { findConnection } from './find-connection.ts'
import { readUri } from './read-uri.ts'

export async function add(
  name: string,
  flags: { readonly dialect?: string; readonly uriEnv?: string; readonly replace?: boolean },
): Promise<void> {
  const uri = await readUri(flags.uriEnv)
  const { target } = await withStore({}, async (store) => {
    await store.migrate()
    const { replace = false, dialect } = flags
    return addConnection(store, { name, uri, dialect, replace, at: new Date() })
  })
  await write(process.stdout, `Kept ${name}${target === null ? '' : ` (${target})`}.\n`)
}

export async function list({ json = false }: { readonly json?: boolean }): Promise<void> {
  const all = await withStore({ mustExist: true }, async (store) => {
    await store.migrate()
    return store.listConnections()
  })
  await write(process.stdout, json ? all.map(connectionJson).join('') : connectionTable(all))
}

async function tested(store: Store, name: string): Promise<ConnectionReport> {
  await store.migrate()
  await findConnection(store, name)
  const { connections, failed } = await openStoredConnections(store, adapters)
  const refused = failed.find(({ connection }) => connection.name === name)
  if (refused !== undefined) throw refused.error
  const warehouse = connections[name]
  if (warehouse === undefined) {
    throw new AegisError(
      'NOT_FOUND',
      `The store keeps no connection string of "${name}", or it is switched off.`,
    )
  }
  const aegis = await createAegis({ store, connections: { [name]: warehouse } })
  try {
    return await aegis.testConnection(name)
  } finally {
    await aegis.close()
  }
}

/** Ends with 1 when the connection does not work. */
export async function test(name: string, { json = false }: { readonly json?: boolean }): Promise<void> {
  const report = await withStore({ mustExist: true }, (store) => tested(store, name))
  await write(process.stdout, json ? reportJson(report) : reportPage(report))
  if (!report.ok) process.exitCode = 1
}

export async function remove(name: string, { yes = false }: { readonly yes?: boolean }): Promise<void> {
  await withStore({ mustExist: true }, async (store) => {
    await store.migrate()
    const { id } = await findConnection(store, name)
    const tables = await store.listTables({ connectionId: id })
    if (tables.length > 0 && !yes) {
      throw new AegisError(
        'CONFLICT',
        `${tables.length} monitored tables of "${name}" would be forgotten with their history. Give --yes to do that.`,
      )
    }
    await store.removeConnection(id)
  })
  await write(process.stdout, `Removed ${name}.\n`)
}
