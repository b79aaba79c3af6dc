import { join } from 'node:path'
import type { WrittenName } from '@aegis/core/ports'
import { sqlLineage } from '@aegis/lineage-sql'
import nodeSqlParser from 'node-sql-parser'
import { readCases } from './cases.ts'
import type { Bench, Report } from './report.ts'
import { type Answer, type Score, scoreOf, type Unseen, wilson } from './score.ts'

const TESTS = join(import.meta.dirname, '../../packages/lineage-sql/test')

/** Frozen sets, in the order they were written. One that is not there is said to be missing. */
const UNSEEN = ['unseen', 'unseen-2'] as const

const written = ({ parts, kind }: WrittenName): string => {
  const text = parts.map((part) => part.text).join('.')
  return kind === undefined || kind === 'table' ? text : `${kind}:${text}`
}

const lineage = sqlLineage()

async function ours({ sql, dialect, truncated }: Unseen): Promise<Answer> {
  const { statements } = await lineage.analyze(sql, dialect, { truncated })
  const edges = statements.flatMap((statement) =>
    statement.status === 'parsed'
      ? statement.sources.map(({ name, confidence }) => ({
          source: written(name),
          target: written(statement.target),
          confidence,
        }))
      : [],
  )
  return { edges, isSilent: statements.length === 0 }
}

const NEAREST: Readonly<Record<string, string>> = {
  postgresql: 'Postgresql',
  snowflake: 'Snowflake',
  bigquery: 'BigQuery',
  databricks: 'Hive',
  ansi: 'Postgresql',
}

/** `select::db::table` and the like: every table written to, from every table read. */
async function npmParser({ sql, dialect }: Unseen): Promise<Answer> {
  try {
    const tables = new nodeSqlParser.Parser().tableList(sql, { database: NEAREST[dialect] ?? 'Postgresql' })
    const named = tables.map((text) => {
      const [verb, schema, name] = text.split('::')
      return { isRead: verb === 'select', name: schema === 'null' ? `${name}` : `${schema}.${name}` }
    })
    const reads = named.filter(({ isRead }) => isRead)
    const edges = named
      .filter(({ isRead }) => !isRead)
      .flatMap((target) =>
        reads.map((source) => ({ source: source.name, target: target.name, confidence: 1 })),
      )
    return { edges, isSilent: false }
  } catch {
    return { edges: [], isSilent: true }
  }
}

function addScores(report: Report, name: string, mine: Score, other: Score): void {
  const figure = (what: string, pick: (score: Score) => number, goal?: string): void =>
    report.add({
      bench: 'accuracy',
      case: `${name}: ${what}`,
      unit: '%',
      ours: pick(mine),
      other: pick(other),
      otherName: 'node-sql-parser tableList',
      goal,
    })
  figure(`exact, ${mine.withEdges} with edges`, (score) => score.exact, '>= 95')
  figure('edge precision', (score) => score.precision, '>= 98')
  figure('edge recall', (score) => score.recall, '>= 95')
  figure(`right where nothing moves, ${mine.withoutEdges}`, (score) => score.quiet)
}

interface Answers {
  readonly mine: ReadonlyMap<Unseen, Answer>
  readonly other: ReadonlyMap<Unseen, Answer>
}

async function answersTo(statements: readonly Unseen[]): Promise<Answers> {
  const mine = new Map<Unseen, Answer>()
  const other = new Map<Unseen, Answer>()
  for (const statement of statements) {
    mine.set(statement, await ours(statement))
    other.set(statement, await npmParser(statement))
  }
  return { mine, other }
}

const short = (percent: number): string => percent.toFixed(1)

function noteSure(report: Report, name: string, { sure, sureRight }: Score): void {
  const [low, high] = wilson(sureRight, sure)
  const interval = `95 % interval ${short(100 * low)} to ${short(100 * high)} %`
  report.note(`${name}: edges scored >= 0.9: ${sureRight} of ${sure} right (${interval})`)
}

function noteMisses(report: Report, { missed }: Score): void {
  if (process.env.AEGIS_SHOW_MISSES === '1') for (const id of missed) report.note(`missed: ${id}`)
}

/** The sets that nobody tuned on: each by dialect and in total, then what both say together. */
async function scoreUnseen(report: Report): Promise<void> {
  const pooled: Unseen[] = []
  const pooledAnswers = new Map<Unseen, Answer>()
  for (const set of UNSEEN) {
    const statements = readCases(join(TESTS, set)).flatMap((file) => file.statements)
    if (statements.length === 0) {
      report.note(`${set}: there are no statements in packages/lineage-sql/test/${set}`)
      continue
    }
    const { mine, other } = await answersTo(statements)
    for (const [dialect, some] of Map.groupBy(statements, (statement) => statement.dialect))
      addScores(report, `${set} ${dialect}`, scoreOf(some, mine), scoreOf(some, other))
    const total = scoreOf(statements, mine)
    addScores(report, `${set} all`, total, scoreOf(statements, other))
    report.note(`${set}: statements with neither a result nor a reason: ${total.silent}`)
    noteSure(report, set, total)
    noteMisses(report, total)
    pooled.push(...statements)
    for (const [statement, answer] of mine) pooledAnswers.set(statement, answer)
  }
  if (pooled.length === 0) throw new Error(`There are no statements in ${TESTS}.`)
  noteSure(report, 'all sets', scoreOf(pooled, pooledAnswers))
}

/** Statements from elsewhere: one figure a file. */
async function scoreFolder(report: Report, folder: string): Promise<void> {
  const files = readCases(folder)
  if (files.length === 0) throw new Error(`There is no *.jsonl in ${folder}, the folder of AEGIS_CASES.`)
  for (const { name, statements } of files) {
    const { mine, other } = await answersTo(statements)
    const score = scoreOf(statements, mine)
    report.add({
      bench: 'accuracy',
      case: `${name}: exact, ${statements.length} statements`,
      unit: '%',
      ours: score.right,
      other: scoreOf(statements, other).right,
      otherName: 'node-sql-parser tableList',
      goal: '>= 99',
    })
    report.note(
      `${name}: exact ${short(score.exact)} % of ${score.withEdges} with edges, ${short(score.quiet)} % of ${score.withoutEdges} without; precision ${short(score.precision)} %, recall ${short(score.recall)} %`,
    )
    noteMisses(report, score)
  }
}

/** With AEGIS_CASES, the path of a folder of `*.jsonl`, only that folder is scored. */
export const bench: Bench = async (report) => {
  const folder = process.env.AEGIS_CASES ?? ''
  try {
    await (folder === '' ? scoreUnseen(report) : scoreFolder(report, folder))
  } finally {
    await lineage[Symbol.asyncDispose]()
  }
}
