import type { Dialect } from '../../../../model/connection.ts'
import { ANSI } from './ansi.ts'
import { BIGQUERY } from './bigquery.ts'
import { DATABRICKS } from './databricks.ts'
import type { DialectTypes } from './dialect-types.ts'
import { POSTGRESQL } from './postgresql.ts'
import { SNOWFLAKE } from './snowflake.ts'

export function typesOf(dialect: Dialect): DialectTypes {
  switch (dialect) {
    case 'postgresql':
      return POSTGRESQL
    case 'snowflake':
      return SNOWFLAKE
    case 'bigquery':
      return BIGQUERY
    case 'databricks':
      return DATABRICKS
    default:
      return ANSI
  }
}
