import { describe, expect, it } from 'vitest'
import type { AnswerEdge } from '../../src/lineage/edge.ts'
import { drawTree } from '../../src/lineage/tree.ts'

function edges(...pairs: readonly string[]): readonly AnswerEdge[] {
  return pairs.map((pair) => {
    const [source = '', target = ''] = pair.split('>')
    return { source, target, confidence: 1, columns: [] }
  })
}

describe('the graph as text', () => {
  it.each([
    ['nothing', [], []],
    ['branches', ['a>b', 'a>c', 'b>d'], ['a', '├─ b', '│  └─ d', '└─ c']],
    ['a table reached twice', ['a>c', 'b>c', 'c>d'], ['a', '└─ c', '   └─ d', 'b', '└─ c (see above)']],
    ['a circle', ['a>b', 'b>a'], ['a', '└─ b', '   └─ a (see above)']],
    ['a circle behind a root', ['r>a', 'a>b', 'b>a'], ['r', '└─ a', '   └─ b', '      └─ a (see above)']],
  ])('%s', (_what, pairs, expected) => {
    expect(drawTree(edges(...pairs))).toEqual(expected)
  })

  it('is no deeper than the machine, however long the chain', () => {
    const chain = Array.from({ length: 5_000 }, (_, index) => `t${index}>t${index + 1}`)
    expect(drawTree(edges(...chain))).toHaveLength(5_001)
  })
})
