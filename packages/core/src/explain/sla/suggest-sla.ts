import { AegisError } from '../../errors.ts'
import type { Activity } from '../../model/activity.ts'
import type { MonitoredTable } from '../../model/table.ts'
import type { Store } from '../../ports/store.ts'
import { whyNeverDue } from '../../sentinels/freshness/due-times.ts'
import type { SlaSuggestion, SuggestSlaOptions } from './sla-suggestion.ts'
import { suggest } from './suggest.ts'

const PAGE = 1000
/** Some 170 days of a scan every five minutes. */
const MOST_PAGES = 50

interface Looks {
  readonly times: readonly number[]
  /** How far back they are known. */
  readonly since: number
}

/** The scans that were answered, as far back as `since`, or as far as is read. */
async function looksSince(store: Store, connectionId: number, since: number): Promise<Looks> {
  const lines: Activity[] = []
  let isAll = false
  for (let page = 0; page < MOST_PAGES && !isAll; page += 1) {
    const found = await store.listActivity({
      connectionId,
      actions: ['scan_completed', 'connection_failed', 'connection_recovered'],
      beforeId: lines.at(-1)?.id,
      limit: PAGE,
    })
    lines.push(...found)
    isAll = found.length < PAGE || (lines.at(-1)?.at.getTime() ?? 0) < since
  }
  let isSilent = false
  const times: number[] = []
  for (const { action, at } of lines.reverse()) {
    if (action === 'scan_completed' && !isSilent) times.push(at.getTime())
    if (action !== 'scan_completed') isSilent = action === 'connection_failed'
  }
  return { times, since: isAll ? since : (lines[0]?.at.getTime() ?? since) }
}

/** Reads the store alone. Throws `CONFIG_INVALID` for an unknown time zone. */
export async function suggestSla(
  store: Store,
  table: MonitoredTable,
  options: SuggestSlaOptions = {},
): Promise<SlaSuggestion> {
  const timeZone = options.timeZone ?? table.expectedBy?.timeZone ?? 'UTC'
  const wrong = whyNeverDue({ cron: '0 0 * * *', timeZone })
  if (wrong !== null) throw new AegisError('CONFIG_INVALID', `\`timeZone\`: ${wrong.why}.`)
  const all = await store.listObservations(table.id, { sentinel: 'freshness', limit: 1000 })
  const oldest = all.at(-1)?.at.getTime() ?? 0
  const looks =
    all.length === 0 ? { times: [], since: 0 } : await looksSince(store, table.connectionId, oldest)
  const observations = all.filter(({ at }) => at.getTime() >= looks.since)
  const times = looks.times.filter((time) => time >= oldest)
  const suggestion = { table, ...suggest({ observations, looks: times, timeZone }) }
  const { checkTypes, freshnessSlaMinutes, expectedBy } = table
  const isChecked = checkTypes.includes('freshness') && (freshnessSlaMinutes ?? expectedBy) !== null
  if (isChecked || suggestion.minutes !== null) return suggestion
  const how =
    'The freshness of this table is not checked. Set a wide SLA, such as 10080 minutes, and ask again after some days.'
  return { ...suggestion, reason: `${suggestion.reason} ${how}` }
}
