import type { Query } from './query-model.ts'

/** Names that live as long as the query that declared them; an inner name hides an outer one. */
export interface Scopes {
  declareCte(key: string, query: Query): void
  dropCte(key: string): void
  findCte(key: string): Query | null
  addAlias(key: string): void
  dropAlias(key: string): void
  hasAlias(key: string): boolean
}

export function newScopes(): Scopes {
  // Most statements declare neither.
  let ctes: Map<string, Query[]> | null = null
  let aliases: Map<string, number> | null = null
  const changeAlias = (key: string, by: number): void => {
    aliases ??= new Map()
    aliases.set(key, (aliases.get(key) ?? 0) + by)
  }
  return {
    declareCte(key, query) {
      ctes ??= new Map()
      const hidden = ctes.get(key)
      if (hidden === undefined) ctes.set(key, [query])
      else hidden.push(query)
    },
    dropCte: (key) => {
      ctes?.get(key)?.pop()
    },
    findCte: (key) => ctes?.get(key)?.at(-1) ?? null,
    addAlias: (key) => changeAlias(key, 1),
    dropAlias: (key) => changeAlias(key, -1),
    hasAlias: (key) => (aliases?.get(key) ?? 0) > 0,
  }
}
