import { type EngineReading, isTrap, type Purpose, type SqlEngine } from './engine.ts'
import { inspectTree } from './libpg/inspect.ts'
import { statementReader } from './libpg/statements.ts'
import type { StatementModel } from './statement-model.ts'
import { isTree, tagOf, treesAt } from './tree.ts'
import { workOff } from './work.ts'

function readTree(statement: unknown, purpose: Purpose): StatementModel | null {
  const tagged = tagOf(statement)
  if (tagged === null) return null
  const { tag, body } = tagged
  if (purpose === 'inspection') {
    return { flows: [], inspection: inspectTree(tag, body), faithful: true, opaque: false }
  }
  // EXPLAIN ANALYZE and PREPARE wrap the statement that moves the data.
  const inner = tag === 'ExplainStmt' || tag === 'PrepareStmt' ? tagOf(body.query) : tagged
  const flows = inner === null ? [] : workOff((work) => statementReader(work)(inner.tag, inner.body))
  return { flows, inspection: null, faithful: true, opaque: false }
}

/** The PostgreSQL server's own parser (`libpg-query`). Reads every dialect as PostgreSQL. */
export async function libpgEngine(): Promise<SqlEngine> {
  const { loadModule, parseSync } = await import('libpg-query')
  await loadModule()

  function read(sql: string, purpose: Purpose): EngineReading {
    const parsed: unknown = parseSync(sql)
    const statements = (isTree(parsed) ? treesAt(parsed, 'stmts') : []).map(({ stmt }) =>
      readTree(stmt, purpose),
    )
    return { ok: true, statements: statements.filter((statement) => statement !== null) }
  }

  return {
    read(sql, _dialect, purpose) {
      try {
        return read(sql, purpose)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        return { ok: false, reason, trapped: isTrap(error) }
      }
    },
  }
}
