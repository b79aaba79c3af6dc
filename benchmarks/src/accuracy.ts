import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WrittenName } from '@aegis/core/ports'
import { sqlLineage } from '@aegis/lineage-sql'
import nodeSqlParser from 'node-sql-parser'
import * as z from 'zod'
import type { Bench, Report } from './report.ts'
import { type Answer, type Score, scoreOf, type Unseen, wilson } from './score.ts'

const FOLDER = join(import.meta.dirname, '../../packages/lineage-sql/test/unseen')

const pair = z.tuple([z.string(), z.string()])
const unseenLine: z.ZodType<Unseen> = z.object({
  id: z.string(),
  dialect: z.string(),
  sql: z.string(),
  edges: z.array(pair),
  alternatives: z.array(z.array(pair)).default([]),
  truncated: z.boolean().default(false),
})

function readUnseen(): readonly Unseen[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'))
  if (files.length === 0) throw new Error(`There are no statements in ${FOLDER}.`)
  return files.flatMap((name) =>
    readFileSync(join(FOLDER, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => unseenLine.parse(JSON.parse(line))),
  )
}

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

export const bench: Bench = async (report) => {
  const statements = readUnseen()
  const mine = new Map<Unseen, Answer>()
  const other = new Map<Unseen, Answer>()
  for (const statement of statements) {
    mine.set(statement, await ours(statement))
    other.set(statement, await npmParser(statement))
  }
  const byDialect = Map.groupBy(statements, ({ dialect }) => dialect)
  for (const [dialect, some] of byDialect)
    addScores(report, dialect, scoreOf(some, mine), scoreOf(some, other))
  const total = scoreOf(statements, mine)
  addScores(report, 'all', total, scoreOf(statements, other))
  const { sure, sureRight } = total
  const [low, high] = wilson(sureRight, sure)
  report.note(`statements with neither a result nor a reason: ${total.silent}`)
  report.note(
    `edges scored >= 0.9: ${sureRight} of ${sure} right (95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %)`,
  )
  if (process.env.AEGIS_SHOW_MISSES === '1') for (const id of total.missed) report.note(`missed: ${id}`)
  await lineage[Symbol.asyncDispose]()
}
