import type { ParsedStatement, StatementEffect, WrittenName } from '../../ports/lineage-parser.ts'
import type { Flow } from '../flow.ts'
import type { LineageTable } from '../resolve-name.ts'
import { creates, type Parsed, type StatementPlace } from './entry.ts'
import { flowsInto, hiddenTable } from './flows-into.ts'
import { keptFlows } from './kept-flows.ts'
import { renamedTable } from './renamed-table.ts'
import { type SessionNameRules, sessionNames } from './session-names.ts'
import type { RunTime, SessionRecord } from './session-record.ts'
import type { SessionScope } from './session-scope.ts'
import type { SessionState } from './session-state.ts'
import { sessionTransaction } from './session-transaction.ts'
import { type TemporaryTable, temporaryName, temporaryTables } from './temporary-tables.ts'

export interface SessionRules extends SessionNameRules {
  /** false: temporary tables are taken for tables like others. Default true. */
  readonly hidesTemporary?: boolean | undefined
  /** Flows into one temporary table that are told apart; of more, those from one source are one. Default 256. */
  readonly mostInputs?: number | undefined
  /** Takes down what happens to real tables. Default nobody. */
  readonly record?: SessionRecord | undefined
}

/** Flows of one statement. */
interface StatementFlows {
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
  /** The text ends: what held only for it is over. */
  endText(): void
  /** The table itself, or the tables that a temporary one was filled from. */
  originsOf(name: WrittenName): readonly LineageTable[]
  /** The real table that a name means or would mean; null: a system table, or it cannot be told. */
  addressOf(name: WrittenName, isMade?: boolean): LineageTable | null
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

/**
 * Follows one session: its database and search path, its temporary tables (each creation is a table of its own, even
 * under a name used before) and its transactions. Flows through temporary tables come out as flows between the real
 * tables at either end.
 */
export function followSession(rules: SessionRules): FollowedSession {
  const { dialect, identifiers, record } = rules
  const { hidesTemporary = true, mostInputs = 256 } = rules
  const names = sessionNames(rules)
  const { scope, resolve, addressOf, tableOf, temporaryKey } = names
  const temporaries = temporaryTables(identifiers, addressOf)
  const known = { temporaries, names }
  const empty = keptFlows([], mostInputs)
  const transaction = sessionTransaction(() => {
    const restores = [scope.save(), temporaries.save(), ...(record === undefined ? [] : [record.save()])]
    return () => {
      for (const each of restores) each()
    }
  })
  /** Some temporary table may end with the transaction. */
  let hasEnding = false
  /** The routine that is being defined, and what forgets its temporary tables. */
  let routine: { readonly id: number; readonly leave: () => void } | null = null

  /** What a routine makes when it is called is nothing that its definition makes. */
  function enterRoutine(id: number | null): void {
    if (id === (routine?.id ?? null)) return
    routine?.leave()
    routine = id === null ? null : { id, leave: temporaries.save() }
  }

  function endTransaction(): void {
    scope.endLocal()
    if (!hasEnding) return
    for (const table of temporaries.all()) if (table.dropsAtCommit === true) temporaries.forget(table)
    hasEnding = false
  }

  function commit(): void {
    transaction.commit()
    endTransaction()
  }

  function fill(table: TemporaryTable, statement: Parsed, place: StatementPlace): StatementFlows {
    const { sources, own } = statement
    const all = own === undefined ? sources : [...sources, own]
    const flows = flowsInto(hiddenTable(table.name), all, place, known)
    temporaries.keep({ ...table, inputs: table.inputs.plus(flows) })
    return { flows, isKept: true }
  }

  function makeTemporary(statement: Parsed, place: StatementPlace): StatementFlows {
    const { target, perhaps, dropsAtCommit = false } = statement
    const before = perhaps === true || statement.unlessExists === true ? temporaries.find(target) : null
    if (before !== null && statement.unlessExists === true) return NOTHING
    hasEnding ||= dropsAtCommit
    const name = temporaryName(target, identifiers)
    const inputs = before?.inputs ?? empty
    return fill({ name, key: temporaryKey(target), inputs, dropsAtCommit }, statement, place)
  }

  function runParsed(statement: Parsed, place: StatementPlace, time: RunTime): StatementFlows {
    const { target: written } = statement
    const isMade = creates(statement)
    if (isMade && dialect === 'snowflake') commit()
    const filled = isMade || place.target !== undefined ? null : temporaries.find(written)
    if (filled !== null) {
      const isEmptied = statement.replaces === true && statement.perhaps !== true
      return fill(isEmptied ? { ...filled, inputs: empty } : filled, statement, place)
    }
    if (statement.temporary === true && hidesTemporary) return makeTemporary(statement, place)
    const target = place.target ?? tableOf(written, isMade)
    if (target === null) return NOTHING
    if (statement.kind === 'create_table_as') record?.make(target.key)
    const flows = flowsInto(target, statement.sources, place, known)
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

  function dropOrEmpty(effect: 'drop' | 'truncate', name: WrittenName, time: RunTime): void {
    const found = temporaries.find(name)
    if (found !== null) {
      if (effect === 'drop') temporaries.forget(found)
      else temporaries.keep({ ...found, inputs: empty })
      return
    }
    const table = tableOf(name)
    if (table?.kind === 'table') record?.change({ change: effect, table }, time)
  }

  function runEffect(effect: StatementEffect, time: RunTime): void {
    if (dialect === 'snowflake' && IMPLICIT_COMMITS.has(effect.effect)) commit()
    switch (effect.effect) {
      case 'begin':
        transaction.begin()
        break
      case 'commit':
        commit()
        break
      case 'rollback':
        transaction.rollback()
        endTransaction()
        break
      case 'savepoint':
        transaction.savepoint(identifiers.fold(effect.name))
        break
      case 'rollback_to':
        transaction.rollbackTo(identifiers.fold(effect.name))
        break
      case 'release':
        transaction.release(identifiers.fold(effect.name))
        break
      case 'set_context':
        scope.set(effect)
        break
      case 'drop_temporary':
        temporaries.forgetAll()
        break
      case 'rename':
      case 'swap':
        runNaming(effect, time)
        break
      case 'rename_column':
        break
      default:
        dropOrEmpty(effect.effect, effect.table, time)
    }
  }

  return {
    scope,
    run(statement, place, time) {
      if (statement.status === 'parsed') {
        enterRoutine(statement.definedIn ?? null)
        return runParsed(statement, place, time)
      }
      if (statement.status === 'irrelevant' && statement.effect !== undefined) {
        enterRoutine(null)
        runEffect(statement.effect, time)
      }
      return NOTHING
    },
    endText() {
      enterRoutine(null)
      if (!transaction.isOpen()) endTransaction()
    },
    originsOf(name) {
      const through = temporaries.find(name)
      if (through !== null) return through.inputs.all().map(({ source }) => source)
      const table = tableOf(name)
      return table === null ? [] : [table]
    },
    addressOf,
    renamed({ table: name, to }) {
      const table = addressOf(name)
      return table === null ? null : renamedTable(table, to, resolve, scope.current())
    },
    state: () => ({
      scope: scope.state(),
      temporary: temporaries.all().map(({ name, key, inputs }) => ({ name, key, inputs: inputs.all() })),
    }),
    resume(state) {
      scope.resume(state.scope)
      const made = new Set(temporaries.all().map(({ name }) => name))
      for (const { name, key, inputs } of state.temporary)
        if (!made.has(name)) temporaries.keep({ name, key, inputs: keptFlows(inputs, mostInputs) })
    },
    hasTemporary: () => !temporaries.isEmpty(),
    abandon() {
      if (transaction.isOpen()) transaction.rollback()
    },
    isInTransaction: () => transaction.isOpen(),
  }
}
