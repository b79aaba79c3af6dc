import type { Dialect } from '@aegis/core/ports'
import { lexisOf } from '../lexer/lexis.ts'
import { type EngineReading, isTrap, type SqlEngine } from './engine.ts'
import { readStatement } from './node-sql-parser/statements.ts'
import type { StatementModel } from './statement-model.ts'
import { isTree } from './tree.ts'
import { workOff } from './work.ts'

/** It has no dialect for Databricks; Hive is the nearest. */
const DATABASES: Readonly<Record<string, string>> = {
  postgresql: 'postgresql',
  snowflake: 'snowflake',
  bigquery: 'bigquery',
  databricks: 'hive',
}

/** `node-sql-parser`, where it is installed. Reads for lineage only. */
export async function nodeSqlParserEngine(): Promise<SqlEngine> {
  const { default: module } = await import('node-sql-parser')
  const parser = new module.Parser()

  function read(sql: string, dialect: Dialect): EngineReading {
    const lexis = lexisOf(dialect)
    const tree: unknown = parser.astify(sql, { database: DATABASES[dialect] ?? 'mysql' })
    const nodes = (Array.isArray(tree) ? tree : [tree]).filter(isTree)
    const statements = nodes.map((node): StatementModel => {
      const flows = workOff((work) => readStatement(work, lexis, node))
      return { flows, inspection: null, faithful: false, opaque: flows.length === 0 }
    })
    return { ok: true, statements }
  }

  return {
    read(sql, dialect) {
      try {
        return read(sql, dialect)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        return { ok: false, reason: reason.slice(0, 200), trapped: isTrap(error) }
      }
    },
  }
}
