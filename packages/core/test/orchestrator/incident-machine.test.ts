import { describe, expect, test } from 'vitest'
import type { IncidentStatus } from '../../src/model/incident.ts'
import { canMove } from '../../src/orchestrator/incident-machine.ts'

const ALL: readonly IncidentStatus[] = ['open', 'investigating', 'pending_review', 'resolved', 'dismissed']

const ALLOWED: ReadonlySet<string> = new Set([
  'open>investigating',
  'investigating>pending_review',
  'investigating>open',
  'pending_review>investigating',
  'pending_review>resolved',
  'open>dismissed',
  'investigating>dismissed',
  'pending_review>dismissed',
])

describe('the incident machine', () => {
  const moves = ALL.flatMap((from) => ALL.map((to) => [from, to] as const))
  test.each(moves)('%s -> %s', (from, to) => {
    expect(canMove(from, to)).toBe(ALLOWED.has(`${from}>${to}`))
  })
})
