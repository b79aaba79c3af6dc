import * as z from 'zod'
import { AegisError } from '../errors.ts'
import type { CheckType, ExpectedBy } from '../model/table.ts'
import { whyNeverDue } from '../sentinels/freshness/due-times.ts'

export interface ExpectedByOptions extends Pick<ExpectedBy, 'cron'> {
  /** IANA name, default `UTC`. */
  readonly timeZone?: string | undefined
  /** Whole minutes after the due time that are still fine, 0..10080, default 0. */
  readonly graceMinutes?: number | undefined
}

/** Which tables to watch, and how. Of a table that is monitored already, settings left out stay as they are. */
export interface MonitorOptions {
  /** Every table, view and materialised view that these schemas have now. Call again for tables created later. */
  readonly schemas?: readonly string[] | undefined
  /** These tables, as `schema.table`; parts quoted as in SQL where needed. */
  readonly tables?: readonly string[] | undefined
  /** Whole minutes without new data that are still fine, 1..5256000. null, and absent at first: freshness is not checked. */
  readonly freshnessSlaMinutes?: number | null | undefined
  /**
   * When new data is due, in five cron fields, e.g. `{ cron: '0 6 * * 1-5', timeZone: 'Europe/Berlin', graceMinutes: 30 }`. Beside the SLA or in
   * its place. null, and absent at first: at no fixed time.
   */
  readonly expectedBy?: ExpectedByOptions | null | undefined
  /** Column whose maximum is the time of the newest data, such as `updated_at`. */
  readonly watermarkColumn?: string | null | undefined
  /** Default: `['schema', 'freshness']` and the config's own sentinels. */
  readonly checkTypes?: readonly CheckType[] | undefined
}

export interface CheckedMonitorOptions extends MonitorOptions {
  readonly expectedBy?: ExpectedBy | null | undefined
}

const monitorSchema = z
  .strictObject({
    schemas: z.array(z.string().min(1)).min(1).optional(),
    tables: z.array(z.string().min(1)).min(1).optional(),
    freshnessSlaMinutes: z.int().min(1).max(5_256_000).nullish(),
    expectedBy: z
      .strictObject({
        cron: z.string().min(1),
        timeZone: z.string().min(1).default('UTC'),
        graceMinutes: z.int().min(0).max(10_080).default(0),
      })
      .superRefine((line, context) => {
        const wrong = whyNeverDue(line)
        if (wrong === null) return
        context.addIssue({ code: 'custom', path: [wrong.field], message: wrong.why })
      })
      .nullish(),
    watermarkColumn: z.string().min(1).nullish(),
    checkTypes: z.array(z.string().min(1)).optional(),
  })
  .refine(
    ({ schemas, tables }) => schemas !== undefined || tables !== undefined,
    'name `schemas` or `tables`',
  )

/** Throws `CONFIG_INVALID` that names each wrong field; `known` are the sentinels there are. */
export function checkMonitorOptions(
  options: MonitorOptions,
  known: readonly string[],
): CheckedMonitorOptions {
  const parsed = monitorSchema.safeParse(options)
  if (!parsed.success) {
    throw new AegisError(
      'CONFIG_INVALID',
      `The options of monitor() are not right.\n${z.prettifyError(parsed.error)}`,
    )
  }
  const stranger = parsed.data.checkTypes?.find((name) => !known.includes(name))
  if (stranger !== undefined) {
    throw new AegisError(
      'CONFIG_INVALID',
      `There is no sentinel \`${stranger}\`. Known: ${known.join(', ')}.`,
    )
  }
  return parsed.data
}
