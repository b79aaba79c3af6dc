import { describeWarehouse } from '@aegis/conformance/vitest'
import { fakeWarehouse } from '@aegis/core/testing'

const columns = [{ name: 'id', type: 'bigint', nullable: false, ordinal: 1 }]
const at = (name: string) => ({ catalog: '', schema: 'raw', name })

describeWarehouse({
  name: 'Acme',
  create() {
    // Your adapter, over a schema that was made for this case; here a fake stands for it.
    const warehouse = fakeWarehouse({ tables: { 'raw.orders': { columns }, 'raw."Orders 2"': { columns } } })
    const tables = ['orders', 'Orders 2'].map((name) => ({ ref: at(name), kind: 'table' as const, columns }))
    return { warehouse, seeded: { tables, missing: at('not_there') } }
  },
  destroy: ({ warehouse }) => warehouse.close(),
})
