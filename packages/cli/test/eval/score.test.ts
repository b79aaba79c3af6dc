import { describe, expect, it } from 'vitest'
import { type Answer, isRight } from '../../src/eval/answer.ts'
import type { Label } from '../../src/eval/play/label.ts'
import { reliabilityBins } from '../../src/eval/report/reliability.ts'
import { reliabilitySvg } from '../../src/eval/report/reliability-svg.ts'
import { scoreOf, scoresByFault } from '../../src/eval/score.ts'

function label(rootCauseTable: string | null, more: Partial<Label> = {}): Label {
  return {
    key: 'k',
    split: 'held_out',
    family: 'layers',
    dialect: 'postgresql',
    fault: 'rename',
    table: 'marts.t',
    type: 'schema_drift',
    rootCauseTable,
    accepted: rootCauseTable === null ? [] : [rootCauseTable],
    trueRoots: [],
    distance: 1,
    changed: [],
    ...more,
  }
}

function answer(
  of: Label,
  rootCauseTable: string | null,
  confidence: number,
  more: Partial<Answer> = {},
): Answer {
  const candidates = rootCauseTable === null ? [] : [rootCauseTable]
  return { label: of, rootCauseTable, confidence, candidates, unfounded: [], milliseconds: 1, ...more }
}

describe('isRight', () => {
  it.each([
    ['the cause', 'raw.a', 'raw.a', true],
    ['another table', 'raw.a', 'raw.b', false],
    ['no cause where there is one', 'raw.a', null, false],
    ['the table itself where there is a cause', 'raw.a', 'marts.t', false],
    ['no cause where there is none', null, null, true],
    ['the table itself where there is no other', null, 'marts.t', true],
    ['a cause where there is none', null, 'raw.a', false],
  ])('%s', (_name, cause, given, expected) => {
    expect(isRight(answer(label(cause), given, 0.5))).toBe(expected)
  })
})

describe('scoreOf', () => {
  it('counts each figure over its own incidents', () => {
    const answers = [
      answer(label('raw.a'), 'raw.a', 0.9),
      answer(label('raw.a'), 'raw.b', 0.8, { candidates: ['raw.b', 'raw.c', 'raw.a'] }),
      answer(label('raw.a'), 'raw.b', 0.79, { candidates: ['raw.b', 'raw.c', 'raw.d', 'raw.a'] }),
      answer(label('raw.a'), null, 0, { unfounded: ['E9'] }),
      answer(label(null), null, 0),
      answer(label(null, { fault: 'no_upstream_cause' }), 'raw.a', 1),
    ]
    const score = scoreOf(answers)
    expect(score).toMatchObject({ n: 6, precision_at_1: 0.25, top_3: 0.5, no_cause_recall: 0.5 })
    expect(score.wrong_confident).toBeCloseTo(2 / 6)
    expect(score.grounding).toBeCloseTo(5 / 6)
    // The two answers without confidence claim nothing.
    expect(score.brier).toBeCloseTo((0.01 + 0.64 + 0.6241 + 1) / 4)
    expect(scoresByFault(answers).get('no_upstream_cause')).toMatchObject({
      n: 1,
      precision_at_1: null,
      no_cause_recall: 0,
    })
  })

  it('has no share of nothing', () => {
    expect(scoreOf([])).toMatchObject({ n: 0, precision_at_1: null, no_cause_recall: null, brier: null })
  })
})

describe('reliability', () => {
  const answers = [
    answer(label('raw.a'), 'raw.a', 0.95),
    answer(label('raw.a'), 'raw.b', 1),
    answer(label(null), null, 0),
  ]

  it('puts claims into ten bins', () => {
    const bins = reliabilityBins([...answers, answer(label(null), null, 0.7)])
    expect(bins).toHaveLength(10)
    expect(bins[9]).toMatchObject({ from: 0.9, count: 2, right: 0.5, confidence: 0.975 })
    expect(bins[7]).toMatchObject({ from: 0.7, count: 1, right: 1 })
    expect(bins[0]?.count).toBe(0)
  })

  it('draws a plot for each who was asked and each split', () => {
    const svg = reliabilitySvg({ rules: answers }, 5)
    expect(svg).toContain('rules, held-out topologies')
    expect(svg).toContain('2 claims, 3 incidents')
    expect(svg).not.toContain('baseline')
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  })
})
