import type { Dialect } from '../model/connection.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import type { ParsedStatement, StatementEffect, WrittenName } from '../ports/lineage-parser.ts'
import { composeFlows, type Flow, type FlowText, flowOf } from './flow.ts'
import type { LineageTable, NameResolver } from './resolve-name.ts'
import { createScratchTables } from './scratch-tables.ts'
import { createSessionScope } from './session-scope.ts'
import {
  findTemporary,
  type TemporaryTable,
  type TemporaryTables,
  temporaryName,
  withInputs,
} from './temporary-tables.ts'

/** What happens to tables besides data. */
export type TableChange =
  | { readonly change: 'drop' | 'truncate'; readonly table: LineageTable }
  | { readonly change: 'rename' | 'swap'; readonly table: LineageTable; readonly other: LineageTable }

/** What one session did, in its order. Times are milliseconds since the epoch and never go back. */
type SessionEvent =
  | { readonly kind: 'flow'; readonly flow: Flow; readonly at: number; readonly executions: number }
  | { readonly kind: 'change'; readonly change: TableChange; readonly at: number }

/** One text that ran in a session. */
export interface SessionEntry extends FlowText {
  /** Equal for texts whose flows are equal. */
  readonly textId: string
  readonly statements: readonly ParsedStatement[]
  /** The statements change neither tables nor the session. */
  readonly isPlain: boolean
  /** What the log says that unqualified names were looked up in; null: it does not say. */
  readonly defaultCatalog: string | null
  readonly defaultSchema: string | null
  readonly user: string | null
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly executions: number
  /** A view: it is the target, whatever the text says. */
  readonly target?: LineageTable | undefined
}

export interface SessionRules {
  readonly dialect: Dialect
  readonly identifiers: IdentifierRules
  readonly resolve: NameResolver
  /** Told the name of each reference whose table cannot be told. */
  readonly onAmbiguous: (name: string) => void
  /** Unqualified names that may mean a table of another session: never told. Default none. */
  readonly strangers?: ReadonlySet<string> | undefined
  /** Flows of plain entries by scope and text, kept between sessions that look names up alike. */
  readonly known?: Map<string, readonly Flow[]> | undefined
}

export interface LineageSession {
  /** Runs the next entry. Returns what it adds; a later rollback can still take it back. */
  run(entry: SessionEntry): readonly SessionEvent[]
  /** Everything that stands, in order. A transaction that was never ended counts as committed. */
  events(): readonly SessionEvent[]
  /** The table that a name means now; null: a temporary or system table, or it cannot be told. */
  lookUp(name: WrittenName): LineageTable | null
}

type Parsed = Extract<ParsedStatement, { readonly status: 'parsed' }>

interface Transaction {
  readonly temporary: TemporaryTables
  readonly eventCount: number
  readonly restore: () => void
}

const CREATING: ReadonlySet<string> = new Set(['create_table_as', 'create_view'])
const IMPLICIT_COMMITS: ReadonlySet<string> = new Set(['drop', 'truncate', 'rename', 'swap'])

/**
 * Follows one session: its database and search path, its temporary tables (each creation is a table of its own, even
 * under a name used before) and its transactions. Flows through temporary tables come out as flows between the real
 * tables at either end.
 */
export function createLineageSession(rules: SessionRules): LineageSession {
  const { dialect, identifiers, onAmbiguous, strangers, known } = rules
  const scope = createSessionScope(identifiers)
  const scratch = createScratchTables()
  const events: SessionEvent[] = []
  let temporary: TemporaryTables = new Map()
  let transaction: Transaction | null = null
  let lastFlow = Number.NEGATIVE_INFINITY
  let lastChange = Number.NEGATIVE_INFINITY

  const resolve: NameResolver = (name, nameScope, creates) => {
    const isStrange =
      strangers !== undefined &&
      name.parts.length === 1 &&
      (name.kind ?? 'table') === 'table' &&
      strangers.has(temporaryName(name, identifiers))
    return isStrange ? { status: 'ambiguous' } : rules.resolve(name, nameScope, creates)
  }
  const addressOf = (name: WrittenName): LineageTable | null => {
    const resolved = resolve(name, scope.current())
    return resolved.status === 'table' ? resolved.table : null
  }
  const temporaryOf = (name: WrittenName): TemporaryTable | null =>
    findTemporary(temporary, name, identifiers, addressOf)

  function tableOf(name: WrittenName, creates = false): LineageTable | null {
    const resolved = resolve(name, scope.current(), creates)
    if (resolved.status === 'ambiguous') onAmbiguous(name.parts.map(({ text }) => text).join('.'))
    return resolved.status === 'table' ? resolved.table : null
  }

  function keepTemporary(table: TemporaryTable): void {
    temporary = new Map(temporary).set(table.name, table)
  }

  function forgetTemporary(name: string): void {
    const left = new Map(temporary)
    left.delete(name)
    temporary = left
  }

  function emitFlow(flow: Flow, { at, executions }: SessionEntry): void {
    if (flow.source.key === flow.target.key) return
    // What a change ended must not look older than what came after it.
    lastFlow = Math.max(at, lastChange + 1)
    pushFlow(flow, lastFlow, executions)
  }

  function pushFlow(flow: Flow, at: number, executions: number): void {
    if (flow.source.key === flow.target.key) return
    events.push({ kind: 'flow', flow, at, executions })
    scratch.note({ flow, at, executions })
  }

  function emitChange(change: TableChange, { at }: SessionEntry): void {
    if (change.change === 'drop') {
      for (const passed of scratch.drop(change.table.key)) pushFlow(passed.flow, passed.at, passed.executions)
    } else if ('other' in change) {
      scratch.forget(change.table.key)
      scratch.forget(change.other.key)
    }
    lastChange = Math.max(at, lastFlow + 1, lastChange + 1)
    events.push({ kind: 'change', change, at: lastChange })
  }

  /** The flows of one answer from real tables into `target`. */
  function flowsInto(
    target: LineageTable,
    statement: Parsed,
    place: string,
    entry: SessionEntry,
  ): readonly Flow[] {
    return statement.sources.flatMap((seen, index): readonly Flow[] => {
      const id = `${place}.${index}`
      const through = temporaryOf(seen.name)
      if (through === null) {
        const source = tableOf(seen.name)
        return source === null
          ? []
          : [flowOf(`${source.key}>${id}>${target.key}`, source, target, seen, entry)]
      }
      const hidden: LineageTable = { ref: target.ref, key: `~${through.name}`, kind: 'table' }
      const out = flowOf(id, hidden, target, seen, entry)
      return through.inputs.map((into) => composeFlows(`${into.id}>${id}>${target.key}`, into, out))
    })
  }

  function makeTemporary(statement: Parsed, place: string, entry: SessionEntry): void {
    const name = temporaryName(statement.target, identifiers)
    const address = dialect === 'snowflake' ? resolve(statement.target, scope.current(), true) : null
    const key = address?.status === 'table' ? address.table.key : null
    const inputs = flowsInto(hiddenTable(name), statement, place, entry)
    keepTemporary(withInputs({ name, key, inputs: [] }, inputs))
  }

  function runParsed(statement: Parsed, place: string, entry: SessionEntry): void {
    const { target: written, kind } = statement
    const creates = CREATING.has(kind)
    if (creates && dialect === 'snowflake') transaction = null
    const filled = creates || entry.target !== undefined ? null : temporaryOf(written)
    if (filled !== null) {
      const inputs = flowsInto(hiddenTable(filled.name), statement, place, entry)
      keepTemporary(withInputs(filled, inputs))
      return
    }
    if (statement.temporary === true) {
      makeTemporary(statement, place, entry)
      return
    }
    const target = entry.target ?? tableOf(written, creates)
    if (target === null) return
    if (kind === 'create_table_as') scratch.make(target.key)
    for (const flow of flowsInto(target, statement, place, entry)) emitFlow(flow, entry)
  }

  function runNaming(
    effect: Extract<StatementEffect, { readonly effect: 'rename' | 'swap' }>,
    entry: SessionEntry,
  ): void {
    const other = effect.effect === 'rename' ? effect.to : effect.with
    const found = temporaryOf(effect.table)
    if (found !== null) {
      nameTemporary(found, other, effect.effect === 'rename')
      return
    }
    const table = tableOf(effect.table)
    if (table === null || table.kind !== 'table') return
    const otherTable = effect.effect === 'rename' ? renamed(table, other) : tableOf(other)
    if (otherTable === null || otherTable.key === table.key) return
    emitChange({ change: effect.effect, table, other: otherTable }, entry)
  }

  function nameTemporary(found: TemporaryTable, other: WrittenName, isRename: boolean): void {
    if (isRename) {
      forgetTemporary(found.name)
      keepTemporary({ ...found, name: temporaryName(other, identifiers), key: null })
      return
    }
    const partner = temporaryOf(other)
    if (partner === null) return
    keepTemporary({ ...found, inputs: partner.inputs })
    keepTemporary({ ...partner, inputs: found.inputs })
  }

  /** The new name keeps the parts of the old one that it does not give. */
  function renamed({ ref }: LineageTable, to: WrittenName): LineageTable | null {
    const resolved = resolve(to.parts.length === 1 ? { parts: [quoted(ref.schema), ...to.parts] } : to, {
      catalog: ref.catalog === '' ? null : ref.catalog,
      searchPath: [],
    })
    return resolved.status === 'table' ? resolved.table : null
  }

  function begun(): Transaction {
    const restoreScope = scope.save()
    const restoreScratch = scratch.save()
    const restore = (): void => {
      restoreScope()
      restoreScratch()
    }
    return { temporary, eventCount: events.length, restore }
  }

  function rollBack(): void {
    if (transaction === null) return
    temporary = transaction.temporary
    events.length = transaction.eventCount
    transaction.restore()
    transaction = null
  }

  function empty(effect: 'drop' | 'truncate', name: WrittenName, entry: SessionEntry): void {
    const found = temporaryOf(name)
    if (found !== null) {
      if (effect === 'drop') forgetTemporary(found.name)
      else keepTemporary({ ...found, inputs: [] })
      return
    }
    const table = tableOf(name)
    if (table?.kind === 'table') emitChange({ change: effect, table }, entry)
  }

  function runEffect(effect: StatementEffect, entry: SessionEntry): void {
    if (dialect === 'snowflake' && IMPLICIT_COMMITS.has(effect.effect)) transaction = null
    switch (effect.effect) {
      case 'begin':
        transaction ??= begun()
        break
      case 'commit':
        transaction = null
        break
      case 'rollback':
        rollBack()
        break
      case 'set_context':
        scope.set(effect)
        break
      case 'rename':
      case 'swap':
        runNaming(effect, entry)
        break
      default:
        empty(effect.effect, effect.table, entry)
    }
  }

  /** Most entries are plain and run often: what they move is worked out once. */
  function runPlain(entry: SessionEntry): boolean {
    if (known === undefined || !entry.isPlain || temporary.size > 0 || makesTable(entry)) return false
    const key = `${scope.key()}\n${entry.textId}`
    const flows = known.get(key)
    if (flows !== undefined) {
      for (const flow of flows) emitFlow(flow, entry)
      return true
    }
    const before = events.length
    runStatements(entry)
    known.set(
      key,
      events.slice(before).flatMap((event) => (event.kind === 'flow' ? event.flow : [])),
    )
    return true
  }

  function runStatements(entry: SessionEntry): void {
    for (const [index, statement] of entry.statements.entries()) {
      if (statement.status === 'parsed') runParsed(statement, `${entry.textId}.${index}`, entry)
      else if (statement.status === 'irrelevant' && statement.effect !== undefined)
        runEffect(statement.effect, entry)
    }
  }

  return {
    run(entry) {
      const before = events.length
      scope.enter(entry)
      if (!runPlain(entry)) runStatements(entry)
      return events.slice(before)
    },
    events: () => events,
    lookUp: (name) => (temporaryOf(name) === null ? addressOf(name) : null),
  }
}

function makesTable({ statements }: SessionEntry): boolean {
  return statements.some((statement) => statement.status === 'parsed' && statement.kind === 'create_table_as')
}

function hiddenTable(name: string): LineageTable {
  return { ref: { catalog: '', schema: '', name }, key: `~${name}`, kind: 'table' }
}

function quoted(text: string): { readonly text: string; readonly quoted: boolean } {
  return { text, quoted: true }
}
