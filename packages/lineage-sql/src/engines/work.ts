/**
 * Jobs still to be done for one tree. Readers queue what lies deeper instead of calling themselves, so that no input is
 * deep enough to overflow the stack.
 */
export interface Work {
  later(job: () => void): void
}

/** What `begin` gives, after all that it queued is done. */
export function workOff<Result>(begin: (work: Work) => Result): Result {
  const jobs: (() => void)[] = []
  const result = begin({ later: (job) => jobs.push(job) })
  for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) job()
  return result
}
