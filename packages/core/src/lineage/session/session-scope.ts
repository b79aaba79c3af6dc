import type { IdentifierPart, IdentifierRules } from '../../ports/identifiers.ts'
import { type NameScope, UNKNOWN_SCHEMA } from '../resolve-name.ts'

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
    readonly isLocal?: boolean | undefined
  }): void
  /** What was set for one transaction holds no longer. */
  endLocal(): void
  state(): SessionScopeState
  /** Goes on from a state of an earlier reading. */
  resume(state: SessionScopeState): void
  /** Returns what brings the present scope back. */
  save(): () => void
}

interface Chosen {
  readonly catalog?: string
  readonly searchPath?: readonly string[]
}

/**
 * What unqualified names mean as a session goes on. A statement that sets the scope holds until the log itself says
 * something else: a log that tells the scope of each entry knows better, one that tells a constant knows nothing.
 */
export function createSessionScope(identifiers: IdentifierRules): SessionScope {
  const nothing: LoggedScope = { defaultCatalog: null, defaultSchema: null, user: null }
  let logged = nothing
  let chosen: Chosen = {}
  /** Set for the transaction alone. */
  let local: Chosen = {}
  let scope: NameScope = { catalog: null, searchPath: [] }
  let key = ''

  function settle(): void {
    scope = {
      catalog: local.catalog ?? chosen.catalog ?? logged.defaultCatalog,
      searchPath:
        local.searchPath ??
        chosen.searchPath ??
        (logged.defaultSchema === null ? [] : [logged.defaultSchema]),
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
      if (!isSameScope) {
        chosen = {}
        local = {}
      }
      logged = {
        defaultCatalog: next.defaultCatalog ?? logged.defaultCatalog,
        defaultSchema: next.defaultSchema ?? logged.defaultSchema,
        user: next.user ?? logged.user,
      }
      settle()
    },
    set({ catalog, searchPath, isLocal = false }) {
      const schemas = searchPath?.map((part): string =>
        part.text === '$user' ? (logged.user ?? UNKNOWN_SCHEMA) : identifiers.fold(part),
      )
      const set: Chosen = {
        ...(catalog === undefined ? {} : { catalog: identifiers.fold(catalog) }),
        ...(schemas === undefined ? {} : { searchPath: schemas }),
      }
      if (isLocal) local = { ...local, ...set }
      else {
        chosen = { ...chosen, ...set }
        // Set for the session, it holds at once.
        const { catalog: localCatalog, searchPath: localPath } = local
        local = {
          ...(localCatalog === undefined || catalog !== undefined ? {} : { catalog: localCatalog }),
          ...(localPath === undefined || schemas !== undefined ? {} : { searchPath: localPath }),
        }
      }
      settle()
    },
    endLocal() {
      if (local.catalog === undefined && local.searchPath === undefined) return
      local = {}
      settle()
    },
    state: () => ({ logged, catalog: chosen.catalog ?? null, searchPath: chosen.searchPath ?? null }),
    resume(state) {
      const { catalog, searchPath } = state
      logged = state.logged
      chosen = { ...(catalog === null ? {} : { catalog }), ...(searchPath === null ? {} : { searchPath }) }
      local = {}
      settle()
    },
    save() {
      const saved = { chosen, local }
      return () => {
        chosen = saved.chosen
        local = saved.local
        settle()
      }
    },
  }
}
