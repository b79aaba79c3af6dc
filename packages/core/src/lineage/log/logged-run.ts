import type { QueryLogEntry } from '../../model/query-log.ts'
import type { DistinctText } from '../distinct-texts.ts'
import type { LoggedScope } from '../session/session-scope.ts'

/** One entry of the log, as short as it can be: a log has millions. */
export interface LoggedRun extends LoggedScope {
  /** What the log knows the entry by; null: several that are folded into one. */
  readonly entryId: string | null
  readonly text: DistinctText
  /** Milliseconds since the epoch; of an entry without a time the time of the reading. */
  readonly at: number
  /** Earliest time it can have run; null: unknown. */
  readonly notBefore: number | null
  /** `at` is when it ran, and not only a bound. */
  readonly isTimed: boolean
  readonly executions: number
}

/** An entry that counts runs over some time says that they were, not when. */
export function isTimed({ notAfter, executions, textState }: QueryLogEntry): boolean {
  return notAfter !== null && executions === 1n && textState !== 'normalized'
}
