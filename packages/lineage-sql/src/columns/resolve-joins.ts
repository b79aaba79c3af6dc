import type { IdentifierPart } from '@aegis/core/ports'
import type { SourceModel } from '../engines/statement-model.ts'
import { isOpen, markIncomplete, type Origins } from './outputs.ts'
import type { Place, Resolution } from './place.ts'
import type { Scope, ScopeSource } from './scope.ts'

function sharedNames(scope: Scope, right: ScopeSource): readonly IdentifierPart[] {
  const all = [...scope.sources, right]
  if (all.some(({ outputs }) => outputs.blurred || outputs.items.some(isOpen))) {
    for (const { outputs } of all) markIncomplete(outputs)
    return []
  }
  const left = new Set(
    scope.sources.flatMap(({ outputs }) => outputs.items.flatMap((item) => (isOpen(item) ? [] : [item.key]))),
  )
  return right.outputs.items.flatMap((item) =>
    !isOpen(item) && item.name !== null && left.has(item.key) ? [item.name] : [],
  )
}

/** Columns of USING and NATURAL: joined on both sides, and one column from then on. */
export function joinColumns(
  { join }: SourceModel,
  right: ScopeSource,
  scope: Scope,
  place: Place,
  { keyOf, lookup, use }: Resolution,
): void {
  if (join === null) return
  const names = join.natural ? sharedNames(scope, right) : join.using
  for (const name of names) {
    const key = keyOf(name)
    const left = lookup.find({ ...scope, aliases: new Map(), outer: null }, [name], 'never')
    const found = lookup.inSource(right, name)
    if (found !== null && 'maybe' in found) markIncomplete(found.maybe)
    const theirs: Origins = found !== null && 'origins' in found ? found.origins : new Set()
    use(left, place)
    use(theirs, place)
    const kept = join.keeps === 'left' ? left : join.keeps === 'right' ? theirs : [...left, ...theirs]
    scope.merged.set(key, new Set(kept))
  }
}
