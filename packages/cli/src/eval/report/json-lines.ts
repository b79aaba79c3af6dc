import type { Answers, ArchitectName } from '../answer.ts'
import { ARCHITECT_NAMES } from '../answer.ts'
import type { FaultKind } from '../faults/script.ts'
import { type Score, scoreOf, scoresByFault } from '../score.ts'
import type { Split } from '../world/families.ts'

/** One line of `aegis eval rca --json`. */
export interface ScoreLine extends Score {
  readonly architect: ArchitectName
  readonly split: Split
  readonly seed: number
  readonly by_fault: Readonly<Partial<Record<FaultKind, Score>>>
}

export const SPLITS: readonly Split[] = ['tuned', 'held_out']

/** Enough for every figure: shares of a few hundred incidents. */
function rounded(score: Score): Score {
  const round = (value: number | null): number | null =>
    value === null ? null : Math.round(value * 10_000) / 10_000
  return {
    n: score.n,
    precision_at_1: round(score.precision_at_1),
    top_3: round(score.top_3),
    no_cause_recall: round(score.no_cause_recall),
    wrong_confident: round(score.wrong_confident) ?? 0,
    grounding: round(score.grounding) ?? 0,
    brier: round(score.brier),
  }
}

/** An architect and split each, in a fixed order; none for an architect that was not asked. */
export function scoreLines(answers: Answers, seed: number): readonly ScoreLine[] {
  return ARCHITECT_NAMES.flatMap((architect) => {
    const all = answers[architect]
    if (all === undefined) return []
    return SPLITS.map((split) => {
      const group = all.filter(({ label }) => label.split === split)
      const byFault = [...scoresByFault(group)].map(([fault, score]) => [fault, rounded(score)])
      return { architect, split, seed, ...rounded(scoreOf(group)), by_fault: Object.fromEntries(byFault) }
    })
  })
}
