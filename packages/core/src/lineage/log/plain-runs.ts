import type { DistinctText } from '../distinct-texts.ts'
import type { LoggedScope } from '../session/session-scope.ts'
import type { LoggedRun } from './logged-run.ts'
import { type Breaks, createSpells, type Spell, type Spells } from './spells.ts'

/** Runs of one text with one scope. */
export interface PlainRuns {
  readonly text: DistinctText
  readonly scope: LoggedScope
  spells(): readonly Spell[]
}

/** Runs whose order among themselves does not matter, folded by text and scope. */
export interface FoldedRuns {
  add(text: DistinctText, scope: LoggedScope, at: number, executions: number): void
  all(): Iterable<PlainRuns>
}

interface Folded extends PlainRuns, Pick<Spells, 'add'> {}

interface ScopesOfText {
  /** A text mostly runs in one scope. */
  last: Folded
  readonly byScope: Map<string, Folded>
}

export function isSameScope(a: LoggedScope, b: LoggedScope): boolean {
  return a.defaultCatalog === b.defaultCatalog && a.defaultSchema === b.defaultSchema && a.user === b.user
}

function isAlike(a: LoggedScope, b: LoggedScope, byUser: boolean): boolean {
  return byUser
    ? isSameScope(a, b)
    : a.defaultCatalog === b.defaultCatalog && a.defaultSchema === b.defaultSchema
}

function scopeKey({ defaultCatalog, defaultSchema, user }: LoggedScope): string {
  return JSON.stringify([defaultCatalog, defaultSchema, user])
}

/** `breaksOf`: see `createSpells`. `byUser`: what a user's runs mean depends on the user. */
export function foldedRuns(
  breaksOf: (text: DistinctText) => Breaks,
  { byUser }: { readonly byUser: boolean },
): FoldedRuns {
  const byText = new Map<DistinctText, ScopesOfText>()

  function fold(text: DistinctText, scope: LoggedScope): Folded {
    const { defaultCatalog, defaultSchema } = scope
    const user = byUser ? scope.user : null
    const { add, all } = createSpells(() => breaksOf(text))
    return { text, scope: { defaultCatalog, defaultSchema, user }, add, spells: all }
  }
  function find(text: DistinctText, scope: LoggedScope): Folded {
    const scopes = byText.get(text)
    if (scopes === undefined) {
      const made = fold(text, scope)
      byText.set(text, { last: made, byScope: new Map([[scopeKey(made.scope), made]]) })
      return made
    }
    if (isAlike(scopes.last.scope, scope, byUser)) return scopes.last
    const key = scopeKey(byUser ? scope : { ...scope, user: null })
    scopes.last = scopes.byScope.get(key) ?? fold(text, scope)
    scopes.byScope.set(key, scopes.last)
    return scopes.last
  }

  return {
    add(text, scope, at, executions) {
      find(text, scope).add(at, executions)
    },
    *all() {
      for (const { byScope } of byText.values()) yield* byScope.values()
    },
  }
}

/** A spell as its first run and its last, which counts for all. */
export function runsOf({ text, scope, spells }: PlainRuns): readonly LoggedRun[] {
  const run = (at: number, executions: number): LoggedRun => ({
    entryId: null,
    text,
    ...scope,
    at,
    notBefore: at,
    isTimed: true,
    executions,
  })
  return spells().flatMap(({ first, last, executions }) =>
    first < last ? [run(first, 0), run(last, executions)] : [run(last, executions)],
  )
}
