import type { ExpectedBy, MonitoredTable } from '../../model/table.ts'

export interface SuggestSlaOptions {
  /** IANA name: in which days and times due are reckoned. Default: that of the table's `expectedBy`, else `UTC`. */
  readonly timeZone?: string | undefined
}

/** What was seen of the updates of a table. Minutes are of the age that the data reached between two updates, as the looks saw it. */
export interface SlaEvidence {
  /** Changes of data that were told apart. */
  readonly updates: number
  /** From the first to the last of them; null: there is none. */
  readonly from: Date | null
  readonly to: Date | null
  /** Pairs of updates between which scans looked all the time. */
  readonly gaps: number
  /** Pairs that were left out: for a while no scan looked, or a look could not tell. */
  readonly unseenGaps: number
  readonly medianGapMinutes: number | null
  readonly largestGapMinutes: number | null
  /** Median time between two scans: nothing finer can be told. null: not known. */
  readonly scanIntervalMinutes: number | null
  /** The share of the gaps that the SLA goes by, 1: all. null: none was suggested. */
  readonly quantile: number | null
  /** The gap at that quantile, without margin. */
  readonly quantileMinutes: number | null
  /** How many of the gaps would have raised an alarm; null: none was suggested. */
  readonly alarms: number | null
  /** No update on Saturdays and Sundays, but on the other days. null: too few days to tell. */
  readonly silentWeekends: boolean | null
}

export interface SuggestedExpectedBy extends ExpectedBy {
  /** Times due that the updates of the history filled, 0.95..1. */
  readonly fit: number
  /** How many times were due. */
  readonly slots: number
}

export interface SlaSuggestion {
  readonly table: MonitoredTable
  /** For `freshnessSlaMinutes`; null: the history does not tell, see `reason`. */
  readonly minutes: number | null
  /** How the number was found, or why there is none. */
  readonly reason: string
  /** For `expectedBy`, where updates come on the same days at a regular time; null: see `expectedByReason`. */
  readonly expectedBy: SuggestedExpectedBy | null
  readonly expectedByReason: string
  readonly evidence: SlaEvidence
}
