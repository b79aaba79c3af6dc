/**
 * `list` with one more at its end: the list itself, or a new one where it was empty. An array that grows from nothing
 * gets room for seventeen, and of the many that one statement needs most hold one thing.
 */
export function appended<Item>(list: Item[], item: Item): Item[] {
  if (list.length === 0) return [item]
  list.push(item)
  return list
}
