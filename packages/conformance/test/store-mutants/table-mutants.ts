import { broken, otherCallersRun, type StoreMutant } from './mutant.ts'

export const tableMutants: Readonly<Record<string, StoreMutant>> = {
  'S-TABLE-01': broken((store) => ({
    saveTables: async (id, drafts, at) =>
      [...(await store.saveTables(id, drafts, at))].sort((a, b) => a.id - b.id),
  })),
  'S-TABLE-02': broken((store) => ({
    // Insert or ignore.
    async saveTables(id, drafts, at) {
      const known = await store.listTables({ connectionId: id })
      const kept = drafts.map(
        (draft) => known.find((table) => table.qualifiedName === draft.qualifiedName) ?? draft,
      )
      return store.saveTables(
        id,
        kept.map(({ ref, qualifiedName, checkTypes, freshnessSlaMinutes, expectedBy, watermarkColumn }) => ({
          ref,
          qualifiedName,
          checkTypes,
          freshnessSlaMinutes,
          expectedBy,
          watermarkColumn,
        })),
        at,
      )
    },
  })),
  'S-TABLE-03': broken((store) => ({
    saveTables: (id, drafts, at) =>
      store.saveTables(
        id,
        drafts.map((draft) => ({ ...draft, ref: { ...draft.ref, catalog: '' } })),
        at,
      ),
  })),
  'S-TABLE-04': broken((store) => ({
    listTables: async (filter) => (await store.listTables(filter)).slice(0, 1000),
  })),
  'S-TABLE-05': broken((store) => ({
    getTable: async (id) => (await store.getTable(id)) ?? (await store.listTables())[0] ?? null,
  })),
  'S-TABLE-06': broken((store) => ({
    // VARCHAR(255).
    saveTables: (id, drafts, at) =>
      store.saveTables(
        id,
        drafts.map((draft) => ({ ...draft, ref: { ...draft.ref, name: draft.ref.name.slice(0, 255) } })),
        at,
      ),
  })),
  'S-TABLE-07': broken((store, data) => ({
    // No cascade.
    async removeTable(id) {
      const { incidents } = data.state
      const removed = await store.removeTable(id)
      for (const [key, stored] of incidents) data.state.incidents.set(key, stored)
      return removed
    },
  })),
  'S-TABLE-08': broken((store, data) => ({
    async saveTables(id, drafts, at) {
      const rows = await store.saveTables(id, drafts, at)
      for (const row of rows) {
        const stored = data.state.tables.get(row.id)
        if (stored !== undefined) {
          data.state.tables.set(row.id, { ...stored, table: { ...row, updatedAt: at } })
        }
      }
      return rows
    },
  })),
  'S-TABLE-09': broken((store, data) => ({
    async saveTables(id, drafts, at) {
      const before = data.state.tables.size
      await otherCallersRun()
      const rows = await store.saveTables(id, drafts, at)
      if (before !== 2) return rows
      return rows.map((table) => {
        const copy = { ...table, id: data.state.tables.size + 1000 }
        data.state.tables.set(copy.id, { table: copy, latestId: null, acceptedId: null })
        return copy
      })
    },
  })),
}
