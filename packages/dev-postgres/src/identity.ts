import { readFileSync } from 'node:fs'

/** Who the server runs as. PostgreSQL refuses root, so root lends it an unprivileged user. */
export interface ServerIdentity {
  /** null: whoever runs this process. */
  readonly uid: number | null
  readonly gid: number | null
}

function lookUp(passwd: string, name: string): ServerIdentity | null {
  const fields = passwd
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':')
  if (fields === undefined) return null
  return { uid: Number(fields[2]), gid: Number(fields[3]) }
}

/** An existing user: `postgres` or `nobody`. Never creates one: a test must not alter the host. */
export function serverIdentity(): ServerIdentity {
  if (process.getuid?.() !== 0) return { uid: null, gid: null }
  const passwd = readFileSync('/etc/passwd', 'utf8')
  const identity = lookUp(passwd, 'postgres') ?? lookUp(passwd, 'nobody')
  if (identity === null) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.',
    )
  }
  return identity
}
