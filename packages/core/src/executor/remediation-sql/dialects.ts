import type { Dialect } from '../../model/connection.ts'
import type { ViewWords } from './accepted-view.ts'
import { BIGQUERY, BIGQUERY_VIEW } from './bigquery.ts'
import { DATABRICKS, DATABRICKS_VIEW } from './databricks.ts'
import type { DialectSql } from './dialect-sql.ts'
import { POSTGRESQL, POSTGRESQL_VIEW } from './postgresql.ts'
import { SNOWFLAKE, SNOWFLAKE_VIEW } from './snowflake.ts'

export interface DialectWords {
  readonly sql: DialectSql
  readonly view: ViewWords
}

/** null: a dialect in which Aegis writes nothing. */
export function wordsOf(dialect: Dialect): DialectWords | null {
  switch (dialect) {
    case 'postgresql':
      return { sql: POSTGRESQL, view: POSTGRESQL_VIEW }
    case 'snowflake':
      return { sql: SNOWFLAKE, view: SNOWFLAKE_VIEW }
    case 'bigquery':
      return { sql: BIGQUERY, view: BIGQUERY_VIEW }
    case 'databricks':
      return { sql: DATABRICKS, view: DATABRICKS_VIEW }
    default:
      return null
  }
}
