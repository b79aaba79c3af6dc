import * as z from 'zod'
import { AegisError } from '../errors.ts'
import type { Architect } from '../ports/architect.ts'
import type { Clock } from '../ports/clock.ts'
import type { LineageParser } from '../ports/lineage-parser.ts'
import type { Logger } from '../ports/logger.ts'
import type { PlanProver } from '../ports/plan-prover.ts'
import type { Sentinel } from '../ports/sentinel.ts'
import type { SqlInspector } from '../ports/sql-inspector.ts'
import type { PrunableKind, Store } from '../ports/store.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'
import type { AegisConfig } from './aegis-config.ts'

function hasMethods(value: unknown, names: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => name in value && typeof Reflect.get(value, name) === 'function')
  )
}

function hasSpec(value: unknown, spec: string): boolean {
  return typeof value === 'object' && value !== null && 'spec' in value && value.spec === spec
}

const warehouse = z.custom<WarehouseAdapter>(
  (value) => hasSpec(value, 'warehouse/v1') && hasMethods(value, ['listTables', 'describeTables', 'close']),
  'expected a warehouse adapter, such as postgres({ ... }) of @aegis/adapter-postgres',
)

const days = (atLeast: number, byDefault: number): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  z.number().min(atLeast).max(36_500).nullable().default(byDefault)

const retentionSchema = z.strictObject({
  snapshots: days(7, 365),
  observations: days(7, 180),
  activity: days(1, 180),
  events: days(1, 30),
  incidents: days(7, 730),
})

type KeptDays = Readonly<Record<PrunableKind, number | null>>

const FOR_EVER: KeptDays = {
  snapshots: null,
  observations: null,
  activity: null,
  events: null,
  incidents: null,
}

const configSchema = z.strictObject({
  store: z.custom<Store>(
    (value) => hasSpec(value, 'store/v1'),
    'expected a store, such as sqliteStore({ path }) of @aegis/store-sqlite',
  ),
  connections: z
    .record(z.string().min(1, 'a connection needs a name'), warehouse)
    .refine((all) => Object.keys(all).length > 0, 'name at least one warehouse'),
  lineageParser: z
    .custom<LineageParser>(
      (value) => hasSpec(value, 'lineage-parser/v1'),
      'expected a lineage parser, such as sqlLineage() of @aegis/lineage-sql',
    )
    .optional(),
  architect: z
    .custom<Architect>((value) => hasMethods(value, ['diagnose']), 'expected an object with diagnose()')
    .optional(),
  sqlInspector: z
    .custom<SqlInspector>(
      (value) => hasMethods(value, ['inspect']),
      'expected an SQL inspector, such as sqlInspector() of @aegis/lineage-sql',
    )
    .optional(),
  planProvers: z
    .array(
      z.custom<PlanProver>(
        (value) => hasMethods(value, ['proves', 'prove']),
        'expected proves() and prove(), such as pglitePlanProver() of @aegis/adapter-postgres/prover',
      ),
    )
    .optional(),
  sentinels: z
    .array(
      z.custom<Sentinel>((value) => hasMethods(value, ['read', 'inspect']), 'expected read() and inspect()'),
    )
    .optional(),
  scanIntervalSeconds: z.number().min(1).max(86_400).default(300),
  lineageRefreshSeconds: z.number().min(1).max(2_592_000).default(3600),
  failedCyclesBeforeIncident: z.int().min(1).max(100).default(3),
  batchSize: z.int().min(1).max(100_000).default(10_000),
  concurrency: z.int().min(1).max(16).default(2),
  eventsAfter: z.int().min(0).optional(),
  retention: retentionSchema
    .nullable()
    .prefault({})
    .transform((kept) => kept ?? FOR_EVER),
  logger: z
    .custom<Logger>(
      (value) => hasMethods(value, ['debug', 'info', 'warn', 'error']),
      'expected debug, info, warn and error',
    )
    .optional(),
  clock: z
    .custom<Clock>((value) => hasMethods(value, ['now', 'sleep']), 'expected now() and sleep()')
    .optional(),
})

/** The configuration with its defaults in place. */
export interface CheckedConfig extends AegisConfig {
  readonly scanIntervalSeconds: number
  readonly lineageRefreshSeconds: number
  readonly failedCyclesBeforeIncident: number
  readonly batchSize: number
  readonly concurrency: number
  /** Days; null: for ever. */
  readonly retention: KeptDays
}

type Parsed = z.infer<typeof configSchema>
type Missing<A, B> = Exclude<keyof A, keyof B>
/** A compile error here: the interface and the schema no longer have the same fields. */
const noDrift: [Missing<AegisConfig, Parsed>, Missing<Parsed, AegisConfig>] extends [never, never]
  ? true
  : never = true

/** The configuration with its defaults. Throws `CONFIG_INVALID` that names each wrong field. */
export function checkConfig(config: AegisConfig): CheckedConfig {
  const parsed = configSchema.safeParse(config)
  if (parsed.success && noDrift) return parsed.data
  throw new AegisError(
    'CONFIG_INVALID',
    `The configuration is not right.\n${z.prettifyError(parsed.error ?? new z.ZodError([]))}`,
  )
}
