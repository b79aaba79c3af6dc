import type { Query } from './query-model.ts'

/** Names that live as long as the query that declared them; an inner name hides an outer one. */
export class Scopes {
  // Most statements declare neither.
  private ctes: Map<string, Query[]> | null = null
  private aliases: Map<string, number> | null = null

  declareCte(key: string, query: Query): void {
    this.ctes ??= new Map()
    const hidden = this.ctes.get(key)
    if (hidden === undefined) this.ctes.set(key, [query])
    else hidden.push(query)
  }

  dropCte(key: string): void {
    this.ctes?.get(key)?.pop()
  }

  /** Some were declared, though they may be gone again. */
  get hasCtes(): boolean {
    return this.ctes !== null
  }

  findCte(key: string): Query | null {
    return this.ctes?.get(key)?.at(-1) ?? null
  }

  addAlias(key: string): void {
    this.changeAlias(key, 1)
  }

  dropAlias(key: string): void {
    this.changeAlias(key, -1)
  }

  hasAlias(key: string): boolean {
    return (this.aliases?.get(key) ?? 0) > 0
  }

  private changeAlias(key: string, by: number): void {
    this.aliases ??= new Map()
    this.aliases.set(key, (this.aliases.get(key) ?? 0) + by)
  }
}
