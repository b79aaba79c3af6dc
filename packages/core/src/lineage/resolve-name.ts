import type { LineageNodeKind } from '../model/lineage.ts'
import type { TableRef } from '../model/table.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import type { WrittenName } from '../ports/lineage-parser.ts'

/** What unqualified names are looked up in at one moment of a session. */
export interface NameScope {
  readonly catalog: string | null
  /** Schemas in search order; empty when unknown, `UNKNOWN_SCHEMA` for one whose name is not known. */
  readonly searchPath: readonly string[]
}

/** Stands in a search path for the schema of a user whose name is not known. */
export const UNKNOWN_SCHEMA = ''

/** A node of the lineage: a table, or files that data is loaded from or unloaded to. */
export interface LineageTable {
  readonly ref: TableRef
  /** The qualified name; of files their whole text. */
  readonly key: string
  readonly kind: LineageNodeKind
}

type ResolvedName =
  /** `isOpen`: it stands as it was written, as any schema of the search path may hold it. */
  | { readonly status: 'table'; readonly table: LineageTable; readonly isOpen?: boolean | undefined }
  /** A table of the system or of one session: no part of the lineage. */
  | { readonly status: 'left_out' }
  /** No table or several tables may be meant. */
  | { readonly status: 'ambiguous' }

/** `creates`: the statement makes the table, so that it lands in the first schema of the search path. */
export type NameResolver = (name: WrittenName, scope: NameScope, creates?: boolean) => ResolvedName

const AMBIGUOUS: ResolvedName = { status: 'ambiguous' }
const LEFT_OUT: ResolvedName = { status: 'left_out' }
const SYSTEM_SCHEMAS: ReadonlySet<string> = new Set(['pg_catalog', 'information_schema', '_session'])

/** A schema of the system, or one that every session has for itself. */
export function isLeftOut(schema: string): boolean {
  const folded = schema.toLowerCase()
  return SYSTEM_SCHEMAS.has(folded) || folded.startsWith('pg_temp') || folded.startsWith('pg_toast')
}

/** A schema of the system, written as `schema`; not those of sessions. */
function isSystemSchema(schema: string | undefined): boolean {
  const folded = schema?.toLowerCase()
  return folded === 'pg_catalog' || folded === 'information_schema'
}

function fileNode(text: string, kind: LineageNodeKind): ResolvedName {
  return { status: 'table', table: { ref: { catalog: '', schema: '', name: text }, key: text, kind } }
}

/**
 * Resolves names against the catalog. A qualified name stands for itself, known or not: lineage is history, and the
 * table may have been dropped since. An unqualified one is resolved by the session's search path, or by being the name
 * of exactly one known table; never guessed.
 */
export function createNameResolver(
  identifiers: IdentifierRules,
  knownTables: readonly TableRef[],
): NameResolver {
  const byName = Map.groupBy(knownTables, ({ name }) => name)
  const settled = (ref: TableRef | null): ResolvedName => {
    if (ref === null) return AMBIGUOUS
    if (isLeftOut(ref.schema)) return LEFT_OUT
    return { status: 'table', table: { ref, key: identifiers.key(ref), kind: 'table' } }
  }
  const theOnly = (candidates: readonly TableRef[]): TableRef | null =>
    candidates.length === 1 ? (candidates[0] ?? null) : null

  function qualified({ parts }: WrittenName, { catalog }: NameScope): ResolvedName {
    const ref = identifiers.resolve(parts, { defaultCatalog: catalog, searchPath: [] })
    if (ref === null || ref.catalog !== '' || parts.length !== 2) return settled(ref)
    // Without a database the catalog may still know which one is meant.
    const known = (byName.get(ref.name) ?? []).filter(({ schema }) => schema === ref.schema)
    return settled(known.length === 0 ? ref : theOnly(known))
  }

  return (name, scope, creates = false) => {
    const { parts, kind = 'table' } = name
    const [only] = parts
    if (kind !== 'table') return fileNode(parts.map(({ text }) => text).join('.'), kind)
    if (only === undefined || parts.length > 1) return qualified(name, scope)
    const { catalog, searchPath } = scope
    const inSchema = (schema: string): TableRef | null =>
      identifiers.resolve(parts, { defaultCatalog: catalog, searchPath: [schema] })
    const [first, ...others] = searchPath
    const known = byName.get(identifiers.fold(only)) ?? []
    if (first === undefined || (first === UNKNOWN_SCHEMA && others.length === 0))
      return settled(theOnly(known))
    if (others.length === 0 || creates) return settled(inSchema(first))
    const found = searchPath.find((schema) =>
      known.some(
        (ref) => ref.schema === schema && (catalog === null || ref.catalog === inSchema(schema)?.catalog),
      ),
    )
    if (found === undefined) return AMBIGUOUS
    // A schema without a name that comes first may hold it too.
    const isHidden =
      searchPath.slice(0, searchPath.indexOf(found)).includes(UNKNOWN_SCHEMA) &&
      known.some(({ schema }) => !searchPath.includes(schema))
    return isHidden ? AMBIGUOUS : settled(inSchema(found))
  }
}

/**
 * Resolves names as they are written, without a catalog: by the session's database and the schema of its search path. A
 * name without a schema stands alone where no schema is known, and where there are several and nothing tells which one
 * holds it; what a statement makes lands in the first.
 */
export function createWrittenNameResolver(identifiers: IdentifierRules): NameResolver {
  function standAlone(parts: WrittenName['parts']): LineageTable {
    const names = parts.map((part) => identifiers.fold(part))
    const key = names.map((name) => identifiers.key({ catalog: '', schema: '', name })).join('.')
    return { ref: { catalog: '', schema: '', name: names.at(-1) ?? '' }, key, kind: 'table' }
  }
  return ({ parts, kind = 'table' }, { catalog, searchPath }, creates = false) => {
    if (kind !== 'table') return fileNode(parts.map(({ text }) => text).join('.'), kind)
    if (isSystemSchema(parts.at(-2)?.text)) return LEFT_OUT
    const isOpen =
      parts.length === 1 && searchPath.length > 1 && (!creates || searchPath[0] === UNKNOWN_SCHEMA)
    const ref = isOpen ? null : identifiers.resolve(parts, { defaultCatalog: catalog, searchPath })
    if (ref === null) return { status: 'table', table: standAlone(parts), isOpen }
    return { status: 'table', table: { ref, key: identifiers.key(ref), kind: 'table' } }
  }
}
