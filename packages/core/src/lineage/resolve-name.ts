import type { LineageNodeKind } from '../model/lineage.ts'
import type { TableRef } from '../model/table.ts'
import type { IdentifierRules } from '../ports/identifiers.ts'
import type { WrittenName } from '../ports/lineage-parser.ts'

/** What unqualified names are looked up in at one moment of a session. */
export interface NameScope {
  readonly catalog: string | null
  /** Schemas in search order; empty when unknown. */
  readonly searchPath: readonly string[]
}

/** A node of the lineage: a table, or files that data is loaded from or unloaded to. */
export interface LineageTable {
  readonly ref: TableRef
  /** The qualified name; of files their whole text. */
  readonly key: string
  readonly kind: LineageNodeKind
}

type ResolvedName =
  | { readonly status: 'table'; readonly table: LineageTable }
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
    if (first === undefined) return settled(theOnly(known))
    if (others.length === 0 || creates) return settled(inSchema(first))
    const found = searchPath.find((schema) =>
      known.some(
        (ref) => ref.schema === schema && (catalog === null || ref.catalog === inSchema(schema)?.catalog),
      ),
    )
    return found === undefined ? AMBIGUOUS : settled(inSchema(found))
  }
}

/**
 * Resolves names as they are written, without a catalog: by the session's database and the first schema of its search
 * path. A name without a schema, where none is known, stands alone.
 */
export function createWrittenNameResolver(identifiers: IdentifierRules): NameResolver {
  function standAlone(parts: WrittenName['parts']): LineageTable {
    const names = parts.map((part) => identifiers.fold(part))
    const key = names.map((name) => identifiers.key({ catalog: '', schema: '', name })).join('.')
    return { ref: { catalog: '', schema: '', name: names.at(-1) ?? '' }, key, kind: 'table' }
  }
  return ({ parts, kind = 'table' }, { catalog, searchPath }) => {
    if (kind !== 'table') return fileNode(parts.map(({ text }) => text).join('.'), kind)
    const ref = identifiers.resolve(parts, { defaultCatalog: catalog, searchPath })
    const table =
      ref === null ? standAlone(parts) : { ref, key: identifiers.key(ref), kind: 'table' as const }
    return { status: 'table', table }
  }
}
