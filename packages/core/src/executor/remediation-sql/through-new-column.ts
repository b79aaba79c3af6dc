import { namesIn } from './dialect-sql.ts'
import type { Drift, RemediationStep } from './remediation-step.ts'
import type { TypeChange } from './sorted-changes.ts'
import { addColumn, ask, dropColumn, lookAt, notNullStep, paused } from './statements.ts'

export interface NewColumnWords {
  readonly foldsColumns: boolean
  /** What to know before the old column is dropped. */
  readonly beforeDrop: readonly string[]
  /** How to get the dropped values back. */
  readonly undoDrop: string
  /** The default to add it with, if the dialect takes one there. */
  defaultOf(change: TypeChange): string | null
}

function freeName(wanted: string, drift: Drift, folds: boolean): string {
  const key = (name: string): string => (folds ? name.toLowerCase() : name)
  const taken = new Set([...drift.latest, ...drift.accepted].map(({ name }) => key(name)))
  for (let index = 1; ; index += 1) {
    const name = index === 1 ? wanted : `${wanted}_${index}`
    if (!taken.has(key(name))) return name
  }
}

/** Where a type cannot be changed in place: a new column, filled by a cast, takes the old one's place. */
export function throughNewColumn(
  change: TypeChange,
  drift: Drift,
  words: NewColumnWords,
): readonly RemediationStep[] {
  const { name, before, after } = change
  const names = namesIn(drift)
  const { table, column } = names
  const isUpper = name === name.toUpperCase()
  const helper = freeName(isUpper ? `${name}_BACK` : `${name}_back`, drift, words.foldsColumns)
  const filled = `CAST(${column(name)} AS ${before.type})`
  const standard = words.defaultOf(change)
  const definition = `${column(helper)} ${before.type}${standard === null ? '' : ` DEFAULT ${standard}`}`
  const steps: readonly RemediationStep[] = [
    paused(names, 'what it writes after the column was filled would be missing in it'),
    {
      type: 'revert_schema',
      sql: addColumn(definition, names),
      risk: 'safe',
      description: `Add ${column(helper)} of type ${before.type} to ${table}: the type of ${column(name)} cannot be changed back in place. The next steps fill it and give it the name.`,
      preconditions: [
        ask(
          `SELECT count(${filled}) FROM ${table}`,
          `Every value of ${column(name)} can be cast to ${before.type}: the query ends without an error.`,
        ),
      ],
      undo: { sql: dropColumn(helper, names), text: 'Drop it again.' },
    },
    {
      type: 'revert_schema',
      sql: `UPDATE ${table} SET ${column(helper)} = ${filled} WHERE TRUE`,
      risk: 'rewrites_table',
      description: `Fill ${column(helper)} from ${column(name)}. Writes every row.`,
      preconditions: [],
      undo: { sql: null, text: `Nothing is lost: ${column(name)} still has its values.` },
    },
    {
      type: 'revert_schema',
      sql: dropColumn(name, names),
      risk: 'loses_data',
      description: `Drop ${column(name)} of type ${after.type}. What the cast rounded or cut is lost with it.`,
      preconditions: [
        ask(
          `SELECT count(*) FROM ${table} WHERE CAST(${column(helper)} AS ${after.type}) IS DISTINCT FROM ${column(name)}`,
          'Every value comes back from the new column as it was: the query answers 0.',
        ),
        ...words.beforeDrop.map(lookAt),
      ],
      undo: { sql: null, text: words.undoDrop },
    },
    {
      type: 'revert_schema',
      sql: `ALTER TABLE ${table} RENAME COLUMN ${column(helper)} TO ${column(name)}`,
      risk: 'safe',
      description: `Give ${column(helper)} the name ${column(name)}. It is the last column of ${table} now.`,
      preconditions: [],
      undo: {
        sql: `ALTER TABLE ${table} RENAME COLUMN ${column(name)} TO ${column(helper)}`,
        text: 'Rename it again.',
      },
    },
  ]
  // One that lost its NOT NULL gets it back in a step of its own.
  return before.nullable === false && after.nullable === false ? [...steps, notNullStep(name, names)] : steps
}
