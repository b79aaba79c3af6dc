import type {
  Dialect,
  LineageSource,
  ParseContext,
  ParsedStatement,
  ParseResult,
  WrittenName,
} from '@aegis/core/ports'
import { abortError } from './abort-error.ts'
import { type ResolvedFlow, resolveFlows, type SourceColumns } from './columns/resolve-flows.ts'
import { refinedConfidence } from './confidence.ts'
import { type EngineName, enginesFor } from './engines/engine-name.ts'
import { readPlain } from './engines/plain.ts'
import type { FlowModel, StatementModel } from './engines/statement-model.ts'
import { type Lexis, lexisOf } from './lexer/lexis.ts'
import type { ScannedStatement } from './scan-script.ts'
import { nameKey } from './scanner/name-key.ts'
import type { EngineHost } from './worker/engine-host.ts'
import { tooMuchFor } from './worker/limits.ts'

type Parsed = Extract<ParsedStatement, { status: 'parsed' }>

export interface AnalyzeJob {
  readonly dialect: Dialect
  readonly context: ParseContext
  readonly engines: readonly EngineName[]
  readonly host: EngineHost
  readonly signal: AbortSignal | undefined
}

/** Only whole statements that move data are worth a second look. */
export function isWorthwhile(answers: readonly ParsedStatement[]): boolean {
  return answers.some((answer) => answer.status === 'parsed' && !answer.partial)
}

/** The first engine's reading that understood all of the text as one statement. */
async function secondOpinion(scanned: ScannedStatement, job: AnalyzeJob): Promise<StatementModel | null> {
  for (const engine of enginesFor(job.dialect, job.engines)) {
    if (tooMuchFor(engine, scanned.text, scanned.tokens) !== null) continue
    const reading = await job.host.read(engine, scanned.text, job.dialect, 'lineage', job.signal)
    if (!reading.ok) continue
    const [statement, ...others] = reading.statements
    if (statement !== undefined && others.length === 0 && !statement.opaque) return statement
  }
  return null
}

/** The view's name stands for the target, as the scanner takes it. */
function flowsInto(flows: readonly FlowModel[], { viewName }: ParseContext): readonly FlowModel[] {
  if (viewName === undefined) return flows
  return flows.map((flow) =>
    flow.target === null || flow.kind === 'create_view' || flow.kind === 'create_table_as'
      ? { ...flow, target: viewName }
      : flow,
  )
}

function isTable({ kind }: WrittenName): boolean {
  return kind === undefined || kind === 'table'
}

function withColumns(source: LineageSource, seen: SourceColumns, faithful: boolean): LineageSource {
  const complete = seen.complete && faithful
  // A tree that loses columns says less than the scanner; one that keeps them all has a reason to give none.
  const columns = seen.columns.length > 0 || faithful ? seen.columns : source.columns
  return { ...source, columns, usedColumns: seen.usedColumns, columnsComplete: complete }
}

/** `together`: the tables that all answers of the same target name. */
function compare(
  answer: Parsed,
  together: ReadonlySet<string>,
  flow: ResolvedFlow | undefined,
  faithful: boolean,
  lexis: Lexis,
): ParsedStatement {
  const tables = answer.sources.filter(({ name }) => isTable(name))
  if (tables.length === 0) return answer
  const seen =
    flow === undefined ? undefined : new Map([...flow.sources].filter(([, { name }]) => isTable(name)))
  const agreed =
    seen !== undefined && seen.size === together.size && [...together].every((key) => seen.has(key))
  const sources = answer.sources.map((source): LineageSource => {
    if (!isTable(source.name)) return source
    const other = seen?.get(nameKey(source.name, lexis))
    if (agreed && other !== undefined) return withColumns(source, other, faithful)
    const confidence = refinedConfidence(source.confidence, other !== undefined)
    return { ...source, confidence, columns: [] }
  })
  return { ...answer, sources, agreement: agreed ? 'agreed' : 'disagreed' }
}

/** null: too large or too deep to follow. */
function tryResolve(
  statement: StatementModel,
  { context, dialect }: AnalyzeJob,
): readonly ResolvedFlow[] | null {
  try {
    return resolveFlows(flowsInto(statement.flows, context), dialect, context)
  } catch {
    // Thousands of CTEs that each read a later one overflow the stack; a `columnsOf` may throw. Neither costs the tables.
    return null
  }
}

/** What flows into one target by two ways, as into two files. */
function united(first: ResolvedFlow | undefined, second: ResolvedFlow): ResolvedFlow {
  if (first === undefined) return second
  const sources = new Map(first.sources)
  for (const [key, more] of second.sources) {
    const before = sources.get(key)
    sources.set(
      key,
      before === undefined
        ? more
        : {
            name: more.name,
            columns: [...before.columns, ...more.columns],
            usedColumns: [...new Set([...before.usedColumns, ...more.usedColumns])],
            complete: before.complete && more.complete,
          },
    )
  }
  return { target: second.target, sources }
}

function refine(
  scanned: ScannedStatement,
  statement: StatementModel,
  job: AnalyzeJob,
): readonly ParsedStatement[] {
  const lexis = lexisOf(job.dialect)
  const flows = tryResolve(statement, job)
  if (flows === null || flows.length === 0) return scanned.answers
  const keyOf = (name: WrittenName | null): string =>
    name === null || !isTable(name) ? '' : nameKey(name, lexis)
  const byTarget = new Map<string, ResolvedFlow>()
  for (const flow of flows) {
    const key = keyOf(flow.target)
    byTarget.set(key, united(byTarget.get(key), flow))
  }
  const together = new Map<string, Set<string>>()
  for (const answer of scanned.answers) {
    if (answer.status !== 'parsed') continue
    const key = keyOf(answer.target)
    const names = together.get(key) ?? new Set()
    together.set(key, names)
    for (const { name } of answer.sources) if (isTable(name)) names.add(nameKey(name, lexis))
  }
  return scanned.answers.map((answer) =>
    // No flow into a file or a stage means that the engine does not follow it there, not that nothing flows.
    answer.status === 'parsed' && !answer.partial && (isTable(answer.target) || byTarget.has(''))
      ? compare(
          answer,
          together.get(keyOf(answer.target)) ?? new Set(),
          byTarget.get(keyOf(answer.target)),
          statement.faithful,
          lexis,
        )
      : answer,
  )
}

/** The answer of the plain grammar, where the scanner saw the same tables; else a parser has to look. */
function plainOpinion(scanned: ScannedStatement, job: AnalyzeJob): readonly ParsedStatement[] | null {
  if (!job.engines.includes('plain')) return null
  const statement = readPlain(scanned.tokens, job.dialect)
  if (statement === null) return null
  const answers = refine(scanned, statement, job)
  const agreed = answers.every((answer) => answer.status !== 'parsed' || answer.agreement === 'agreed')
  return agreed ? answers : null
}

/** What can be said at once; null: a parser has to be asked. */
function firstOpinion(scanned: ScannedStatement, job: AnalyzeJob): readonly ParsedStatement[] | null {
  return isWorthwhile(scanned.answers) ? plainOpinion(scanned, job) : scanned.answers
}

async function askParsers(scanned: ScannedStatement, job: AnalyzeJob): Promise<readonly ParsedStatement[]> {
  const statement = await secondOpinion(scanned, job)
  return statement === null ? scanned.answers : refine(scanned, statement, job)
}

/** The scanner's answers, refined where another reading understands the statement. Rejects only when aborted. */
export async function analyzeScript(
  statements: readonly ScannedStatement[],
  job: AnalyzeJob,
): Promise<ParseResult> {
  const { signal } = job
  if (signal?.aborted === true) throw await abortError(signal)
  const first = statements.map((each) => firstOpinion(each, job))
  const known = first.filter((answers) => answers !== null)
  if (known.length === first.length) return { statements: known.flat() }
  const all = Promise.all(statements.map((each, at) => first[at] ?? askParsers(each, job)))
  if (signal === undefined) return { statements: (await all).flat() }
  const aborted = Promise.withResolvers<null>()
  const onAbort = (): void => aborted.resolve(null)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const answers = await Promise.race([aborted.promise, all])
    if (answers === null) throw await abortError(signal)
    return { statements: answers.flat() }
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
