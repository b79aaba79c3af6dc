import type { InspectedKind, SqlInspection, SqlInspector } from '@aegis/core/ports'
import type { EngineName } from '../engines/engine-name.ts'
import { lex } from '../lexer/lex.ts'
import { lexisOf } from '../lexer/lexis.ts'
import { sharedEngineHost } from '../worker/engine-host.ts'
import { tooMuchFor } from '../worker/limits.ts'

const KINDS: ReadonlySet<string> = new Set<InspectedKind>([
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'truncate',
  'copy',
  'create_table',
  'create_table_as',
  'create_view',
  'create_or_replace_view',
  'create_materialized_view',
  'refresh_materialized_view',
  'create_index',
  'create_schema',
  'create_function',
  'alter_table_add_column',
  'alter_table_drop_column',
  'alter_table_rename_column',
  'alter_table_rename',
  'alter_table_alter_column_type',
  'alter_table_set_not_null',
  'alter_table_drop_not_null',
  'alter_table_set_default',
  'alter_table_drop_default',
  'alter_table_add_constraint',
  'alter_table_drop_constraint',
  'alter_table_other',
  'drop_table',
  'drop_view',
  'drop_schema',
  'grant',
  'revoke',
  'comment',
  'set',
  'explain',
  'transaction',
  'call',
  'do',
])

function isKind(kind: string): kind is InspectedKind {
  return KINDS.has(kind)
}

/**
 * Says what a statement is, by the real parser of its dialect: `libpg-query` for PostgreSQL, `@polyglot-sql/sdk` for every
 * other. Runs in a thread of its own, with limits on length, nesting and time.
 */
export function sqlInspector(): SqlInspector {
  return {
    async inspect(sql, dialect): Promise<SqlInspection> {
      const engine: EngineName = dialect === 'postgresql' ? 'libpg' : 'polyglot'
      const { tokens, templateAt } = lex(sql, lexisOf(dialect))
      if (tokens.length === 0) return { unparseable: 'no statement' }
      if (templateAt !== null) return { unparseable: 'a template, not SQL' }
      const tooMuch = tooMuchFor(engine, sql, tokens)
      if (tooMuch !== null) return { unparseable: tooMuch }
      const reading = await sharedEngineHost().read(engine, sql, dialect)
      if (!reading.ok) return { unparseable: reading.reason }
      const [statement, ...others] = reading.statements
      if (statement === undefined) return { unparseable: 'no statement' }
      if (others.length > 0) return { unparseable: `${reading.statements.length} statements, not one` }
      if (statement.opaque) return { unparseable: 'not understood by the parser of this dialect' }
      const { kind, tables, functions } = statement
      return { kind: isKind(kind) ? kind : 'other', targets: tables, functions }
    },
  }
}
