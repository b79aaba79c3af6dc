import type { Dialect } from '@aegis/core/ports'
import { lexisOf } from '../lexer/lexis.ts'
import { type EngineReading, isTrap, isTrapMessage, type Purpose, type SqlEngine } from './engine.ts'
import { inspectTree, isOpaque, statementOf } from './polyglot/inspect.ts'
import { statementReader } from './polyglot/statements.ts'
import type { StatementModel } from './statement-model.ts'
import { workOff } from './work.ts'

function readTree(node: unknown, dialect: Dialect, purpose: Purpose): StatementModel | null {
  const statement = statementOf(node)
  if (statement === null) return null
  const { tag, body } = statement
  const lexis = lexisOf(dialect)
  if (purpose === 'inspection') {
    const { opaque, ...inspection } = inspectTree(tag, body, lexis)
    return { flows: [], inspection, faithful: true, opaque }
  }
  const flows = workOff((work) => statementReader(work, lexis)(tag, body))
  return { flows, inspection: null, faithful: true, opaque: isOpaque(tag) }
}

const INSERT = /^(\s*INSERT)\s+(?!INTO\b)/i

/** `@polyglot-sql/sdk`: every dialect, as WASM. Loaded when first asked for. */
export async function polyglotEngine(): Promise<SqlEngine> {
  const { Dialect: Known, init, parse } = await import('@polyglot-sql/sdk')
  await init()
  const known = new Map(Object.values(Known).map((name) => [name as string, name]))

  function read(sql: string, dialect: Dialect, purpose: Purpose): EngineReading {
    const asDialect = known.get(dialect) ?? Known.Generic
    const first = parse(sql, asDialect)
    // BigQuery's INSERT needs no INTO.
    const plainer = first.success || dialect !== 'bigquery' ? sql : sql.replace(INSERT, '$1 INTO ')
    const { success, ast, error } = plainer === sql ? first : parse(plainer, asDialect)
    if (!success) {
      const reason = error ?? 'not understood'
      return { ok: false, reason, trapped: isTrapMessage(reason) }
    }
    const nodes: readonly unknown[] = Array.isArray(ast) ? ast : [ast]
    const statements = nodes.map((node) => readTree(node, dialect, purpose))
    return { ok: true, statements: statements.filter((statement) => statement !== null) }
  }

  return {
    read(sql, dialect, purpose) {
      try {
        return read(sql, dialect, purpose)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        return { ok: false, reason, trapped: isTrap(error) }
      }
    },
  }
}
