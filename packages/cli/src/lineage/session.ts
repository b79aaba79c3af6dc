import type { Dialect } from '@aegis/core'
import type { ParsedStatement, StatementEffect, WrittenName } from '@aegis/core/ports'
import { type AnswerEdge, type ColumnEdge, unite } from './edge.ts'
import { renamedTo } from './effect.ts'
import { type NameDefaults, type SessionNames, sessionNames } from './names.ts'

type Parsed = Extract<ParsedStatement, { readonly status: 'parsed' }>

/** What later statements of a session know from the earlier ones: what names mean, and what its temporary tables hold. */
export interface Session {
  readonly names: SessionNames
  /** The edge itself, or those from the tables that its temporary source was filled from. */
  trace(edge: AnswerEdge, name: WrittenName): readonly AnswerEdge[]
  /** The table itself, or the tables that a temporary one was filled from. */
  origins(name: WrittenName): readonly string[]
  /** true: the target is temporary. Its edges are kept for later statements and are none of their own. */
  keep(statement: Parsed, edges: readonly AnswerEdge[]): boolean
  follow(effect: StatementEffect): void
  /** A transaction was begun, here or in an earlier text, and not ended. */
  isInTransaction(): boolean
}

/** What Snowflake commits a transaction before. */
const COMMITTING: ReadonlySet<string> = new Set([
  'create_table_as',
  'create_view',
  'drop',
  'truncate',
  'rename',
  'swap',
])

/** What a temporary table was filled from, by the source's name. */
type Filled = ReadonlyMap<string, AnswerEdge>

/** More than a session has; a stream that never drops any must not grow for ever. */
const MOST_TEMPORARY = 1_000

/** Names of columns as people and engines write them: exact, or alike but for case. */
function isSameColumn(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase()
}

/**
 * The edge from what filled a temporary table to what reads it: no surer than either. Columns of the source that stop
 * in between still break the way when they go: they are used.
 */
function through(edge: AnswerEdge, filled: AnswerEdge): AnswerEdge {
  const columns = filled.columns.flatMap(([source, origin, , made]): readonly ColumnEdge[] =>
    edge.columns
      .filter(([, column]) => isSameColumn(column, made))
      .map(([, , target, column]) => [source, origin, target, column]),
  )
  const carried = new Set(columns.map(([, origin]) => origin))
  const isUsed = (made: string): boolean =>
    edge.used_columns?.some((used) => isSameColumn(used, made)) === true
  const used = new Set([
    ...(filled.used_columns ?? []),
    ...filled.columns
      .filter(([, origin, , made]) => !carried.has(origin) || isUsed(made))
      .map(([, origin]) => origin),
  ])
  return {
    source: filled.source,
    target: edge.target,
    confidence: edge.confidence * filled.confidence,
    columns,
    ...(used.size === 0 ? {} : { used_columns: [...used] }),
    ...(filled.source_kind === undefined ? {} : { source_kind: filled.source_kind }),
    ...(edge.target_kind === undefined ? {} : { target_kind: edge.target_kind }),
  }
}

/**
 * The session of a connection to the warehouse. `remembers` false: a text that stands alone, where temporary tables
 * are shown as they are written.
 */
export function createSession(dialect: Dialect, defaults: NameDefaults, remembers: boolean): Session {
  const names = sessionNames(dialect, defaults)
  let temporary = new Map<string, Filled>()
  let undo: (() => void) | null = null

  /** A bare name is the temporary table even where a default schema would say otherwise. */
  const keysOf = (name: WrittenName): readonly string[] => {
    const bare = names.bare(name)
    return bare === null ? [names.of(name)] : [JSON.stringify([bare]), names.of(name)]
  }
  const find = (name: WrittenName): Filled | undefined => {
    if (temporary.size === 0) return undefined
    for (const key of keysOf(name)) {
      const filled = temporary.get(key)
      if (filled !== undefined) return filled
    }
    return undefined
  }
  function commitBefore(what: string): void {
    if (dialect === 'snowflake' && COMMITTING.has(what)) undo = null
  }
  function forget(name: WrittenName): void {
    for (const key of keysOf(name)) temporary.delete(key)
  }
  function set(name: WrittenName, filled: Filled): void {
    forget(name)
    for (const key of keysOf(name)) temporary.set(key, filled)
    for (const oldest of temporary.keys()) {
      if (temporary.size <= MOST_TEMPORARY) break
      temporary.delete(oldest)
    }
  }
  function move(from: WrittenName, to: WrittenName): void {
    const filled = find(from)
    forget(from)
    if (filled !== undefined) set(to, filled)
  }

  return {
    names,
    isInTransaction: () => undo !== null,
    trace(edge, name) {
      const filled = find(name)
      return filled === undefined ? [edge] : [...filled.values()].map((origin) => through(edge, origin))
    },
    origins(name) {
      const filled = find(name)
      return filled === undefined ? [names.of(name)] : [...filled.keys()]
    },
    keep({ target, kind, temporary: isTemporary }, edges) {
      commitBefore(kind)
      if (!remembers) return false
      const before = find(target)
      if (isTemporary !== true && before === undefined) return false
      const isNew = kind === 'create_table_as' || kind === 'create_view'
      const filled = new Map(isNew ? [] : before)
      for (const edge of edges) {
        const known = filled.get(edge.source)
        filled.set(edge.source, known === undefined ? edge : unite(known, edge))
      }
      set(target, filled)
      return true
    },
    follow(effect) {
      names.follow(effect)
      commitBefore(effect.effect)
      switch (effect.effect) {
        case 'drop':
          forget(effect.table)
          break
        case 'truncate':
          if (find(effect.table) !== undefined) set(effect.table, new Map())
          break
        case 'rename':
          move(effect.table, renamedTo(effect))
          break
        case 'swap': {
          const [a, b] = [find(effect.table), find(effect.with)]
          forget(effect.table)
          forget(effect.with)
          if (b !== undefined) set(effect.table, b)
          if (a !== undefined) set(effect.with, a)
          break
        }
        case 'begin': {
          const before = new Map(temporary)
          const restoreNames = names.save()
          undo ??= () => {
            temporary = before
            restoreNames()
          }
          break
        }
        case 'commit':
          undo = null
          break
        case 'rollback':
          undo?.()
          undo = null
          break
        default:
      }
    },
  }
}
