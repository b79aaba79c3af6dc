import { identifierRules } from '../identity/index.ts'
import type { GateVerdict, SqlGate } from '../ports/architect-services.ts'
import type { WrittenName } from '../ports/lineage-parser.ts'
import type { InspectedKind, SqlInspector } from '../ports/sql-inspector.ts'
import { ALLOWED_FUNCTIONS, ALLOWED_KINDS, REFUSED_TEXTS, strangeOperator } from './allowed-sql.ts'

/** Longer than any remedy; what is longer, nobody reads before approving it. */
const MAX_LENGTH = 20_000
/** Control characters but tab and line ends, and those that turn around or hide what is read. */
const HIDING = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

const NO_CONTEXT = { defaultCatalog: null, searchPath: [] }

function refused(reason: string): GateVerdict {
  return { ok: false, reason }
}

function shown({ parts }: WrittenName): string {
  return parts.map(({ text }) => text).join('.')
}

/** Keys of the tables that a statement may touch, however they are written. */
function keysOf(tables: readonly string[], dialect: string): ReadonlySet<string> {
  const rules = identifierRules(dialect)
  return new Set(
    tables.flatMap((table) => {
      const parts = rules.parse(table)
      const ref = parts === null ? null : rules.resolve(parts, NO_CONTEXT)
      return ref === null ? [] : rules.key(ref)
    }),
  )
}

function foreignTarget(
  targets: readonly WrittenName[],
  tables: readonly string[],
  dialect: string,
): string | null {
  const rules = identifierRules(dialect)
  const known = keysOf(tables, dialect)
  for (const target of targets) {
    if (target.kind !== undefined && target.kind !== 'table') {
      return `it touches ${shown(target)}, which is no table`
    }
    const ref = rules.resolve(target.parts, NO_CONTEXT)
    if (ref === null) return `it names ${shown(target)} without saying where it is`
    if (!known.has(rules.key(ref))) return `it touches ${shown(target)}, which is no table of the incident`
  }
  return null
}

function isAllowed(kind: InspectedKind): boolean {
  return ALLOWED_KINDS.has(kind)
}

/**
 * The gate for SQL that Aegis did not write: parsed by a real parser of the dialect, one statement, of a kind that destroys nothing, touching
 * tables of the incident only, and calling known functions only. It cannot tell whether the statement is right, only what it touches: a
 * person decides.
 */
export function sqlGate(inspector: SqlInspector): SqlGate {
  return async (sql, { dialect, tables }) => {
    if (sql.length > MAX_LENGTH) return refused(`it is longer than ${MAX_LENGTH} characters`)
    if (HIDING.test(sql)) return refused('it holds characters that hide or turn around what is read')
    const held = REFUSED_TEXTS.find(({ pattern }) => pattern.test(sql))
    if (held !== undefined) return refused(`it holds ${held.what}`)
    const operator = strangeOperator(sql)
    if (operator !== null) return refused(`it holds the operator ${operator}, which is not on the list`)
    try {
      const inspection = await inspector.inspect(sql, dialect)
      if ('unparseable' in inspection) return refused(`it cannot be read: ${inspection.unparseable}`)
      const { kind, targets, functions } = inspection
      if (!isAllowed(kind)) return refused(`a statement of the kind ${kind} is never proposed`)
      if (targets.length === 0) return refused('it touches no table of the incident')
      const foreign = foreignTarget(targets, tables, dialect)
      if (foreign !== null) return refused(foreign)
      const stranger = functions.find((name) => !ALLOWED_FUNCTIONS.has(name.toLowerCase()))
      if (stranger !== undefined) return refused(`it calls ${stranger}(), which is not on the list`)
      return { ok: true }
    } catch (error) {
      return refused(`it could not be looked at: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
