import type { PlanToProve } from '@aegis/core'

const MOST_STATEMENTS = 100
const MOST_VIEWS = 200
/** As many as a table of PostgreSQL's can have. */
const MOST_COLUMNS = 1600
const MOST_CHARACTERS = 1_000_000

/** Why a plan is not tried at all; null: it is. */
export function whyNotTried(plan: PlanToProve): string | null {
  const { dialect, kind, statements, dependents, latest, accepted } = plan
  if (dialect !== 'postgresql') return `the statements are of ${dialect}, not of PostgreSQL`
  if (statements.length === 0) return 'there is no statement'
  if (kind !== 'table' && kind !== 'partitioned') {
    const what = kind === 'other' ? 'an object of this kind' : `a ${kind.replace('_', ' ')}`
    return `${what} cannot be built from its columns`
  }
  if (statements.length > MOST_STATEMENTS) return `more than ${MOST_STATEMENTS} statements`
  if (dependents.length > MOST_VIEWS) return `more than ${MOST_VIEWS} views read the table`
  if (latest.length > MOST_COLUMNS || accepted.length > MOST_COLUMNS) {
    return `more than ${MOST_COLUMNS} columns`
  }
  const texts = [...statements, ...dependents.map(({ sql }) => sql)]
  const characters = texts.reduce((sum, { length }) => sum + length, 0)
  return characters > MOST_CHARACTERS ? `more than ${MOST_CHARACTERS} characters of SQL` : null
}
