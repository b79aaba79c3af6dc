import type { Query, TextRow } from '../client.ts'

/** A PostgreSQL of our own, empty at first, that nothing else uses. */
export interface Shadow {
  /** Such as `18.6`. */
  readonly version: string
  /** Runs one statement. Rejects with `SqlRefusal` when PostgreSQL refuses it, and with another error when the shadow is gone. */
  run(query: Query): Promise<readonly TextRow[]>
}

/** What PostgreSQL says of a statement that it refuses. */
export interface Refusal {
  /** SQLSTATE. */
  readonly code: string
  readonly message: string
  /** null: it says none. */
  readonly detail: string | null
  /** Character of the statement that it is about, 1-based; null: none. */
  readonly position: number | null
}

export class SqlRefusal extends Error {
  override readonly name = 'SqlRefusal'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** What PostgreSQL refused; other errors are thrown again. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof SqlRefusal) return error.refusal
  throw error
}

/** Runs a statement that PostgreSQL may refuse; null: it did not. */
export async function tryToRun(shadow: Shadow, text: string): Promise<Refusal | null> {
  try {
    await shadow.run({ text })
    return null
  } catch (error) {
    return refusalOf(error)
  }
}
