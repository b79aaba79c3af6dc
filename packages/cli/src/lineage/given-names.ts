import { type Dialect, identifierRules } from '@aegis/core'

/** What names without a database or schema mean, as SQL writes them: unquoted they fold. null: not known. */
export interface NameDefaults {
  readonly defaultCatalog: string | null
  readonly defaultSchema: string | null
}

const MOST_NAMES = 1_000
const folded = new Map<string, string>()

/** A name given in a flag or a log, folded as the dialect folds it. One that is no name of the dialect is kept exact. */
function fold(name: string, dialect: Dialect): string {
  const rules = identifierRules(dialect)
  const parts = rules.parse(name)
  const [only] = parts ?? []
  return only !== undefined && parts?.length === 1 ? rules.fold(only) : name
}

function foldOnce(name: string | null, dialect: Dialect): string | null {
  if (name === null) return null
  const key = `${dialect} ${name}`
  const known = folded.get(key)
  if (known !== undefined) return known
  if (folded.size >= MOST_NAMES) folded.clear()
  const made = fold(name, dialect)
  folded.set(key, made)
  return made
}

/** The names as the warehouse keeps them. */
export function exactNames({ defaultCatalog, defaultSchema }: NameDefaults, dialect: Dialect): NameDefaults {
  return {
    defaultCatalog: foldOnce(defaultCatalog, dialect),
    defaultSchema: foldOnce(defaultSchema, dialect),
  }
}
