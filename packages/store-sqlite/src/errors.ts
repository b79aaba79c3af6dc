import { AegisError } from '@aegis/core'

interface SqliteFailure {
  readonly code: string
  readonly message: string
}

function asSqliteFailure(error: unknown): SqliteFailure | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code.startsWith('SQLITE_') ? { code: error.code, message: error.message } : null
}

/** Another connection holds the lock; the same statement may succeed later. */
export function isBusy(error: unknown): boolean {
  const code = asSqliteFailure(error)?.code ?? ''
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')
}

interface Rule {
  /** Start of the code, extended codes included. */
  readonly code: string
  readonly message?: RegExp
  readonly kind: 'STORE_FAILED' | 'STORE_INCOMPATIBLE'
  readonly says: (file: string) => string
}

/** First match counts. */
const RULES: readonly Rule[] = [
  {
    code: 'SQLITE_BUSY',
    kind: 'STORE_FAILED',
    says: (file) =>
      `${file} is locked: another process kept writing for longer than this one waits. Try again; if it stays so, look for a process that holds a transaction open.`,
  },
  {
    code: 'SQLITE_LOCKED',
    kind: 'STORE_FAILED',
    says: (file) =>
      `${file} is locked by another statement of this process. Give Aegis a connection of its own.`,
  },
  {
    code: 'SQLITE_NOTADB',
    kind: 'STORE_FAILED',
    says: (file) => `${file} is not a SQLite database. Name another file, or move this one away.`,
  },
  {
    code: 'SQLITE_CORRUPT',
    kind: 'STORE_FAILED',
    says: (file) => `${file} is damaged. Restore a backup of it.`,
  },
  {
    code: 'SQLITE_READONLY',
    kind: 'STORE_FAILED',
    says: (file) => `${file} cannot be written. Give this user the right to write the file and its folder.`,
  },
  {
    code: 'SQLITE_FULL',
    kind: 'STORE_FAILED',
    says: (file) =>
      `There is no room left to write ${file}. Make room on its disk; nothing of this step was kept.`,
  },
  {
    code: 'SQLITE_CANTOPEN',
    kind: 'STORE_FAILED',
    says: (file) =>
      `${file} cannot be opened. Check that it is a file and that this user may read and write it.`,
  },
  {
    code: 'SQLITE_IOERR',
    kind: 'STORE_FAILED',
    says: (file) => `Reading or writing ${file} failed. Check its disk; SQLite needs a local one.`,
  },
  {
    code: 'SQLITE_ERROR',
    message: /no such (table|column)/,
    kind: 'STORE_INCOMPATIBLE',
    says: (file) => `${file} lacks a table or column that Aegis needs. Call migrate() first.`,
  },
  {
    code: 'SQLITE_ERROR',
    message: /^table \S+ already exists/,
    kind: 'STORE_INCOMPATIBLE',
    says: (file) => `${file} already has a table that Aegis wants to create. Give Aegis a file of its own.`,
  },
  {
    code: 'SQLITE_CONSTRAINT_UNIQUE',
    message: /incidents_one_open/,
    kind: 'STORE_FAILED',
    says: () => 'Another incident of this table and type is open already.',
  },
]

/** Says what is wrong with the file and what to do. */
export function describeSqliteError(error: unknown, file: string): AegisError {
  if (AegisError.isInstance(error)) return error
  const failure = asSqliteFailure(error)
  const rule = RULES.find(
    ({ code, message }) =>
      failure?.code.startsWith(code) === true && (message?.test(failure.message) ?? true),
  )
  if (failure !== null && rule !== undefined) {
    const retryable = isBusy(error) || failure.code === 'SQLITE_FULL'
    const text = `${rule.says(file)} (${failure.code}: ${failure.message})`
    return new AegisError(rule.kind, text, { cause: error, retryable })
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new AegisError('STORE_FAILED', `The store in ${file} failed: ${reason}`, { cause: error })
}
