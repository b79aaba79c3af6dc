import type { DistinctText } from '../distinct-texts.ts'
import { type ChangeTimes, insertTime } from './change-times.ts'
import type { LoggedRun } from './logged-run.ts'
import { foldedRuns, isSameScope, runsOf } from './plain-runs.ts'
import type { Breaks } from './spells.ts'

/** Runs of one session. */
export interface SessionRuns {
  add(run: LoggedRun): void
  /** In the order of time; what says the same is folded. */
  runs(): readonly LoggedRun[]
}

/** Runs kept as they are before they are folded: what comes late may still change what they mean. */
const LATEST = 256

/**
 * A session's order matters only around what changes the session or tables. Runs in between are folded, until the
 * session makes a temporary table: then each run may read what the one before has put into it.
 */
export function sessionRuns(changes: ChangeTimes): SessionRuns {
  let kept: LoggedRun[] = []
  let limit = 2 * LATEST
  let makesTemporary = false
  let last: LoggedRun | null = null
  const breaks: number[] = []
  let folded: ReturnType<typeof foldedRuns> | null = null
  const breaksOf = (text: DistinctText): Breaks => [breaks, ...changes.of(text)]

  function foldOldest(): void {
    const into = folded ?? foldedRuns(breaksOf, { byUser: true })
    folded = into
    const times = new Set(breaks)
    const count = kept.length - LATEST
    kept = kept.filter((run, index) => {
      // At the time of a break only the log's own order tells what came first.
      if (index >= count || !run.text.isPlain || times.has(run.at)) return true
      into.add(run.text, run, run.at, run.executions)
      return false
    })
    limit = Math.max(2 * LATEST, 2 * kept.length)
  }

  return {
    add(run) {
      kept.push(run)
      makesTemporary ||= run.text.makesTemporary
      if (!run.text.isPlain || (last !== null && !isSameScope(last, run))) insertTime(breaks, run.at)
      last = run
      if (kept.length >= limit && !makesTemporary) foldOldest()
    },
    runs() {
      const all = folded === null ? kept : [...[...folded.all()].flatMap(runsOf), ...kept]
      // Sorting is stable: of equal times the log's own order holds.
      return all.sort((a, b) => a.at - b.at)
    },
  }
}
