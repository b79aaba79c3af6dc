import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import {
  AdapterError,
  type FreshnessReading,
  identifierRules,
  type Reading,
  type TableRef,
  type WarehouseAdapter,
} from '@aegis/core'
import { shapesOf } from './shapes.ts'
import {
  CRM_SCHEMA,
  isAway,
  readWorld,
  SHAPED_SCHEMA,
  TIMED_SCHEMA,
  WATERMARK,
  type World,
  watermarkOf,
} from './world.ts'

const CRM_TABLES = 2
/** Some answers take so long: others commit in between. */
const SLOW_SHARE = 0.1
const SLOW_MS = 4

const refOf = (schema: string, number: number): TableRef => ({ catalog: '', schema, name: `t${number}` })

function tablesOf(schema: string, world: World): readonly TableRef[] {
  const count =
    schema === SHAPED_SCHEMA
      ? world.versions.length
      : schema === TIMED_SCHEMA
        ? world.spells.length
        : CRM_TABLES
  return Array.from({ length: count }, (_, index) => refOf(schema, index))
}

export function numberOf({ name }: TableRef): number {
  return Number(name.slice(1))
}

/** A warehouse that is what the world's file says, at the moment of each question. */
export function scriptedWarehouse(folder: string, which: 'shop' | 'crm'): WarehouseAdapter {
  const schemas = which === 'crm' ? [CRM_SCHEMA] : [SHAPED_SCHEMA, TIMED_SCHEMA]
  const shapes = shapesOf(readWorld(folder).seed)

  async function look(): Promise<World> {
    await (Math.random() < SLOW_SHARE ? sleep(SLOW_MS) : setImmediate())
    const world = readWorld(folder)
    if (which === 'crm' && isAway(world))
      throw new AdapterError('crm does not answer.', { adapter: 'scripted', failure: 'network' })
    return world
  }

  return {
    spec: 'warehouse/v1',
    dialect: 'postgresql',
    identifiers: identifierRules('postgresql'),
    async *listTables(selector) {
      const world = await look()
      const asked = schemas.filter((schema) => selector.schemas?.includes(schema) ?? true)
      yield asked.flatMap((schema) => tablesOf(schema, world))
    },
    async describeTables(refs) {
      const world = await look()
      return refs.map((ref) => {
        const number = numberOf(ref)
        const version = ref.schema === SHAPED_SCHEMA ? (world.versions[number] ?? 0) : 0
        const { exists, columns, objectId } = shapes.at(number, version)
        if (!exists) return { ref, status: 'missing' }
        const at = {
          name: WATERMARK,
          type: 'timestamp with time zone',
          nullable: false,
          ordinal: columns.length + 1,
        }
        const all = ref.schema === TIMED_SCHEMA ? [...columns, at] : columns
        return {
          ref,
          status: 'ok',
          value: { ref, kind: 'table', columns: all, objectId, approxRows: null },
        }
      })
    },
    async readFreshness(requests) {
      const world = await look()
      return requests.map(({ ref }): Reading<FreshnessReading> => {
        if (ref.schema !== TIMED_SCHEMA) return { ref, status: 'unsupported' }
        const at = watermarkOf(world.startedAt, world.spells[numberOf(ref)] ?? 0)
        const bounds = { precision: 'exact', notBefore: at, notAfter: at } as const
        const facts = { mayIncludeNonDataChanges: false, token: null, caveats: [], observedAt: new Date() }
        return { ref, status: 'ok', value: { method: 'watermark', ...bounds, ...facts } }
      })
    },
    async close() {},
  }
}
