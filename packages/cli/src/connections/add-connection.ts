import { AegisError, type Connection, type Dialect, type Secret, type Store } from '@aegis/core'
import { adapters } from '../adapters.ts'

const BY_SCHEME: Readonly<Record<string, Dialect>> = { postgres: 'postgresql', postgresql: 'postgresql' }

function dialectOf(uri: Secret, given: string | undefined): Dialect {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri.reveal())?.[1]?.toLowerCase() ?? ''
  const dialect = given ?? BY_SCHEME[scheme]
  if (dialect !== undefined) return dialect
  throw new AegisError(
    'CONFIG_INVALID',
    'The connection string does not say which warehouse it is of. Name its --dialect.',
  )
}

/** Opening asks the warehouse nothing, and tells whether the string is one. */
async function checkUri(uri: Secret, dialect: Dialect): Promise<void> {
  const open = adapters[dialect]
  if (open === undefined) {
    const known = Object.keys(adapters).join(', ')
    throw new AegisError(
      'UNSUPPORTED',
      `There is no adapter for ${dialect} here. There is one for: ${known}.`,
    )
  }
  await open({ connectionString: uri.reveal() }).close()
}

export async function addConnection(
  store: Store,
  {
    name,
    uri,
    dialect: given,
    replace,
    at,
  }: {
    readonly name: string
    readonly uri: Secret
    readonly dialect: string | undefined
    readonly replace: boolean
    readonly at: Date
  },
): Promise<Connection> {
  const dialect = dialectOf(uri, given)
  await checkUri(uri, dialect)
  const known = (await store.listConnections()).find((connection) => connection.name === name)
  if (known?.hasUri === true && !replace) {
    throw new AegisError(
      'CONFLICT',
      `There is a connection "${name}" already. Give --replace to change its connection string.`,
    )
  }
  return store.saveConnection({ name, dialect, uri, at })
}
