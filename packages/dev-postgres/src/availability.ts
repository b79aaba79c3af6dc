import { nativeFolder, type PostgresVersion } from './binaries.ts'
import { serverIdentity } from './identity.ts'

export type Availability =
  | { readonly available: true }
  | { readonly available: false; readonly reason: string }

/** Can a server of this version be started here? */
export function postgresAvailability(version: PostgresVersion = 18): Availability {
  try {
    nativeFolder(version)
    serverIdentity()
    return { available: true }
  } catch (error) {
    return { available: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * Whether suites on this version run. Where they cannot, a person's machine reads `NOT RUN` with the reason; with
 * `CI=true` it throws, so that a suite that did not run is never green.
 */
export function requirePostgres(version: PostgresVersion = 18): boolean {
  const availability = postgresAvailability(version)
  if (availability.available) return true
  const message = `NOT RUN: PostgreSQL ${version} cannot be started here: ${availability.reason}`
  if (process.env.CI === 'true') throw new Error(message)
  process.stderr.write(`${message}\n`)
  return false
}
