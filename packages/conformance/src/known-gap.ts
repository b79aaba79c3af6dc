import type { ConformanceCase } from './case.ts'

/** A promise that is not kept yet. */
export interface KnownGap {
  /** Of the case, e.g. `W-FRESH-10`. */
  readonly id: string
  readonly reason: string
  /** Where it is followed. */
  readonly issue: string
}

/**
 * Resolves while the case still fails. Rejects on the day it passes, or cannot be asked any more, so that the entry goes.
 * (A runner's own "must fail" would also be content with a `create()` that is broken.)
 */
export async function confirmGap<Subject>(
  gap: KnownGap,
  { skip, run }: ConformanceCase<Subject>,
  subject: Subject,
): Promise<void> {
  const reason = skip?.(subject)
  if (reason !== undefined)
    throw new Error(`The known gap ${gap.id} is not even asked for: ${reason}. Delete its entry.`)
  const passes = await run(subject).then(
    () => true,
    () => false,
  )
  if (passes) throw new Error(`The known gap ${gap.id} (${gap.issue}) is closed: delete its entry.`)
}
