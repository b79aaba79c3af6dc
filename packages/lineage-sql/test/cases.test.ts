import { describe, expect, it } from 'vitest'
import { answersOf, readCases } from './read-cases.ts'

const cases = readCases()

/** A reason that is expected stands for every reason that begins with it. */
function shorten(answers: readonly string[], expected: readonly string[]): readonly string[] {
  return answers.map(
    (answer) => expected.find((line) => line.startsWith('unparsed') && answer.startsWith(line)) ?? answer,
  )
}

describe('lineage of SQL text', () => {
  it('has cases in every dialect', () => {
    const dialects = Map.groupBy(cases, ({ dialect }) => dialect)
    expect([...dialects.keys()].sort()).toEqual(['ansi', 'bigquery', 'databricks', 'postgresql', 'snowflake'])
    expect(cases.length).toBeGreaterThanOrEqual(60)
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
    for (const { name, sql, expected } of cases)
      expect([name, sql !== '', expected.length > 0]).toEqual([name, true, true])
  })

  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const expected = [...each.expected].sort()
    const answers = answersOf(each, (beginning) =>
      expected.some(
        (line) =>
          (line.startsWith(`${beginning} :`) && line.endsWith('}')) ||
          (line.startsWith(`${beginning} [`) && line.endsWith(']')),
      ),
    )
    expect([...shorten(answers, expected)].sort()).toEqual(expected)
  })
})
