import type { Recommendation } from '../../model/diagnosis.ts'
import type { GateVerdict } from '../../ports/architect-services.ts'
import { type LooseAnswer, type LooseRecommendation, looseRecommendation } from './answer-schema.ts'
import { cleanAnswer } from './clean-text.ts'
import { foreignNames, foreignSqlWords } from './foreign-names.ts'
import type { AnswerInput } from './read-answer.ts'

const MOST_RECOMMENDATIONS = 10
const MOST_DESCRIPTION = 600
const MOST_SQL = 2000

interface JudgedSql {
  /** null: it may not stand in a plan. */
  readonly sql: string | null
  /** What is said of it beside the description. */
  readonly remark: string
}

async function gateVerdict(
  sql: string,
  tables: readonly string[],
  { context, sqlGate }: AnswerInput,
): Promise<GateVerdict> {
  if (sqlGate === undefined) return { ok: false, reason: 'nothing checks SQL here' }
  try {
    return await sqlGate(sql, { dialect: context.dialect, tables })
  } catch (error) {
    return {
      ok: false,
      reason: `it could not be checked: ${error instanceof Error ? error.message : 'failed'}`,
    }
  }
}

/** The statement when the gate lets it pass; else as text, and only when it names nothing that the evidence does not hold. */
async function judgeSql(
  written: string,
  rootCauseTable: string | null,
  input: AnswerInput,
): Promise<JudgedSql> {
  const { context, names, known } = input
  const shown = cleanAnswer(written, MOST_SQL)
  const isWhole = shown === cleanAnswer(written, written.length + 1)
  const sql = names.reveal(shown)
  const tables = [
    context.incident.table,
    rootCauseTable,
    ...context.blastRadius.affectedTables.map(({ name }) => name),
  ]
  const isOurs = isWhole && names.unknownIds(shown).length === 0
  const verdict: GateVerdict = isOurs
    ? await gateVerdict(sql, [...new Set(tables.filter((name) => name !== null))], input)
    : { ok: false, reason: 'it is too long, or names what is no table of the incident' }
  if (verdict.ok) return { sql, remark: '' }
  if (!isOurs || foreignSqlWords(shown, known, names).length > 0) {
    const remark =
      ' The model wrote a statement for this that is not verified and left out: it names what the evidence does not hold.'
    return { sql: null, remark }
  }
  return {
    sql: null,
    remark: ` Not verified, do not run it unread (${cleanAnswer(verdict.reason, 200)}): ${sql}`,
  }
}

async function keep(
  one: LooseRecommendation,
  rootCauseTable: string | null,
  input: AnswerInput,
): Promise<Omit<Recommendation, 'priority'> | null> {
  const { names, known, facts } = input
  const description = cleanAnswer(one.description, MOST_DESCRIPTION)
  if (one.evidence.some((id) => !facts.includes(id))) return null
  if (foreignNames(description, known, names).length > 0) return null
  const judged =
    one.sql === null || one.sql.trim() === ''
      ? { sql: null, remark: '' }
      : await judgeSql(one.sql, rootCauseTable, input)
  return {
    action: one.action,
    description: `${names.reveal(description)}${judged.remark}`,
    sql: judged.sql,
    ...(one.evidence.length === 0 ? {} : { evidence: [...new Set(one.evidence)] }),
  }
}

/** The recommendations whose every claim holds, in their order; the others are left out. */
export async function readRecommendations(
  answer: LooseAnswer,
  rootCauseTable: string | null,
  input: AnswerInput,
): Promise<readonly Recommendation[]> {
  const formed = answer.recommendations
    .slice(0, MOST_RECOMMENDATIONS)
    .flatMap((one) => {
      const parsed = looseRecommendation.safeParse(one)
      return parsed.success ? [parsed.data] : []
    })
    .sort((a, b) => a.priority - b.priority)
  const kept: Recommendation[] = []
  for (const one of formed) {
    const held = await keep(one, rootCauseTable, input)
    if (held !== null) kept.push({ ...held, priority: kept.length + 1 })
  }
  return kept
}
