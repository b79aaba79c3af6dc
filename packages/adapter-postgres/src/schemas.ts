import { AdapterError, type CallOptions } from '@aegis/core'
import { missingSchemas } from './queries.ts'
import { parseRows, schemaCheckRow } from './rows.ts'
import type { Sessions } from './session.ts'

/** Schemas that a message lists. */
const SHOWN = 20

/** Letters that must be added, left out or changed to make one word of the other. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const [left = 0, up = 0, diagonal = 0] = [line[column - 1], above[column], above[column - 1]]
      line.push(Math.min(left + 1, up + 1, diagonal + (a[row - 1] === b[column - 1] ? 0 : 1)))
    }
    above = line
  }
  return above[b.length] ?? 0
}

/** The names nearest to a mistyped one, best first; case counts for nothing. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  const folded = name.toLowerCase()
  const limit = Math.max(1, Math.floor(folded.length / 3))
  return names
    .map((other) => ({ other, far: distance(folded, other.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .map(({ other }) => other)
}

/** Throws failure `not_found` that names each schema that is not there, and what may have been meant. */
export async function assertSchemasExist(
  sessions: Sessions,
  schemas: readonly string[] | undefined,
  call: CallOptions | undefined,
): Promise<void> {
  if (schemas === undefined || schemas.length === 0) return
  const rows = await sessions.use('listing schemas', call, (session) => session.run(missingSchemas(schemas)))
  const [check] = parseRows(schemaCheckRow, rows, 'schemas')
  if (check === undefined || check.missing.length === 0) return
  const { missing, existing, database } = check
  const meant = missing.flatMap((name) => nearest(name, existing).slice(0, 2))
  const question = meant.length === 0 ? '' : ` Did you mean ${[...new Set(meant)].join(', ')}?`
  const more = existing.length > SHOWN ? `, and ${existing.length - SHOWN} more` : ''
  const listed = `${existing.slice(0, SHOWN).join(', ') || 'none'}${more}`
  throw new AdapterError(
    `PostgreSQL: there is no schema ${missing.join(', ')} in database ${database}.${question} It has: ${listed}.`,
    { adapter: 'postgresql', failure: 'not_found' },
  )
}
