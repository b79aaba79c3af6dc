import { namesIn } from './dialect-sql.ts'
import type { Drift, RemediationStep } from './remediation-step.ts'
import type { SortedChanges } from './sorted-changes.ts'
import { ask, lookAt } from './statements.ts'

export interface ViewWords {
  /** A column's value as another type. */
  cast(value: string, from: string, to: string): string | null
  /** The longest name, in bytes of UTF-8. */
  readonly maxNameBytes: number
}

const SUFFIX = '_as_accepted'

function viewName(name: string, maxBytes: number): string {
  const encoder = new TextEncoder()
  const suffix = /^[^a-z]*[A-Z][^a-z]*$/.test(name) ? SUFFIX.toUpperCase() : SUFFIX
  let base = name
  while (encoder.encode(base + suffix).length > maxBytes) base = Array.from(base).slice(0, -1).join('')
  return base + suffix
}

/**
 * A view beside the table that has the accepted names and types: consumers can be pointed to it while the table stays as it is. null:
 * there is nothing that a view could give back.
 */
export function acceptedView(
  drift: Drift,
  { renames, types, deleted }: SortedChanges,
  words: ViewWords,
): RemediationStep | null {
  if (renames.length + types.length === 0) return null
  const { table, column } = namesIn(drift)
  const { ref, accepted, identifiers } = drift
  const view = identifiers.sql({ ...ref, name: viewName(ref.name, words.maxNameBytes) })
  const gone = new Set(deleted.map(({ name }) => name))
  const items = accepted.flatMap(({ name }): readonly (string | null)[] => {
    if (gone.has(name)) return []
    const now = renames.find(({ before }) => before === name)?.now ?? name
    const type = types.find((item) => item.name === name)
    if (type === undefined) return [now === name ? column(name) : `${column(now)} AS ${column(name)}`]
    const value = words.cast(column(now), type.after.type, type.before.type)
    return [value === null ? null : `${value} AS ${column(name)}`]
  })
  if (items.length === 0 || items.includes(null)) return null
  const isAlias = renames.length > 0
  const lacks =
    gone.size === 0 ? '' : ` It lacks ${[...gone].map(column).join(', ')}: no column holds their values.`
  const what = isAlias
    ? `under ${renames.length === 1 ? 'its old name' : 'their old names'}`
    : `as ${types.map(({ before }) => before.type).join(', ')}`
  const subject = isAlias
    ? renames.map(({ now }) => column(now)).join(', ')
    : types.map(({ name }) => column(name)).join(', ')
  return {
    type: isAlias ? 'add_alias_view' : 'add_cast',
    sql: `CREATE VIEW ${view} AS SELECT ${items.join(', ')} FROM ${table}`,
    risk: 'safe',
    description: `Give consumers a view with ${subject} ${what}, and leave ${table} as it is. They must read ${view} in its place.${lacks}`,
    preconditions: [
      lookAt(`Nothing is named ${view} yet, and its readers get the right to read it.`),
      ...(types.length === 0
        ? []
        : [
            ask(
              `SELECT ${items.join(', ')} FROM ${table}`,
              'Every value fits its accepted type: the query ends without an error.',
            ),
          ]),
    ],
    undo: { sql: `DROP VIEW ${view}`, text: 'Drop the view, once nobody reads it.' },
  }
}
