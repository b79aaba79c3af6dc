import { type Answer, isRight } from '../answer.ts'
import { claims } from '../score.ts'

/** Answers of about the same confidence. */
export interface Bin {
  /** Confidence from here, to a tenth more; the last bin holds 1 too. */
  readonly from: number
  readonly count: number
  /** Their mean confidence; of an empty bin 0. */
  readonly confidence: number
  /** The share that is right; of an empty bin 0. */
  readonly right: number
}

const BINS = 10

/** Ten bins of the answers that claim something. */
export function reliabilityBins(answers: readonly Answer[]): readonly Bin[] {
  const groups = Map.groupBy(claims(answers), ({ confidence }) =>
    Math.min(BINS - 1, Math.floor(confidence * BINS + 1e-9)),
  )
  return Array.from({ length: BINS }, (_, index) => {
    const group = groups.get(index) ?? []
    const count = group.length
    const sum = group.reduce((total, { confidence }) => total + confidence, 0)
    return {
      from: index / BINS,
      count,
      confidence: count === 0 ? 0 : sum / count,
      right: count === 0 ? 0 : group.filter(isRight).length / count,
    }
  })
}
