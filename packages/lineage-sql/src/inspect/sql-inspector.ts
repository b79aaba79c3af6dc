import type { SqlInspection, SqlInspector } from '@aegis/core/ports'
import type { ThreadedEngine } from '../engines/engine-name.ts'
import { lex } from '../lexer/lex.ts'
import { lexisOf } from '../lexer/lexis.ts'
import { sharedEngineHost } from '../worker/engine-host.ts'
import { tooMuchFor } from '../worker/limits.ts'

/**
 * Says what a statement is, by the real parser of its dialect: `libpg-query` for PostgreSQL, `@polyglot-sql/sdk` for every
 * other. Runs in a thread of its own, with limits on length, nesting and time.
 */
export function sqlInspector(): SqlInspector {
  return {
    async inspect(sql, dialect): Promise<SqlInspection> {
      const engine: ThreadedEngine = dialect === 'postgresql' ? 'libpg' : 'polyglot'
      const { tokens, templateAt } = lex(sql, lexisOf(dialect))
      if (tokens.length === 0) return { unparseable: 'no statement' }
      if (templateAt !== null) return { unparseable: 'a template, not SQL' }
      const tooMuch = tooMuchFor(engine, sql, tokens)
      if (tooMuch !== null) return { unparseable: tooMuch }
      const reading = await sharedEngineHost().read(engine, sql, dialect, 'inspection')
      if (!reading.ok) return { unparseable: reading.reason }
      const [statement, ...others] = reading.statements
      if (statement === undefined) return { unparseable: 'no statement' }
      if (others.length > 0) return { unparseable: `${reading.statements.length} statements, not one` }
      if (statement.opaque || statement.inspection === null) {
        return { unparseable: 'not understood by the parser of this dialect' }
      }
      const { kind, tables, functions } = statement.inspection
      return { kind, targets: tables, functions }
    },
  }
}
