import type { IdentifierPart } from '@aegis/core/ports'
import type { SourceModel, Value } from '../engines/statement-model.ts'
import { type Output, type Outputs, renamed } from './outputs.ts'
import type { Place, Resolution } from './place.ts'
import { cteNamed } from './resolve-ctes.ts'
import type { Scope, ScopeSource } from './scope.ts'
import type { TableUse } from './tables.ts'

function tableOutputs(table: TableUse, { catalog, spend }: Resolution): Outputs {
  const tables = new Set([table])
  if (table.known === null) return { items: [{ open: table, except: new Set() }], blurred: false, tables }
  spend(table.known.size)
  const items = [...table.known].map(([key, text]): Output => {
    const name = { text, quoted: true }
    return { name, key, origins: new Set([catalog.originOf(table, name)]) }
  })
  return { items, blurred: false, tables }
}

/** `FROM t, t.items` reads an array of `t`, also where `t` stands outside of a subquery. */
function arrayNamed(
  [first, ...fields]: readonly IdentifierPart[],
  scope: Scope,
  { catalog, fold }: Resolution,
): boolean {
  if (!catalog.lexis.implicitUnnest || first === undefined || fields.length === 0) return false
  const key = fold(first)
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    if (at.sources.some(({ qualifier }) => qualifier.at(-1) === key)) return true
  }
  return false
}

/** What an item of FROM gives, and what it is called. */
export function outputsOfSource(
  source: SourceModel,
  scope: Scope,
  place: Place,
  resolution: Resolution,
): ScopeSource {
  const { catalog, fold, keyOf, originsOf, resolve, use } = resolution
  const { alias, columnAliases } = source
  const named = alias === null ? [] : [fold(alias)]
  if (source.kind === 'opaque') {
    const origins = originsOf(source.args, scope, place)
    use(origins, place)
    const items = columnAliases.map((name): Output => ({ name, key: keyOf(name), origins: new Set(origins) }))
    const tables = new Set([...origins].map(({ table }) => table))
    return { qualifier: named, outputs: { items, blurred: false, tables }, anything: origins }
  }
  if (source.kind === 'query') {
    // Without LATERAL it does not see its neighbours, only what is outside.
    const outer = source.lateral ? scope : scope.outer
    const outputs = resolve(source.query, { ...place, scope: outer })
    return { qualifier: named, outputs: renamed(outputs, columnAliases, keyOf), anything: null }
  }
  const cte = cteNamed(place.ctes, source.name, resolution)
  const own = source.name.parts.map(fold)
  if (cte !== null) {
    place.reading.ctes.add(cte.reading)
    const outputs = renamed(cte.outputs, columnAliases, keyOf)
    return { qualifier: alias === null ? own : named, outputs, anything: null }
  }
  const array = arrayNamed(source.name.parts, scope, resolution)
  if (array) {
    const args: Value = { refs: [{ parts: source.name.parts }], queries: [] }
    const name = alias ?? source.name.parts.at(-1) ?? null
    return outputsOfSource({ ...source, kind: 'opaque', args, alias: name }, scope, place, resolution)
  }
  const table = catalog.tableOf(source.name)
  place.reading.tables.add(table)
  const outputs = renamed(tableOutputs(table, resolution), columnAliases, keyOf)
  return { qualifier: alias === null ? own : named, outputs, anything: null }
}
