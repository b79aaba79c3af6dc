import type { Item, StarItem } from '../engines/statement-model.ts'
import { isOpen, markIncomplete, type OpenOutput, type Output } from './outputs.ts'
import type { AliasOrder, Place, Resolution } from './place.ts'
import type { Scope } from './scope.ts'
import type { Origin } from './tables.ts'

function starItems(
  star: StarItem,
  scope: Scope,
  place: Place,
  { keyOf, lookup, originsOf, spend }: Resolution,
): readonly (Output | OpenOutput)[] {
  const single = star.qualifier.length === 0 ? null : lookup.sourceNamed(scope, star.qualifier)
  if (star.qualifier.length > 0 && single === null) {
    // The fields of a structure: which they are is not known.
    for (const origin of lookup.find(scope, star.qualifier, 'never')) {
      place.reading.named.add(origin)
      origin.table.incomplete = true
    }
    return [{ name: null, key: '', origins: new Set() }]
  }
  const except = new Set([...star.except, ...star.rename.map(([from]) => from)].map(keyOf))
  const replaced = new Map(star.replace.map((each) => [keyOf(each.name), each]))
  const items: (Output | OpenOutput)[] = []
  const merged = single === null ? scope.merged : new Map<string, Set<Origin>>()
  for (const [key, origins] of merged) {
    if (!except.has(key)) items.push({ name: { text: key, quoted: true }, key, origins: new Set(origins) })
  }
  const sources = single === null ? scope.sources : [single]
  for (const { outputs, anything } of sources) {
    if (outputs.blurred) markIncomplete(outputs)
    if (anything !== null && outputs.items.length === 0)
      items.push({ name: null, key: '', origins: new Set(anything) })
    for (const item of outputs.items) {
      spend(1)
      if (isOpen(item)) {
        const hidden = [...except, ...replaced.keys(), ...merged.keys()]
        items.push({ open: item.open, except: new Set([...item.except, ...hidden]) })
      } else if (!except.has(item.key) && !merged.has(item.key) && !replaced.has(item.key)) items.push(item)
      else if (replaced.has(item.key)) {
        const value = replaced.get(item.key)?.value
        if (value !== undefined) items.push({ ...item, origins: originsOf(value, scope, place) })
        replaced.delete(item.key)
      }
    }
  }
  for (const { name, value } of replaced.values()) {
    items.push({ name, key: keyOf(name), origins: originsOf(value, scope, place) })
  }
  for (const [from, to] of star.rename) {
    items.push({
      name: to,
      key: keyOf(to),
      origins: new Set(lookup.find(scope, [...star.qualifier, from], 'never')),
    })
  }
  return items
}

/** Outputs of one item of a SELECT list. */
export function itemOutputs(
  item: Item,
  scope: Scope,
  place: Place,
  aliases: AliasOrder,
  resolution: Resolution,
): readonly (Output | OpenOutput)[] {
  if (item.kind === 'star') return starItems(item, scope, place, resolution)
  const origins = resolution.originsOf(item.value, scope, place, aliases)
  const output = { name: item.name, key: item.name === null ? '' : resolution.keyOf(item.name), origins }
  return [item.uncounted === undefined ? output : { ...output, uncounted: item.uncounted }]
}
