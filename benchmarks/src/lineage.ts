import type { Dialect } from '@aegis/core'
import type { LineageParser } from '@aegis/core/ports'
import { sqlLineage } from '@aegis/lineage-sql'
import { init, Dialect as Polyglot, parse } from '@polyglot-sql/sdk'
import { measureLog } from './lineage-log.ts'
import { percentile, timed } from './measure.ts'
import type { Bench, Report } from './report.ts'
import { type LoggedStatement, warehouseLog } from './warehouse-log.ts'
import { WORST_CASES } from './worst-sql.ts'

const SEED = 20_260_401
const STATEMENTS = 20_000
const ROUNDS = 5
const AT_ONCE = 64
const WORST_ROUNDS = 5
const WORST_RUNS = 1_000
const POLYGLOT = 'polyglot parse'

const POLYGLOT_DIALECTS: Readonly<Record<string, Polyglot>> = {
  postgresql: Polyglot.PostgreSQL,
  snowflake: Polyglot.Snowflake,
  bigquery: Polyglot.BigQuery,
  databricks: Polyglot.Databricks,
}

const median = (samples: readonly number[]): number => percentile(samples, 0.5)
const megabytes = (bytes: number): number => bytes / 2 ** 20

function bareParse(sql: string, dialect: Dialect): void {
  try {
    parse(sql, POLYGLOT_DIALECTS[dialect] ?? Polyglot.Generic)
  } catch {
    // It traps on some of the worst cases; how long it takes until then is its figure.
  }
}

/** Every statement is new, so that nothing remembered helps. */
async function analyzeAll(parser: LineageParser, statements: readonly LoggedStatement[]): Promise<void> {
  for (let start = 0; start < statements.length; start += AT_ONCE) {
    const some = statements.slice(start, start + AT_ONCE)
    await Promise.all(some.map(({ sql, dialect }) => parser.analyze?.(sql, dialect)))
  }
}

async function measureSpeed(report: Report, parser: LineageParser): Promise<void> {
  const samples: { readonly tables: number[]; readonly columns: number[]; readonly bare: number[] } = {
    tables: [],
    columns: [],
    bare: [],
  }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const statements = warehouseLog(STATEMENTS, SEED + round)
    const tables = await timed(() => {
      for (const { sql, dialect } of statements) parser.parse(sql, dialect)
    })
    const bare = await timed(() => {
      for (const { sql, dialect } of statements) bareParse(sql, dialect)
    })
    const columns = await timed(() => analyzeAll(parser, statements))
    // The first round warms up.
    if (round === 0) continue
    const perSecond = (taken: number): number => (STATEMENTS / taken) * 1_000
    samples.tables.push(perSecond(tables))
    samples.bare.push(perSecond(bare))
    samples.columns.push(perSecond(columns))
  }
  const common = { bench: 'lineage', unit: 'statements/s', other: median(samples.bare), otherName: POLYGLOT }
  report.add({ ...common, case: 'tables_only', ours: median(samples.tables), goal: '>= 10x' })
  if (parser.analyze === undefined) report.note('with_columns: NOT RUN, the parser has no columns')
  else report.add({ ...common, case: 'with_columns', ours: median(samples.columns), goal: '>= 0.6x' })
}

function withColumns(parser: LineageParser, sql: string, dialect: Dialect): unknown {
  return parser.analyze === undefined ? parser.parse(sql, dialect) : parser.analyze(sql, dialect)
}

async function measureWorst(report: Report, parser: LineageParser): Promise<void> {
  for (const [name, sql] of WORST_CASES) {
    const samples: { readonly tables: number[]; readonly columns: number[]; readonly bare: number[] } = {
      tables: [],
      columns: [],
      bare: [],
    }
    for (let round = 0; round < WORST_ROUNDS; round += 1) {
      samples.tables.push(await timed(() => parser.parse(sql, 'snowflake')))
      samples.columns.push(await timed(() => withColumns(parser, sql, 'snowflake')))
      samples.bare.push(await timed(() => bareParse(sql, 'snowflake')))
    }
    const common = { bench: 'lineage', unit: 'ms', goal: '<= 150 ms', otherName: POLYGLOT }
    // The slowest of a few, the cold one included: what a caller may have to wait.
    const other = Math.max(...samples.bare)
    report.add({ ...common, case: `${name}_tables`, ours: Math.max(...samples.tables), other })
    report.add({ ...common, case: `${name}_columns`, ours: Math.max(...samples.columns), other })
  }
}

/** Ours alone, before anything else has filled the memory of the process. */
async function measureMemory(report: Report, parser: LineageParser): Promise<void> {
  const run = async (runs: number): Promise<void> => {
    for (let index = 0; index < runs; index += 1)
      await withColumns(parser, WORST_CASES[index % WORST_CASES.length]?.[1] ?? '', 'snowflake')
  }
  await run(WORST_RUNS / 10)
  const before = process.memoryUsage.rss()
  await run(WORST_RUNS)
  report.add({
    bench: 'lineage',
    case: `rss_after_${WORST_RUNS}_worst`,
    unit: 'MB',
    ours: megabytes(process.memoryUsage.rss()),
    other: megabytes(before),
    otherName: `the same after ${WORST_RUNS / 10}`,
    goal: 'about 1x',
  })
}

export const bench: Bench = async (report) => {
  const parser = sqlLineage()
  await measureMemory(report, parser)
  await init()
  report.note(`lineage: ${STATEMENTS} short statements of four dialects a round, seed ${SEED}`)
  await measureSpeed(report, parser)
  await measureLog(report, parser)
  await measureWorst(report, parser)
}
