import { type Aegis, type AegisConfig, createAegis, type Store } from '@aegis/core'
import { scriptedWarehouse } from './world/scripted-warehouse.ts'
import { CRM_SCHEMA, SHAPED_SCHEMA, SLA_MINUTES, TIMED_SCHEMA, WATERMARK } from './world/world.ts'

/** An Aegis that watches the scripted warehouses. */
export function openAegis(
  folder: string,
  store: Store,
  more: Pick<AegisConfig, 'eventsAfter'> = {},
): Promise<Aegis> {
  return createAegis({
    store,
    connections: { shop: scriptedWarehouse(folder, 'shop'), crm: scriptedWarehouse(folder, 'crm') },
    // Several batches a scan, so that a kill may come between two.
    batchSize: 12,
    ...more,
  })
}

/** Monitors every table and takes the baselines. */
export async function monitorAll(aegis: Aegis): Promise<void> {
  const timed = { freshnessSlaMinutes: SLA_MINUTES, watermarkColumn: WATERMARK }
  await aegis.monitor('shop', { schemas: [SHAPED_SCHEMA], checkTypes: ['schema'] })
  await aegis.monitor('shop', { schemas: [TIMED_SCHEMA], ...timed })
  await aegis.monitor('crm', { schemas: [CRM_SCHEMA], checkTypes: ['schema'] })
  await aegis.scan()
}
