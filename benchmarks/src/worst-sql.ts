import { seeded } from './warehouse-graph.ts'

/** Printable characters and line feeds without any order. */
function garbage(length: number): string {
  const random = seeded(7)
  return Array.from({ length }, () => {
    const code = 31 + Math.floor(random() * 96)
    return code === 31 ? '\n' : String.fromCharCode(code)
  }).join('')
}

function nested(levels: number): string {
  return `INSERT INTO t SELECT * FROM ${'(SELECT * FROM '.repeat(levels)}s.a${') x'.repeat(levels)}`
}

/** What a log may hold by accident or by malice, by name. */
export const WORST_CASES: readonly (readonly [name: string, sql: string])[] = [
  ['garbage_1mb', garbage(2 ** 20)],
  ['parentheses_10000', `INSERT INTO t SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)} FROM s.a`],
  ['open_parentheses_10000', `INSERT INTO t SELECT ${'('.repeat(10_000)}`],
  [
    'unions_5000',
    `INSERT INTO t ${Array.from({ length: 5_000 }, (_, index) => `SELECT a FROM s.t${index}`).join(' UNION ALL ')}`,
  ],
  ['nested_200', nested(200)],
  [
    'concatenations_10000',
    `INSERT INTO t SELECT ${Array.from({ length: 10_000 }, () => 'a').join(' || ')} FROM s.a`,
  ],
]
