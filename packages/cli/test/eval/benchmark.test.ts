import { sqlLineage } from '@aegis/lineage-sql'
import { describe, expect, it } from 'vitest'
import { scoreLines } from '../../src/eval/report/json-lines.ts'
import { runBenchmark } from '../../src/eval/run-benchmark.ts'
import { scoreOf } from '../../src/eval/score.ts'
import { scriptedArchitect } from './perfect-architect.ts'

const parser = sqlLineage()
const SMALL = { seed: 99, parser, perFault: 1 } as const
const withoutTimes = (answers: Awaited<ReturnType<typeof runBenchmark>>): unknown =>
  JSON.parse(JSON.stringify(answers, (key, value) => (key === 'milliseconds' ? 0 : value)))

describe('the benchmark', { timeout: 240_000 }, () => {
  it('gives the same answers to the same seed, and scores 1 for one who is told the truth', async () => {
    const faults = [
      'rename',
      'late_load',
      'table_dropped',
      'same_ancestry',
      'missing_edge',
      'unrelated_change',
    ] as const
    const first = await runBenchmark({ ...SMALL, faults })
    const truth = new Map(
      first.rules?.map(({ label }) => [`${label.table} ${label.type}`, label.rootCauseTable]),
    )
    const told = scriptedArchitect(
      ({ incident }) => truth.get(`${incident.table} ${incident.type}`) ?? null,
      1,
    )
    const { model, ...second } = await runBenchmark({ ...SMALL, faults, architects: { model: told } })
    expect(withoutTimes(second)).toEqual(withoutTimes(first))
    expect(model?.map(({ label }) => label)).toEqual(first.rules?.map(({ label }) => label))
    expect(scoreOf(model ?? [])).toEqual({
      n: 12,
      precision_at_1: 1,
      top_3: 1,
      no_cause_recall: 1,
      wrong_confident: 0,
      grounding: 1,
      brier: 0,
    })
  })

  it('scores low for one who always takes the first ancestor, and keeps no table that one makes up', async () => {
    const faults = ['rename', 'same_ancestry', 'unrelated_change', 'no_upstream_cause'] as const
    const hasty = scriptedArchitect(({ upstream }) => upstream[0]?.node.name ?? null)
    const { model = [] } = await runBenchmark({ ...SMALL, perFault: 3, faults, architects: { model: hasty } })
    const score = scoreOf(model)
    expect(score.no_cause_recall).toBe(0)
    expect(score.precision_at_1).toBeLessThan(0.8)
    expect(score.wrong_confident).toBeGreaterThan(0.5)
    expect(score.brier).toBeGreaterThan(0.4)

    const liar = scriptedArchitect(() => 'nowhere.at_all')
    const lies = await runBenchmark({ ...SMALL, faults, architects: { model: liar } })
    // Aegis refuses them, and the rules answer.
    expect(lies.model?.map(({ rootCauseTable }) => rootCauseTable)).toEqual(
      lies.rules?.map(({ rootCauseTable }) => rootCauseTable),
    )
  })

  it('answers other incidents to another seed, and writes a line for each who was asked', async () => {
    const faults = ['rename', 'stopped_load'] as const
    const one = await runBenchmark({ ...SMALL, faults })
    const two = await runBenchmark({ ...SMALL, seed: 100, faults })
    const keys = (answers: typeof one): unknown => answers.rules?.map(({ label }) => label.key)
    expect(keys(two)).not.toEqual(keys(one))
    const lines = scoreLines(one, 99)
    expect(lines.map(({ architect, split, seed, n }) => [architect, split, seed, n])).toEqual([
      ['baseline', 'tuned', 99, 2],
      ['baseline', 'held_out', 99, 2],
      ['rules', 'tuned', 99, 2],
      ['rules', 'held_out', 99, 2],
    ])
    expect(Object.keys(lines[0] ?? {}).sort()).toEqual(
      [
        'architect',
        'split',
        'seed',
        'n',
        'precision_at_1',
        'top_3',
        'no_cause_recall',
        'wrong_confident',
        'grounding',
        'brier',
        'by_fault',
      ].sort(),
    )
  })
})
