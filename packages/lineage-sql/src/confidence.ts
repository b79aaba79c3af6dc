/**
 * How sure an edge is by where its source was found. `level` counts the subqueries and CTEs between the target and
 * the source, 0-based: 0 -> 1.0, 1 and 2 -> 0.8, 3 and more -> 0.6.
 */
export function patternConfidence(level: number): number {
  if (level === 0) return 1
  return level < 3 ? 0.8 : 0.6
}

/** What an edge is worth that the scanner saw and a real parser of the same statement did not. */
const CONTRADICTED = 0.7

/**
 * Refines the pattern's confidence by a second opinion. An edge that both engines saw keeps what its pattern says, for
 * agreement proves the table and not the way to it. An edge that only the scanner saw is worth 0.7 at most. Where no
 * other engine could read the statement there is no second opinion, and the pattern's confidence stands.
 */
export function refinedConfidence(pattern: number, seenByOther: boolean): number {
  return seenByOther ? pattern : Math.min(pattern, CONTRADICTED)
}
