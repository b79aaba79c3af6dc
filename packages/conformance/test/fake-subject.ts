import { AdapterError } from '@aegis/core'
import type { Clock, Column, Dialect, TableRef } from '@aegis/core/ports'
import { type FakeWarehouse, fakeWarehouse } from '@aegis/core/testing'
import type { SeededTable, WarehouseHooks, WarehouseSubject } from '../src/index.ts'

/** A subject with everything a case can ask for, so that no case is skipped. */
export interface FakeSubject extends WarehouseSubject {
  readonly warehouse: FakeWarehouse
  readonly mutate: Required<WarehouseHooks>
  readonly unreachable: FakeWarehouse
}

const START = Date.parse('2026-03-01T12:00:00Z')
const HOUR_MS = 3_600_000

/** A second passes whenever somebody looks. */
function tickingClock(): Clock {
  let time = START
  return {
    now() {
      time += 1000
      return new Date(time)
    },
    sleep: () => Promise.resolve(),
  }
}

function columns(...names: readonly string[]): readonly Column[] {
  return names.map((name, index) => ({ name, type: 'bigint', nullable: index > 0, ordinal: index + 1 }))
}

function strangeNames(dialect: Dialect): readonly string[] {
  const names = ['daily.revenue', 'say "hi"', 'tick`tock', 'back\\slash', 'größe 表', 'order']
  // Its catalog keeps lower case only.
  return dialect === 'databricks' ? names : [...names, 'Mixed Case']
}

/** A fake that keeps every promise of the port. */
export function fakeSubject(dialect: Dialect = 'postgresql'): FakeSubject {
  const clock = tickingClock()
  const warehouse = fakeWarehouse({ dialect, clock, pageSize: 2 })
  const catalog = dialect === 'postgresql' ? '' : 'shop'
  const at = (schema: string, name: string): TableRef => ({ catalog, schema, name })
  const tables: readonly (SeededTable & { readonly columns: readonly Column[] })[] = [
    { ref: at('raw', 'orders'), kind: 'table', columns: columns('id', 'updated_at', 'Mixed') },
    { ref: at('raw', 'customers'), kind: 'table', columns: columns('zip', 'age', 'updated_at') },
    { ref: at('raw', 'empty'), kind: 'table', columns: columns('updated_at') },
    { ref: at('raw', 'future'), kind: 'table', columns: columns('updated_at') },
    { ref: at('raw', 'bare'), kind: 'table', columns: [] },
    { ref: at('reporting', 'summary'), kind: 'view', columns: columns('total') },
    ...strangeNames(dialect).map((name) => ({
      ref: at('reports', name),
      kind: 'table' as const,
      columns: columns('id'),
    })),
  ]
  const customers = at('raw', 'customers')
  const empty = at('raw', 'empty')
  const future = at('raw', 'future')
  for (const { ref, kind, columns: list } of tables) {
    const sql = kind === 'view' ? 'SELECT count(*) AS total FROM raw.orders' : undefined
    warehouse.create(ref, { kind, columns: list, sql })
  }
  const forbidden = at('vault', 'salaries')
  warehouse.create(forbidden, { columns: columns('id') })
  warehouse.forbid(forbidden)
  const newest = new Date(START - HOUR_MS)
  warehouse.setWatermark(customers, newest)
  warehouse.setWatermark(future, new Date(START + 24 * HOUR_MS))
  for (const name of ['one', 'two', 'three']) {
    warehouse.logStatement(`INSERT INTO raw.orders SELECT * FROM ${name}`, new Date(START))
  }
  const unreachable = fakeWarehouse({ dialect })
  unreachable.failWith(
    new AdapterError('Nothing answers at db:5432.', { adapter: 'fake', failure: 'network' }),
  )

  const columnsOf = (ref: TableRef): readonly Column[] => {
    const table = tables.find((item) => item.ref.schema === ref.schema && item.ref.name === ref.name)
    if (table === undefined) throw new Error(`not seeded: ${ref.name}`)
    return table.columns
  }
  return {
    warehouse,
    unreachable,
    seeded: {
      tables,
      missing: at('raw', 'not_there'),
      watermarked: { ref: customers, column: 'updated_at', at: newest },
      empty: { ref: empty, column: 'updated_at' },
      future: { ref: future, column: 'updated_at' },
      forbidden,
      view: { ref: at('reporting', 'summary'), mentions: ['raw', 'orders'] },
      logged: 'FROM two',
    },
    mutate: {
      dropTable: async (ref) => warehouse.drop(ref),
      recreateTable: async (ref) => warehouse.create(ref, { columns: columnsOf(ref) }),
      addColumn: async (ref, name) => {
        const before = columnsOf(ref)
        const added = { name, type: 'text', nullable: true, ordinal: before.length + 1 }
        warehouse.setColumns(ref, [...before, added])
      },
      insertRow: async (ref) => warehouse.touch(ref),
      runStatement: async () => {
        warehouse.logStatement('DELETE FROM raw.orders WHERE id = 4711', new Date(START))
        return 'id = 4711'
      },
    },
  }
}
