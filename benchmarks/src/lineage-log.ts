import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  createAegis,
  identifierRules,
  type QueryLogEntry,
  type QueryLogPage,
  type WarehouseAdapter,
} from '@aegis/core'
import type { LineageParser } from '@aegis/core/ports'
import { sqliteStore } from '@aegis/store-sqlite'
import { timed } from './measure.ts'
import type { Report } from './report.ts'
import { type LoggedStatement, warehouseLog } from './warehouse-log.ts'

const SEED = 20_260_402
const LOG_ENTRIES = 1_000_000
const LOG_STATEMENTS = 2_000
const PAGE = 5_000

interface LogLine {
  readonly sql: string
  readonly at: string
}

/** A log as a file, one JSON object a line, the statements in turn at rising times. */
async function writeLog(file: string, statements: readonly LoggedStatement[], until: Date): Promise<void> {
  const out = createWriteStream(file)
  const texts = statements.map(({ sql }) => JSON.stringify(sql))
  for (let start = 0; start < LOG_ENTRIES; start += PAGE) {
    const lines = Array.from({ length: PAGE }, (_, index) => {
      const at = new Date(until.getTime() - LOG_ENTRIES + start + index).toISOString()
      return `{"at":"${at}","sql":${texts[(start + index) % texts.length]}}\n`
    })
    if (!out.write(lines.join(''))) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

/** The warehouse is a log file and nothing else. `onPage` sees each page as it is taken. */
function logWarehouse(file: string, onPage: () => void): WarehouseAdapter {
  return {
    spec: 'warehouse/v1',
    dialect: 'postgresql',
    identifiers: identifierRules('postgresql'),
    async *listTables() {
      yield []
    },
    describeTables: async (refs) => refs.map((ref) => ({ ref, status: 'missing' })),
    close: async () => undefined,
    readQueryLog: ({ until }) => readPages(file, until, onPage),
  }
}

async function* readPages(file: string, until: Date, onPage: () => void): AsyncGenerator<QueryLogPage> {
  let entries: QueryLogEntry[] = []
  let number = 0
  const page = (): QueryLogPage => ({ entries, cursor: String(number), completeThrough: until, gaps: [] })
  for await (const text of createInterface({ input: createReadStream(file) })) {
    const line: LogLine = JSON.parse(text)
    const at = new Date(line.at)
    number += 1
    entries.push({
      id: `q${number}`,
      text: line.sql,
      textState: 'full',
      notBefore: at,
      notAfter: at,
      executions: 1n,
      defaultCatalog: null,
      defaultSchema: 'public',
      sessionId: null,
      user: null,
    })
    if (entries.length < PAGE) continue
    onPage()
    yield page()
    entries = []
  }
  yield page()
}

setFlagsFromString('--expose-gc')
const collectGarbage: unknown = runInNewContext('gc')

/** What the heap holds after a collection, in megabytes. */
function heldMegabytes(): number {
  if (typeof collectGarbage === 'function') collectGarbage()
  return process.memoryUsage().heapUsed / 2 ** 20
}

interface HeapWatch {
  onPage(): void
  /** After the first tenth of the log, and the most of all. */
  held(): { readonly early: number; readonly most: number }
}

/** Looks ten times: a look takes time itself. */
function heapWatch(): HeapWatch {
  const looks: number[] = []
  let pages = 0
  return {
    onPage() {
      pages += 1
      if (pages % (LOG_ENTRIES / PAGE / 10) === 0) looks.push(heldMegabytes())
    },
    held: () => ({ early: looks[0] ?? Number.NaN, most: Math.max(...looks) }),
  }
}

/** A whole refresh from log to stored edges, beside a loop that only reads the same pages. */
export async function measureLog(report: Report, parser: LineageParser): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-bench-'))
  try {
    const file = join(folder, 'log.jsonl')
    const now = new Date()
    await writeLog(file, warehouseLog(LOG_STATEMENTS, SEED, 'postgresql'), now)
    report.note(`lineage: a log of ${LOG_ENTRIES} entries from ${LOG_STATEMENTS} statements`)
    const plain = heapWatch()
    const bare = await timed(async () => {
      for await (const _page of readPages(file, now, plain.onPage)) {
        // Merely read.
      }
    })
    const watch = heapWatch()
    await using aegis = await createAegis({
      store: sqliteStore({ path: join(folder, 'bench.db') }),
      connections: { log: logWarehouse(file, watch.onPage) },
      lineageParser: parser,
    })
    const ours = await timed(async () => {
      const [refreshed] = await aegis.refreshLineage('log')
      if (refreshed === undefined || refreshed.edges === 0 || refreshed.problems.length > 0) {
        throw new Error(`The log gave no lineage: ${refreshed?.problems.join(' ')}`)
      }
    })
    const otherName = 'merely reading it'
    report.add({
      bench: 'lineage',
      case: 'log_of_1000000',
      unit: 's',
      ours: ours / 1_000,
      other: bare / 1_000,
      otherName,
      goal: 'about 1x',
    })
    report.add({
      bench: 'lineage',
      case: 'log_heap',
      unit: 'MB',
      ours: watch.held().most,
      other: watch.held().early,
      otherName: 'after the first tenth of it',
      goal: 'flat',
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
