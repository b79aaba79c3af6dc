import type { Dialect } from '../../model/connection.ts'
import type { IdentifierRules } from '../../ports/identifiers.ts'
import type { ParsedStatement, StatementEffect, WrittenName } from '../../ports/lineage-parser.ts'
import { composeFlows, type Flow, flowOf } from '../flow.ts'
import { isLeftOut, type LineageTable, type NameResolver } from '../resolve-name.ts'
import { creates, type Parsed, type StatementPlace } from './entry.ts'
import { renamedTable } from './renamed-table.ts'
import type { RunTime, SessionRecord } from './session-record.ts'
import { createSessionScope, type SessionScope } from './session-scope.ts'
import type { SessionState } from './session-state.ts'
import { type TemporaryTable, temporaryName, temporaryTables, withInputs } from './temporary-tables.ts'

export interface SessionRules {
  readonly dialect: Dialect
  readonly identifiers: IdentifierRules
  readonly resolve: NameResolver
  /** Told the name of each reference whose table cannot be told. */
  readonly onAmbiguous?: ((name: string) => void) | undefined
  /** Unqualified names that may mean a table of another session: never told. Default none. */
  readonly strangers?: ReadonlySet<string> | undefined
  /** false: temporary tables are taken for tables like others. Default true. */
  readonly hidesTemporary?: boolean | undefined
  /** Flows into one temporary table that are told apart; of more, those from one source are one. Default 256. */
  readonly mostInputs?: number | undefined
  /** Takes down what happens to real tables. Default nobody. */
  readonly record?: SessionRecord | undefined
}

/** Flows of one statement. */
export interface StatementFlows {
  /** From real tables, each of the sources once. */
  readonly flows: readonly Flow[]
  /** The target is a temporary table: they are kept for what reads it. */
  readonly isKept: boolean
}

/** One session as it goes on. */
export interface FollowedSession {
  readonly scope: SessionScope
  /** Runs the next statement; a later rollback can still take it back. */
  run(statement: ParsedStatement, place: StatementPlace, time: RunTime): StatementFlows
  /** The table itself, or the tables that a temporary one was filled from. */
  originsOf(name: WrittenName): readonly LineageTable[]
  /** The real table that a name means or would mean; null: a system table, or it cannot be told. */
  addressOf(name: WrittenName): LineageTable | null
  /** What a rename makes of a real table. */
  renamed(effect: Extract<StatementEffect, { readonly effect: 'rename' }>): LineageTable | null
  hasTemporary(): boolean
  state(): SessionState
  /** Goes on from a state of an earlier reading. Temporary tables that were made anew since stay as they are. */
  resume(state: SessionState): void
  /** Takes back a transaction that was begun and not ended. */
  abandon(): void
  /** A transaction was begun and not ended. */
  isInTransaction(): boolean
}

const NOTHING: StatementFlows = { flows: [], isKept: false }
const IMPLICIT_COMMITS: ReadonlySet<string> = new Set(['drop', 'truncate', 'rename', 'swap'])

function hiddenTable(name: string): LineageTable {
  return { ref: { catalog: '', schema: '', name }, key: `~${name}`, kind: 'table' }
}

/**
 * Follows one session: its database and search path, its temporary tables (each creation is a table of its own, even
 * under a name used before) and its transactions. Flows through temporary tables come out as flows between the real
 * tables at either end.
 */
export function followSession(rules: SessionRules): FollowedSession {
  const { dialect, identifiers, onAmbiguous, strangers, record } = rules
  const { hidesTemporary = true, mostInputs = 256 } = rules
  const scope = createSessionScope(identifiers)
  let restore: (() => void) | null = null

  const resolve: NameResolver = (name, nameScope, isMade) => {
    const isStrange =
      strangers !== undefined &&
      name.parts.length === 1 &&
      (name.kind ?? 'table') === 'table' &&
      strangers.has(temporaryName(name, identifiers))
    return isStrange ? { status: 'ambiguous' } : rules.resolve(name, nameScope, isMade)
  }
  function addressOf(name: WrittenName, isMade = false): LineageTable | null {
    const resolved = resolve(name, scope.current(), isMade)
    return resolved.status === 'table' ? resolved.table : null
  }
  const temporaries = temporaryTables(identifiers, addressOf)

  function tableOf(name: WrittenName, isMade = false): LineageTable | null {
    const resolved = resolve(name, scope.current(), isMade)
    if (resolved.status === 'ambiguous') onAmbiguous?.(name.parts.map(({ text }) => text).join('.'))
    return resolved.status === 'table' ? resolved.table : null
  }

  /** A temporary table is in a schema where it is put into one, and always on Snowflake, as far as that is known. */
  function temporaryKey(name: WrittenName): string | null {
    const schema = name.parts.at(-2)
    const isPut = dialect === 'snowflake' || (schema !== undefined && !isLeftOut(schema.text))
    const address = isPut ? addressOf(name, true) : null
    return address === null || address.ref.schema === '' ? null : address.key
  }

  /** The flows of one answer from real tables into `target`. */
  function flowsInto(target: LineageTable, statement: Parsed, place: StatementPlace): readonly Flow[] {
    return statement.sources.flatMap((seen, index): readonly Flow[] => {
      const id = `${place.id}.${index}`
      const through = temporaries.find(seen.name)
      if (through === null) {
        const source = tableOf(seen.name)
        return source === null
          ? []
          : [flowOf(`${source.key}>${id}>${target.key}`, source, target, seen, place)]
      }
      const out = flowOf(id, { ...hiddenTable(through.name), ref: target.ref }, target, seen, place)
      return through.inputs.map((into) => composeFlows(`${into.id}>${id}>${target.key}`, into, out))
    })
  }

  function fill(table: TemporaryTable, statement: Parsed, place: StatementPlace): StatementFlows {
    const flows = flowsInto(hiddenTable(table.name), statement, place)
    temporaries.keep(withInputs(table, flows, mostInputs))
    return { flows, isKept: true }
  }

  function runParsed(statement: Parsed, place: StatementPlace, time: RunTime): StatementFlows {
    const { target: written } = statement
    const isMade = creates(statement)
    if (isMade && dialect === 'snowflake') restore = null
    const filled = isMade || place.target !== undefined ? null : temporaries.find(written)
    if (filled !== null) return fill(filled, statement, place)
    if (statement.temporary === true && hidesTemporary) {
      const name = temporaryName(written, identifiers)
      return fill({ name, key: temporaryKey(written), inputs: [] }, statement, place)
    }
    const target = place.target ?? tableOf(written, isMade)
    if (target === null) return NOTHING
    if (statement.kind === 'create_table_as') record?.make(target.key)
    const flows = flowsInto(target, statement, place)
    if (record !== undefined) for (const flow of flows) record.flow(flow, time)
    return { flows, isKept: false }
  }

  function nameTemporary(found: TemporaryTable, other: WrittenName, isRename: boolean): void {
    if (isRename) {
      temporaries.forget(found)
      temporaries.keep({ ...found, name: temporaryName(other, identifiers), key: temporaryKey(other) })
      return
    }
    const partner = temporaries.find(other)
    if (partner === null) return
    temporaries.keep({ ...found, inputs: partner.inputs })
    temporaries.keep({ ...partner, inputs: found.inputs })
  }

  function runNaming(
    effect: Extract<StatementEffect, { readonly effect: 'rename' | 'swap' }>,
    time: RunTime,
  ): void {
    const other = effect.effect === 'rename' ? effect.to : effect.with
    const found = temporaries.find(effect.table)
    if (found !== null) {
      nameTemporary(found, other, effect.effect === 'rename')
      return
    }
    const table = tableOf(effect.table)
    if (table === null || table.kind !== 'table') return
    const otherTable =
      effect.effect === 'rename' ? renamedTable(table, other, resolve, scope.current()) : tableOf(other)
    if (otherTable === null || otherTable.key === table.key) return
    record?.change({ change: effect.effect, table, other: otherTable }, time)
  }

  function empty(effect: 'drop' | 'truncate', name: WrittenName, time: RunTime): void {
    const found = temporaries.find(name)
    if (found !== null) {
      if (effect === 'drop') temporaries.forget(found)
      else temporaries.keep({ ...found, inputs: [] })
      return
    }
    const table = tableOf(name)
    if (table?.kind === 'table') record?.change({ change: effect, table }, time)
  }

  function begin(): void {
    if (restore !== null) return
    const restores = [scope.save(), temporaries.save(), ...(record === undefined ? [] : [record.save()])]
    restore = () => {
      for (const each of restores) each()
    }
  }

  function runEffect(effect: StatementEffect, time: RunTime): void {
    if (dialect === 'snowflake' && IMPLICIT_COMMITS.has(effect.effect)) restore = null
    switch (effect.effect) {
      case 'begin':
        begin()
        break
      case 'commit':
        restore = null
        break
      case 'rollback':
        restore?.()
        restore = null
        break
      case 'set_context':
        scope.set(effect)
        break
      case 'rename':
      case 'swap':
        runNaming(effect, time)
        break
      case 'rename_column':
        break
      default:
        empty(effect.effect, effect.table, time)
    }
  }

  return {
    scope,
    run(statement, place, time) {
      if (statement.status === 'parsed') return runParsed(statement, place, time)
      if (statement.status === 'irrelevant' && statement.effect !== undefined)
        runEffect(statement.effect, time)
      return NOTHING
    },
    originsOf(name) {
      const through = temporaries.find(name)
      if (through !== null) return through.inputs.map(({ source }) => source)
      const table = tableOf(name)
      return table === null ? [] : [table]
    },
    addressOf,
    renamed({ table: name, to }) {
      const table = addressOf(name)
      return table === null ? null : renamedTable(table, to, resolve, scope.current())
    },
    state: () => ({ scope: scope.state(), temporary: temporaries.all() }),
    resume(state) {
      scope.resume(state.scope)
      const made = new Set(temporaries.all().map(({ name }) => name))
      for (const table of state.temporary) if (!made.has(table.name)) temporaries.keep(table)
    },
    hasTemporary: () => !temporaries.isEmpty(),
    abandon() {
      restore?.()
      restore = null
    },
    isInTransaction: () => restore !== null,
  }
}
