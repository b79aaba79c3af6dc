/** By what a confidence is given. */
export type Ground = 'upstream' | 'nothing_upstream' | 'parents_have_data' | 'nothing_explains'

type Curve = readonly (readonly [score: number, confidence: number])[]

/**
 * What share of answers of such a score was right at least, on the tuned split of the benchmark; kept below 1, because a simulated
 * warehouse is kinder than a real one, and low where scores were rare. In between, straight lines. See decision record 0013.
 */
const CURVES: Readonly<Record<Ground, Curve>> = {
  upstream: [
    [0, 0],
    [0.45, 0.5],
    [0.55, 0.7],
    [0.65, 0.85],
    [0.75, 0.93],
    [1, 0.97],
  ],
  // By what is left beside the strongest cause that was not strong enough.
  nothing_explains: [
    [0, 0],
    [0.55, 0.5],
    [0.8, 0.85],
    [1, 0.95],
  ],
  parents_have_data: [
    [0, 0],
    [0.55, 0.5],
    [1, 0.9],
  ],
  nothing_upstream: [[1, 0.9]],
}

/** The confidence that an answer of this score deserves, 0..1. */
export function calibrated(ground: Ground, score: number): number {
  const curve = CURVES[ground]
  let [x0, y0] = curve[0] ?? [0, 0]
  for (const [x1, y1] of curve) {
    if (score <= x1) return x1 === x0 ? y1 : y0 + ((y1 - y0) * (score - x0)) / (x1 - x0)
    x0 = x1
    y0 = y1
  }
  return y0
}
