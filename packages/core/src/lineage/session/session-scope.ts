import type { IdentifierPart, IdentifierRules } from '../../ports/identifiers.ts'
import type { NameScope } from '../resolve-name.ts'

/** What the log says that unqualified names of one entry were looked up in; null: it does not say. */
export interface LoggedScope {
  readonly defaultCatalog: string | null
  readonly defaultSchema: string | null
  readonly user: string | null
}

/** What a scope has come to: what the log said last, and what the session chose since. */
export interface SessionScopeState {
  readonly logged: LoggedScope
  /** null: not chosen. */
  readonly catalog: string | null
  readonly searchPath: readonly string[] | null
}

export interface SessionScope {
  current(): NameScope
  /** Equal for equal scopes. */
  key(): string
  /** The next entry of the log begins. */
  enter(logged: LoggedScope): void
  /** `USE`, `SET search_path`. Absent parts stay as they are. */
  set(context: {
    readonly catalog?: IdentifierPart | undefined
    readonly searchPath?: readonly IdentifierPart[] | undefined
  }): void
  state(): SessionScopeState
  /** Goes on from a state of an earlier reading. */
  resume(state: SessionScopeState): void
  /** Returns what brings the present scope back. */
  save(): () => void
}

/**
 * What unqualified names mean as a session goes on. A statement that sets the scope holds until the log itself says
 * something else: a log that tells the scope of each entry knows better, one that tells a constant knows nothing.
 */
export function createSessionScope(identifiers: IdentifierRules): SessionScope {
  const nothing: LoggedScope = { defaultCatalog: null, defaultSchema: null, user: null }
  let logged = nothing
  let chosen: { readonly catalog?: string; readonly searchPath?: readonly string[] } = {}
  let scope: NameScope = { catalog: null, searchPath: [] }
  let key = ''

  function settle(): void {
    scope = {
      catalog: chosen.catalog ?? logged.defaultCatalog,
      searchPath: chosen.searchPath ?? (logged.defaultSchema === null ? [] : [logged.defaultSchema]),
    }
    key = `${scope.catalog ?? ''}\n${scope.searchPath.join('\n')}`
  }

  return {
    current: () => scope,
    key: () => key,
    enter(next) {
      const isSame = (part: 'defaultCatalog' | 'defaultSchema'): boolean =>
        next[part] === null || next[part] === logged[part]
      const isSameScope = isSame('defaultCatalog') && isSame('defaultSchema')
      if (isSameScope && (next.user === null || next.user === logged.user)) return
      if (!isSameScope) chosen = {}
      logged = {
        defaultCatalog: next.defaultCatalog ?? logged.defaultCatalog,
        defaultSchema: next.defaultSchema ?? logged.defaultSchema,
        user: next.user ?? logged.user,
      }
      settle()
    },
    set({ catalog, searchPath }) {
      const schemas = searchPath?.flatMap((part): readonly string[] => {
        if (part.text !== '$user') return [identifiers.fold(part)]
        return logged.user === null ? [] : [logged.user]
      })
      chosen = {
        ...chosen,
        ...(catalog === undefined ? {} : { catalog: identifiers.fold(catalog) }),
        ...(schemas === undefined ? {} : { searchPath: schemas }),
      }
      settle()
    },
    state: () => ({ logged, catalog: chosen.catalog ?? null, searchPath: chosen.searchPath ?? null }),
    resume(state) {
      const { catalog, searchPath } = state
      logged = state.logged
      chosen = { ...(catalog === null ? {} : { catalog }), ...(searchPath === null ? {} : { searchPath }) }
      settle()
    },
    save() {
      const saved = chosen
      return () => {
        chosen = saved
        settle()
      }
    },
  }
}
