import { secret } from '@aegis/core'
import { broken, otherCallersRun, type StoreMutant } from './mutant.ts'

export const uriMutants: Readonly<Record<string, StoreMutant>> = {
  'S-URI-01': broken((store, data) => ({
    // Keeps it where everybody sees it.
    async saveConnection(given) {
      const saved = await store.saveConnection(given)
      const shown = { ...saved, lastError: given.uri?.reveal() ?? null }
      data.state.connections.set(saved.id, shown)
      return shown
    },
  })),
  'S-URI-02': broken((store, data) => ({
    async saveConnection(given) {
      const saved = await store.saveConnection(given)
      if (given.uri === undefined) data.state.uris.delete(saved.id)
      return saved
    },
  })),
  'S-URI-03': broken((store) => ({
    readConnectionUri: async (id) => (await store.readConnectionUri(id)) ?? secret(''),
  })),
  'S-URI-04': broken((store) => ({
    // Takes null for "as before".
    changeConnection: (id, { uri, ...change }) =>
      store.changeConnection(id, uri === null ? change : { ...change, uri }),
  })),
  'S-URI-05': broken((store) => ({
    // Writes the URI before it looks at the name.
    async changeConnection(id, { uri, ...change }) {
      if (uri !== undefined) await store.changeConnection(id, { uri, at: change.at })
      return store.changeConnection(id, change)
    },
  })),
  'S-URI-06': broken((_store, data) => ({
    // Forgets the tables, as a database without foreign keys would.
    async removeConnection(id) {
      data.state.uris.delete(id)
      return data.state.connections.delete(id)
    },
  })),
  'S-URI-07': broken((store, data) => ({
    // Two steps: between them another caller's row comes.
    async saveConnection(given) {
      const saved = await store.saveConnection(given)
      await otherCallersRun()
      if (given.uri !== undefined && data.state.uris.size === 1) {
        const [first] = data.state.uris.keys()
        if (first !== undefined && saved.target?.startsWith('db-0')) data.state.uris.set(first, given.uri)
      }
      return saved
    },
  })),
  'S-URI-08': ({ subject }) => ({
    ...subject,
    // A handle that keeps what is secret to itself.
    reopen: async () => ({ ...subject.store, close: async () => {}, readConnectionUri: async () => null }),
  }),
}
