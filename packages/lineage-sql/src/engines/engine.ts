import type { Dialect } from '@aegis/core/ports'
import type { StatementModel } from './statement-model.ts'

/** `trapped`: the module that ran it must not be used again. */
export type EngineReading =
  | { readonly ok: true; readonly statements: readonly StatementModel[] }
  | { readonly ok: false; readonly reason: string; readonly trapped: boolean }

/** What a statement is read for: where its data flows, or what it is and touches. */
export type Purpose = 'lineage' | 'inspection'

/** A real SQL parser. Blocks while it reads, and may trap on hostile text: run it where that harms nobody. */
export interface SqlEngine {
  /** Never throws. */
  read(sql: string, dialect: Dialect, purpose: Purpose): EngineReading
}

export function isTrapMessage(message: string): boolean {
  return /out of bounds|memory exhausted|unreachable|call stack|stack overflow|aborted\(/i.test(message)
}

/** A failure of the machine under the parser, not of the text. */
export function isTrap(error: unknown): boolean {
  if (!(error instanceof Error)) return true
  return error instanceof RangeError || error.name === 'RuntimeError' || isTrapMessage(error.message)
}
