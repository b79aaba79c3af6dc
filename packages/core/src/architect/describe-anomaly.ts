import type { Anomaly, AnomalyDetail, FreshnessViolationDetail, SchemaChange } from '../model/anomaly.ts'
import type { Column } from '../model/table.ts'

/** A domain with what it stands over: it may be all that changed. */
function typeWords(column: Column | null): string {
  const { type, madeOf } = column ?? {}
  return madeOf === undefined || madeOf.startsWith('row(') ? `${type}` : `${type} over ${madeOf}`
}

/** One schema change in words, e.g. "`price` changed from double precision to character varying". */
export function describeChange(change: SchemaChange): string {
  const { kind, column, before, after, previousName } = change
  switch (kind) {
    case 'column_added':
      return `\`${column}\` (${after?.type}${after?.nullable === false ? ', not null' : ''}) was added`
    case 'column_deleted':
      return `\`${column}\` (${before?.type}) was deleted`
    case 'column_renamed':
      return `\`${previousName}\` was renamed to \`${column}\``
    case 'type_changed':
      return `\`${column}\` changed from ${typeWords(before)} to ${typeWords(after)}`
    case 'nullability_changed':
      return `\`${column}\` became ${after?.nullable === false ? 'NOT NULL' : 'nullable'}`
    case 'table_dropped':
      return 'the table was dropped'
    case 'table_replaced':
      return 'the table was replaced by a new object of the same name'
  }
}

/** Minutes as people say them: `45 min`, `3 h 10 min`, `2 d 4 h`. */
export function describeMinutes(minutes: number): string {
  const whole = Math.round(minutes)
  if (whole < 60) return `${whole} min`
  const hours = Math.floor(whole / 60)
  if (hours < 48) return whole % 60 === 0 ? `${hours} h` : `${hours} h ${whole % 60} min`
  const days = Math.floor(hours / 24)
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`
}

function describeDelay({ minutesSince, slaMinutes, missedSlot }: FreshnessViolationDetail): string {
  const rule =
    slaMinutes !== null || missedSlot === null
      ? `SLA ${describeMinutes(slaMinutes ?? 0)}`
      : `due by ${missedSlot.dueAt.toISOString()}, ${missedSlot.cron} in ${missedSlot.timeZone}`
  return `no new data for at least ${describeMinutes(minutesSince)} (${rule})`
}

function describeDetail(detail: AnomalyDetail): string {
  switch (detail.type) {
    case 'schema_drift':
      return detail.changes.map(describeChange).join('; ')
    case 'freshness_violation':
      return describeDelay(detail)
    case 'connection_error':
      return `no answer for ${detail.failedCycles} cycles: ${detail.message}`
    case 'custom':
      return detail.summary
  }
}

/** What an anomaly says, in one line. */
export function describeAnomaly(anomaly: Pick<Anomaly, 'detail'>): string {
  return describeDetail(anomaly.detail)
}
