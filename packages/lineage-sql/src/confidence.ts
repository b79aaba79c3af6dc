/**
 * How sure an edge is by where its source was found. `level` counts the subqueries and CTEs between the target and
 * the source, 0-based: 0 -> 1.0, 1 and 2 -> 0.8, 3 and more -> 0.6.
 */
export function patternConfidence(level: number): number {
  if (level === 0) return 1
  return level < 3 ? 0.8 : 0.6
}
