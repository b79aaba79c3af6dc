import type { LineageNode } from '@aegis/core'
import { expect, test } from 'vitest'
import { blastTree } from '../../src/report/blast-tree.ts'

function node(name: string, depth: number): LineageNode {
  return { name, depth, confidence: 1, isTerminal: false }
}

function draw(affected: readonly LineageNode[], edges: readonly string[]): readonly string[] {
  const pairs = edges.map((edge) => {
    const [source = '', target = ''] = edge.split('>')
    return { source, target }
  })
  return blastTree('root', affected, pairs).map(({ branch, node: { name } }) => `${branch}${name}`)
}

test('a table stands below the one it reads', () => {
  expect(
    draw([node('a', 1), node('b', 1), node('c', 2), node('d', 2)], ['root>a', 'root>b', 'a>c', 'b>d']),
  ).toEqual(['├─ a', '│  └─ c', '└─ b', '   └─ d'])
})

test('a table with two ways to it stands once', () => {
  expect(draw([node('a', 1), node('b', 1), node('c', 2)], ['root>a', 'root>b', 'a>c', 'b>c'])).toEqual([
    '├─ a',
    '│  └─ c',
    '└─ b',
  ])
})

test('nothing affected, nothing drawn', () => {
  expect(draw([], ['x>root'])).toEqual([])
})
