import { type IdentifierRules, identifierRules } from '@aegis/core'
import type { Dialect, IdentifierPart, NameContext, StatementEffect, WrittenName } from '@aegis/core/ports'

/** Names of one session in their canonical form. `USE` and `SET search_path` change what later names mean. */
export interface SessionNames {
  /** What a log says a statement began with. Said again unchanged, it is older than what the session did since. */
  begin(given: NameDefaults): void
  /**
   * `[catalog.]schema.table`, parts folded and quoted only where needed. A name without a schema, where none is known,
   * stands alone. Stages and paths are given as they are written.
   */
  of(name: WrittenName): string
  /** `fold` of a name without a schema; null: it has one. */
  bare(name: WrittenName): string | null
  follow(effect: StatementEffect): void
  /** Returns what brings the present meaning of names back. */
  save(): () => void
}

export interface NameDefaults {
  /** As SQL writes them: unquoted parts fold. null: not known. */
  readonly defaultCatalog: string | null
  readonly defaultSchema: string | null
}

/** A name given in a flag or a log, folded as the dialect folds it. One that is no name of the dialect is kept exact. */
function foldGiven(name: string | null, rules: IdentifierRules): string | null {
  if (name === null) return null
  const parts = rules.parse(name)
  const [only] = parts ?? []
  return only !== undefined && parts?.length === 1 ? rules.fold(only) : name
}

function standAlone(parts: readonly IdentifierPart[], rules: IdentifierRules): string {
  return parts.map((part) => rules.key({ catalog: '', schema: '', name: rules.fold(part) })).join('.')
}

const rulesOf = new Map<Dialect, IdentifierRules>()

/** Made once for a dialect: thousands of sessions share them. */
function sharedRules(dialect: Dialect): IdentifierRules {
  const rules = rulesOf.get(dialect) ?? identifierRules(dialect)
  rulesOf.set(dialect, rules)
  return rules
}

export function sessionNames(dialect: Dialect, defaults: NameDefaults): SessionNames {
  const rules = sharedRules(dialect)
  let last: NameDefaults = { defaultCatalog: null, defaultSchema: null }
  let context: NameContext = { defaultCatalog: null, searchPath: [] }

  function begin({ defaultCatalog, defaultSchema }: NameDefaults): void {
    const catalog = defaultCatalog === last.defaultCatalog ? null : foldGiven(defaultCatalog, rules)
    const schema = defaultSchema === last.defaultSchema ? null : foldGiven(defaultSchema, rules)
    last = { defaultCatalog, defaultSchema }
    context = {
      defaultCatalog: catalog ?? context.defaultCatalog,
      searchPath: schema === null ? context.searchPath : [schema],
    }
  }
  begin(defaults)

  return {
    begin,
    of({ parts, kind }) {
      if (kind === 'stage' || kind === 'path') return parts.map(({ text }) => text).join('.')
      const ref = rules.resolve(parts, context)
      return ref === null ? standAlone(parts, rules) : rules.key(ref)
    },
    bare({ parts: [part, ...more], kind }) {
      const isTable = kind === undefined || kind === 'table'
      return part === undefined || more.length > 0 || !isTable ? null : rules.fold(part)
    },
    save() {
      const saved = context
      return () => {
        context = saved
      }
    },
    follow(effect) {
      if (effect.effect !== 'set_context') return
      const { catalog, searchPath } = effect
      context = {
        defaultCatalog: catalog === undefined ? context.defaultCatalog : rules.fold(catalog),
        searchPath:
          searchPath === undefined ? context.searchPath : searchPath.map((part) => rules.fold(part)),
      }
    },
  }
}
