import { describe, expect, test } from 'vitest'
import { type Answer, scoreOf, type Unseen, wilson } from '../src/score.ts'

const statement = (edges: Unseen['edges'], alternatives: Unseen['alternatives'] = []): Unseen => ({
  id: 'x',
  dialect: 'ansi',
  sql: '',
  edges,
  alternatives,
  truncated: false,
})

const answer = (...edges: readonly (readonly [string, string, number?])[]): Answer => ({
  edges: edges.map(([source, target, confidence = 1]) => ({ source, target, confidence })),
  isSilent: false,
})

const score = (one: Unseen, given: Answer) => scoreOf([one], new Map([[one, given]]))

describe('the score of lineage answers', () => {
  test('quotes and case do not count, self-loops and files are no edges', () => {
    const truth = statement([
      ['Raw.Orders', 'a.t'],
      ['stage:@s/x', 'a.t'],
    ])
    expect(
      score(truth, answer(['raw."orders"', 'A.T'], ['a.t', 'a.t'], ['path:s3://b', 'a.t'])),
    ).toMatchObject({
      exact: 100,
      precision: 100,
      recall: 100,
    })
  })

  test('an extra edge is as wrong as a missing one', () => {
    const truth = statement([['a', 't']])
    expect(score(truth, answer(['a', 't'], ['b', 't']))).toMatchObject({
      exact: 0,
      precision: 50,
      recall: 100,
    })
    expect(score(truth, answer())).toMatchObject({ exact: 0, recall: 0, missed: ['x'] })
  })

  test('of alternatives the nearest counts', () => {
    const truth = statement(
      [['a', 't']],
      [
        [
          ['a', 't'],
          ['b', 't'],
        ],
        [],
      ],
    )
    expect(score(truth, answer(['a', 't'], ['b', 't']))).toMatchObject({
      exact: 100,
      precision: 100,
      recall: 100,
    })
  })

  test('statements without edges count apart', () => {
    expect(score(statement([]), answer())).toMatchObject({ withEdges: 0, withoutEdges: 1, quiet: 100 })
    expect(score(statement([]), answer(['a', 't']))).toMatchObject({ quiet: 0, precision: 0 })
  })

  test('all statements count together too', () => {
    const moves = statement([['a', 't']])
    const moreMoves = statement([['b', 't']])
    const quiet = statement([])
    const answers = new Map([
      [moves, answer(['a', 't'])],
      [moreMoves, answer()],
      [quiet, answer()],
    ])
    const { right, exact } = scoreOf([moves, moreMoves, quiet], answers)
    expect(right).toBeCloseTo(66.7, 1)
    expect(exact).toBe(50)
  })

  test('edges scored 0.9 or more are counted with how many are right', () => {
    const given = answer(['a', 't'], ['b', 't', 0.9], ['c', 't', 0.8])
    expect(score(statement([['a', 't']]), given)).toMatchObject({ sure: 2, sureRight: 1 })
  })

  test('the interval narrows with the count', () => {
    const [low, high] = wilson(98, 100)
    expect(low).toBeCloseTo(0.93, 2)
    expect(high).toBeCloseTo(0.994, 2)
    expect(wilson(0, 0)).toEqual([0, 1])
  })
})
