import type { History } from './history.ts'

/**
 * A scan is lost when a table that was due in it was covered by no later one: when what the table had become was still unknown to the
 * store after 30 scans that began later had ended, or at the end; or when a scan whose end was reported is not in the log.
 */
export function scansKept({ changes, scansEnded, connections, events }: History): readonly string[] {
  const lost: string[] = []
  for (const { what, table, number, settledAt, isOverlooked } of changes) {
    const change = `${what} ${number} of table ${table}`
    if (settledAt === null) lost.push(`${change} never reached the store`)
    else if (isOverlooked) lost.push(`${change} reached the store only after many scans had ended`)
  }
  const logged = events.filter(({ facts }) => facts.type === 'scan.completed').length
  const said = scansEnded * connections
  if (logged < said) lost.push(`${said} scans were said to have ended, and ${logged} are in the log`)
  return lost
}
