import { type Column, identifierRules, type PlanToProve } from '@aegis/core'
import { type Mender, runMending } from './mending.ts'
import { refOf } from './name-at.ts'
import { type Shadow, tryToRun } from './shadow.ts'
import type { TypeMender } from './stand-in-types.ts'

const rules = identifierRules('postgresql')

/** The plan cannot be tried here; the message says why. */
export class CannotBuild extends Error {
  override readonly name = 'CannotBuild'
}

export interface BuiltTable {
  /** Columns whose default is not there, with PostgreSQL's reason. */
  readonly withoutDefault: ReadonlyMap<string, string>
}

const SEQUENCE = /'((?:[^']|'')+)'::regclass/

/** Makes the sequences that defaults read. */
function sequenceMender(shadow: Shadow): Mender {
  return {
    async mend({ code }, statement) {
      const written = code === '42P01' ? SEQUENCE.exec(statement)?.[1] : undefined
      const ref = written === undefined ? null : refOf(written.replaceAll("''", "'"))
      if (ref === null) return false
      await tryToRun(shadow, `CREATE SCHEMA IF NOT EXISTS ${rules.quote(ref.schema)}`)
      return (await tryToRun(shadow, `CREATE SEQUENCE ${rules.sql(ref)}`)) === null
    },
  }
}

/** PostgreSQL's words for an expression that no default can be: it is that of a generated column. */
const READS_COLUMNS = '0A000'

/** Builds the table in its latest shape. Throws `CannotBuild`. */
export async function buildTable(
  shadow: Shadow,
  { table, latest }: PlanToProve,
  types: TypeMender,
): Promise<BuiltTable> {
  const withoutDefault = new Map<string, string>()
  const schema = await tryToRun(shadow, `CREATE SCHEMA IF NOT EXISTS ${rules.quote(table.schema)}`)
  if (schema !== null) throw new CannotBuild(`schema ${table.schema} cannot be built here: ${schema.message}`)
  if (latest.length === 0) return { withoutDefault }
  const name = rules.sql(table)
  await shadow.run({ text: `CREATE TABLE ${name} ()` })

  async function add(column: Column, clause: string): Promise<void> {
    const refusal = await runMending(
      shadow,
      `ALTER TABLE ${name} ADD COLUMN ${rules.quote(column.name)} ${column.type}${clause}`,
      [types],
    )
    if (refusal === null) return
    throw new CannotBuild(
      `column ${column.name} of type ${column.type} cannot be built here: ${refusal.message}`,
    )
  }

  const notNull = ({ nullable }: Column): string => (nullable === false ? ' NOT NULL' : '')
  for (const column of latest) await add(column, notNull(column))
  for (const column of latest) {
    const { defaultValue } = column
    if (defaultValue === null || defaultValue === undefined) continue
    const quoted = rules.quote(column.name)
    const refusal = await runMending(
      shadow,
      `ALTER TABLE ${name} ALTER COLUMN ${quoted} SET DEFAULT ${defaultValue}`,
      [types, sequenceMender(shadow)],
    )
    if (refusal?.code === READS_COLUMNS) {
      await shadow.run({ text: `ALTER TABLE ${name} DROP COLUMN ${quoted}` })
      await add(column, ` GENERATED ALWAYS AS (${defaultValue}) STORED${notNull(column)}`)
    } else if (refusal !== null) {
      withoutDefault.set(column.name, refusal.message)
    }
  }
  return { withoutDefault }
}
