import type { LineageRelationship } from '../model/lineage.ts'

/** 0..1: how sure a path is. One weak edge makes the whole path weak. */
export function pathConfidence(soFar: number, edge: number): number {
  return soFar * edge
}

const STRENGTH: Readonly<Record<LineageRelationship, number>> = { direct: 0, derived: 1, aggregated: 2 }

/** Of two sightings at the same time the one that says more. */
export function strongerRelationship(a: LineageRelationship, b: LineageRelationship): LineageRelationship {
  return STRENGTH[b] > STRENGTH[a] ? b : a
}
