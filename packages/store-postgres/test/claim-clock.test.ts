import { expect, onTestFinished, test } from 'vitest'
import { postgresStore } from '../src/index.ts'
import { describeOnPostgres } from './database.ts'
import { monitor, recordOne } from './one-table.ts'

describeOnPostgres(
  'whose clock judges claims',
  (database) => {
    test('the server, whatever the machines of the workers think', async () => {
      const options = { connectionString: database().url, schema: database().freshSchema() }
      const store = postgresStore(options)
      onTestFinished(() => store.close())
      const [table] = await monitor(store)
      await recordOne(store, table?.id ?? 0, 'drift')
      const [claim] = await store.claimInvestigations('worker-1', 1, 60_000)
      const [row] = await database().sql('select clock_timestamp() as at')
      const off = Number(claim?.expiresAt) - Number(row?.at)
      expect(off).toBeGreaterThan(30_000)
      expect(off).toBeLessThanOrEqual(60_000)
      // A machine whose clock is a day ahead takes nothing from a worker that lives.
      const realNow = Date.now
      onTestFinished(() => {
        Date.now = realNow
      })
      Date.now = () => realNow() + 86_400_000
      expect(await store.claimInvestigations('worker-2', 1, 60_000)).toEqual([])
    })
  },
  [18],
)
