import type { Diagnosis } from '@aegis/core'
import { describe, expect, it } from 'vitest'
import { candidatesOf, unfounded } from '../../src/eval/play/grounding.ts'

const AT = new Date('2026-03-02T00:00:00Z')
const known = new Set(['raw.orders', 'marts.daily'])
const sound: Diagnosis = {
  rootCause: 'raw.orders.price was renamed, see E1.',
  rootCauseTable: 'raw.orders',
  blastRadius: ['marts.daily'],
  severity: 'high',
  confidence: 0.9,
  recommendations: [{ action: 'investigate', description: 'Look at raw.orders.', sql: null, priority: 1 }],
  evidence: [{ id: 'E1', kind: 'anomaly', table: 'raw.orders', at: AT, text: 'It changed.' }],
  rootCauseEvidence: ['E1'],
  decidedBy: 'test',
  diagnosedAt: AT,
}

describe('unfounded', () => {
  it('finds nothing in a sound diagnosis', () => {
    expect(unfounded(sound, known)).toEqual([])
  })

  it.each<[string, Partial<Diagnosis>, string]>([
    ['a root cause', { rootCauseTable: 'raw.ghost' }, 'raw.ghost'],
    ['a table in prose', { rootCause: 'raw.ghost is late.' }, 'raw.ghost'],
    ['a table of the blast radius', { blastRadius: ['marts.ghost'] }, 'marts.ghost'],
    ['evidence that is not there', { rootCauseEvidence: ['E7'] }, 'E7'],
    [
      'a table that only its evidence knows',
      { evidence: [{ id: 'E1', kind: 'lineage', table: 'raw.ghost', at: null, text: '' }] },
      'raw.ghost',
    ],
  ])('finds %s', (_name, change, expected) => {
    expect(unfounded({ ...sound, ...change }, known)).toContain(expected)
  })
})

describe('candidatesOf', () => {
  it('takes the list where there is one, else the answer', () => {
    expect(candidatesOf(sound)).toEqual(['raw.orders'])
    expect(candidatesOf({ ...sound, rootCauseTable: null })).toEqual([])
    const listed = {
      ...sound,
      candidates: [
        { table: 'raw.a', confidence: 0.6, why: 'nearest' },
        { table: 'raw.b', confidence: 0.2, why: 'older' },
      ],
    }
    expect(candidatesOf(listed)).toEqual(['raw.a', 'raw.b'])
  })
})
