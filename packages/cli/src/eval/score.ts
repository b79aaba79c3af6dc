import { type Answer, isRight } from './answer.ts'
import type { FaultKind } from './faults/script.ts'

/** Shares are 0..1; null: there was nothing to measure it by. */
export interface Score {
  /** Labelled incidents. */
  readonly n: number
  /** Of incidents with an upstream cause: the answer is right. */
  readonly precision_at_1: number | null
  /** Of the same: a right answer is among the first three. */
  readonly top_3: number | null
  /** Of incidents without: the answer is that there is none. */
  readonly no_cause_recall: number | null
  /** Of all: wrong, with a confidence of 0.8 or more. */
  readonly wrong_confident: number
  /** Of all: each table named exists, and each piece of evidence cited. */
  readonly grounding: number
  /** Mean squared distance of the confidence from right (1) or wrong (0), over the answers that claim something. */
  readonly brier: number | null
}

const CONFIDENT = 0.8

function share(items: readonly Answer[], holds: (answer: Answer) => boolean): number | null {
  return items.length === 0 ? null : items.filter(holds).length / items.length
}

/** A confidence of 0 says that a person must look: that is no claim, whatever comes of it. */
export function claims(answers: readonly Answer[]): readonly Answer[] {
  return answers.filter(({ confidence }) => confidence > 0)
}

function isAmongThree({ label, candidates, rootCauseTable }: Answer): boolean {
  const first =
    rootCauseTable === null
      ? candidates
      : [rootCauseTable, ...candidates.filter((name) => name !== rootCauseTable)]
  return first.slice(0, 3).some((name) => label.accepted.includes(name))
}

function brierOf(answers: readonly Answer[]): number | null {
  const all = claims(answers)
  const sum = all.reduce((total, answer) => total + (answer.confidence - (isRight(answer) ? 1 : 0)) ** 2, 0)
  return all.length === 0 ? null : sum / all.length
}

export function scoreOf(answers: readonly Answer[]): Score {
  const caused = answers.filter(({ label }) => label.rootCauseTable !== null)
  const uncaused = answers.filter(({ label }) => label.rootCauseTable === null)
  return {
    n: answers.length,
    precision_at_1: share(caused, isRight),
    top_3: share(caused, isAmongThree),
    no_cause_recall: share(uncaused, isRight),
    wrong_confident: share(answers, (answer) => answer.confidence >= CONFIDENT && !isRight(answer)) ?? 0,
    grounding: share(answers, ({ unfounded }) => unfounded.length === 0) ?? 1,
    brier: brierOf(answers),
  }
}

export function scoresByFault(answers: readonly Answer[]): ReadonlyMap<FaultKind, Score> {
  const groups = Map.groupBy(answers, ({ label }) => label.fault)
  return new Map([...groups].map(([fault, group]) => [fault, scoreOf(group)]))
}

/** Milliseconds, half of the incidents took less. */
export function medianMilliseconds(answers: readonly Answer[]): number | null {
  const sorted = answers.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
