import type { Dialect } from '@aegis/core'

/** What a type is for; two types of one family take each other's values. */
export type TypeFamily = 'text' | 'number' | 'whole' | 'time'

export const EVAL_DIALECTS: readonly Dialect[] = ['postgresql', 'snowflake', 'bigquery', 'databricks']

const SPELLINGS: Readonly<Record<string, Readonly<Record<TypeFamily, string>>>> = {
  postgresql: { text: 'text', number: 'numeric(12,2)', whole: 'bigint', time: 'timestamp without time zone' },
  snowflake: {
    text: 'VARCHAR(16777216)',
    number: 'NUMBER(12,2)',
    whole: 'NUMBER(38,0)',
    time: 'TIMESTAMP_NTZ(9)',
  },
  bigquery: { text: 'STRING', number: 'NUMERIC', whole: 'INT64', time: 'TIMESTAMP' },
  databricks: { text: 'string', number: 'decimal(12,2)', whole: 'bigint', time: 'timestamp' },
}

export function typeOf(dialect: Dialect, family: TypeFamily): string {
  const spelling = SPELLINGS[dialect]?.[family]
  if (spelling === undefined) throw new RangeError(`The simulated warehouses speak no ${dialect}.`)
  return spelling
}

export function familyOf(dialect: Dialect, type: string): TypeFamily {
  const families: readonly TypeFamily[] = ['text', 'number', 'whole', 'time']
  return families.find((family) => typeOf(dialect, family) === type) ?? 'text'
}
