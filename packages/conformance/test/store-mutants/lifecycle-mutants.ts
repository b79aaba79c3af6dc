import { AegisError, type Store } from '@aegis/core'
import { memoryStore } from '@aegis/core/testing'
import { broken, otherCallersRun, type StoreMutant } from './mutant.ts'

function bounded(limit: number): number {
  return Math.min(1000, Math.max(1, Math.round(limit)))
}

export const lifecycleMutants: Readonly<Record<string, StoreMutant>> = {
  'S-SPEC-01': broken(() => ({ spec: String('store/v0') as Store['spec'] })),
  'S-MIGRATE-01': broken(() => ({ migrate: async () => ({ applied: ['0001'], version: '0001' }) })),
  'S-MIGRATE-02': broken((store) => {
    let isFirst = true
    return {
      async migrate() {
        await store.migrate()
        const applied = isFirst ? ['0001'] : []
        isFirst = false
        return { applied, version: '0001' }
      },
    }
  }),
  'S-CLOSE-01': broken((store) => {
    let isClosed = false
    return {
      async close() {
        if (isClosed) throw new AegisError('STORE_FAILED', 'It is closed already.')
        isClosed = true
        await store.close()
      },
    }
  }),
  'S-CLOSE-02': broken(() => ({ close: async () => {} })),
  'S-CLOSE-03': ({ subject }) => ({ ...subject, reopen: async () => memoryStore() }),
  'S-HANDLE-01': ({ subject }) => ({
    ...subject,
    // A handle with a cache that never hears of other handles.
    store: { ...subject.store, getIncident: async () => null },
  }),

  'S-EVENT-01': broken((store) => ({
    readEvents: (afterSeq, limit) => store.readEvents(Math.max(0, afterSeq - 1), limit),
  })),
  'S-EVENT-02': broken((store) => ({
    append: ({ activity, events }) =>
      store.append({
        activity,
        events: events.map(({ at, facts }) => ({
          at,
          facts: facts.type === 'anomaly.detected' ? { ...facts, table: facts.table ?? '' } : facts,
        })),
      }),
  })),
  'S-EVENT-03': broken((store) => {
    // A sequence of the database, which is not rolled back.
    let refused = 0
    return {
      async append(entries) {
        await store.append(entries).catch((error: unknown) => {
          refused += 1
          throw error
        })
      },
      async readEvents(afterSeq, limit) {
        const page = await store.readEvents(afterSeq, limit)
        return { ...page, events: page.events.map((event) => ({ ...event, seq: event.seq + refused })) }
      },
    }
  }),
  'S-EVENT-04': broken((store) => ({
    readEvents: (afterSeq, limit) => store.readEvents(afterSeq, bounded(limit)),
  })),
  'S-EVENT-05': broken((store, data) => ({
    // Takes its seq, then writes: who took the same one is overwritten.
    async append(entries) {
      const head = data.state.events.length
      await otherCallersRun()
      if (data.state.events.length === head) await store.append(entries)
    },
  })),
  'S-ACT-01': broken((store) => ({
    listActivity: (filter) => store.listActivity({ ...filter, incidentId: undefined }),
  })),
  'S-ACT-02': broken((store) => ({
    async append({ activity, events }) {
      await store.append({ activity, events: [] })
      await store.append({ activity: [], events })
    },
  })),
  'S-COPY-01': broken((store) => {
    const given: Parameters<Store['append']>[0]['activity'][number][] = []
    return {
      async append(entries) {
        await store.append(entries)
        given.push(...entries.activity)
      },
      listActivity: async () => given.map((line, index) => ({ ...line, id: index })),
    }
  }),
}
