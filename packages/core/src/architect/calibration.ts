/** By what a confidence is given. */
export type Ground = 'upstream' | 'nothing_upstream' | 'parents_have_data' | 'nothing_explains'

type Curve = readonly (readonly [score: number, confidence: number])[]

/** How often an answer of that score was right. In between, straight lines. */
const CURVES: Readonly<Record<Ground, Curve>> = {
  upstream: [
    [0, 0],
    [1, 1],
  ],
  nothing_upstream: [[1, 0.6]],
  parents_have_data: [[1, 0.8]],
  nothing_explains: [[1, 0.6]],
}

/** The confidence that an answer deserves, 0..1. */
export function calibrated(ground: Ground, score: number): number {
  const curve = CURVES[ground]
  const [first] = curve
  let [x0, y0] = first ?? [0, 0]
  for (const [x1, y1] of curve) {
    if (score <= x1) return x1 === x0 ? y1 : y0 + ((y1 - y0) * (score - x0)) / (x1 - x0)
    x0 = x1
    y0 = y1
  }
  return y0
}
