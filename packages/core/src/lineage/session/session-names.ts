import type { Dialect } from '../../model/connection.ts'
import type { IdentifierRules } from '../../ports/identifiers.ts'
import type { WrittenName } from '../../ports/lineage-parser.ts'
import { isLeftOut, type LineageTable, type NameResolver } from '../resolve-name.ts'
import { createSessionScope, type SessionScope } from './session-scope.ts'
import { isPostgresqlSystemTable } from './system-tables.ts'
import { temporaryName } from './temporary-tables.ts'

export interface SessionNameRules {
  readonly dialect: Dialect
  readonly identifiers: IdentifierRules
  readonly resolve: NameResolver
  /** Told the name of each reference whose table cannot be told. */
  readonly onAmbiguous?: ((name: string) => void) | undefined
  /** Unqualified names that may mean a table of another session: never told. Default none. */
  readonly strangers?: ReadonlySet<string> | undefined
}

/** What names mean to a session now, its temporary tables apart. `isMade`: the statement makes the table. */
export interface SessionNames {
  readonly scope: SessionScope
  readonly resolve: NameResolver
  /** null: a system table, or it cannot be told. */
  addressOf(name: WrittenName, isMade?: boolean): LineageTable | null
  /** The same, and a name that cannot be told is reported. */
  tableOf(name: WrittenName, isMade?: boolean): LineageTable | null
  /** Where a temporary table of that name is; null: it is known by its name alone. */
  temporaryKey(name: WrittenName): string | null
}

export function sessionNames(rules: SessionNameRules): SessionNames {
  const { dialect, identifiers, onAmbiguous, strangers } = rules
  const scope = createSessionScope(identifiers)

  const isSystem = ({ parts: [only, ...more], kind = 'table' }: WrittenName): boolean =>
    dialect === 'postgresql' &&
    only !== undefined &&
    more.length === 0 &&
    kind === 'table' &&
    isPostgresqlSystemTable(identifiers.fold(only))

  const resolve: NameResolver = (name, nameScope, isMade) => {
    if (isMade !== true && isSystem(name)) return { status: 'left_out' }
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

  return {
    scope,
    resolve,
    addressOf,
    tableOf(name, isMade = false) {
      const resolved = resolve(name, scope.current(), isMade)
      const isOpen =
        resolved.status === 'ambiguous' || (resolved.status === 'table' && resolved.isOpen === true)
      if (isOpen) onAmbiguous?.(name.parts.map(({ text }) => text).join('.'))
      return resolved.status === 'table' ? resolved.table : null
    },
    temporaryKey(name) {
      const schema = name.parts.at(-2)
      // In a schema where it is put into one, and always on Snowflake, as far as that schema is known.
      const isPut = dialect === 'snowflake' || (schema !== undefined && !isLeftOut(schema.text))
      const address = isPut ? addressOf(name, true) : null
      return address === null || address.ref.schema === '' ? null : address.key
    },
  }
}
