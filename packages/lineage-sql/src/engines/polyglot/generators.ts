import { type Item, newValue, type Value } from '../statement-model.ts'
import { listAt, tagOf, textAt } from '../tree.ts'
import { identifiersAt } from './names.ts'
import { addValue, readValue, type ValueReader } from './values.ts'

/** Functions that give several columns where one item stands. How many of `explode` depends on whether it is given an array or a map. */
const GENERATORS: ReadonlySet<string> = new Set([
  'explode',
  'explode_outer',
  'posexplode',
  'posexplode_outer',
  'inline',
  'inline_outer',
  'stack',
  'json_tuple',
])

interface Call {
  readonly name: string
  readonly args: readonly unknown[]
}

function callOf(node: unknown): Call | null {
  const tagged = tagOf(node)
  if (tagged === null) return null
  const { tag, body } = tagged
  const name = (tag === 'function' ? textAt(body, 'name') : tag).toLowerCase()
  if (!GENERATORS.has(name)) return null
  return { name, args: tag === 'function' ? listAt(body, 'args') : [body.this] }
}

function countOf(node: unknown): number | null {
  const tagged = tagOf(node)
  const count = tagged?.tag === 'literal' ? Number(textAt(tagged.body, 'value')) : 0
  return Number.isInteger(count) && count > 0 ? count : null
}

/** The value of each column; null: how many there are cannot be told. */
function valuesOf({ name, args }: Call, reader: ValueReader): readonly Value[] | null {
  if (name === 'json_tuple') return args.slice(1).map(() => readValue(args[0], reader))
  if (name !== 'stack') return null
  const rows = countOf(args[0])
  if (rows === null) return null
  const cells = args.slice(1)
  const width = Math.ceil(cells.length / rows)
  const values = Array.from({ length: width }, newValue)
  for (const [index, cell] of cells.entries()) {
    const value = values[index % width]
    if (value !== undefined) addValue(value, cell, reader)
  }
  return values
}

/** The columns of an item that is a call of such a function. null: it is none. */
export function generatedItems(node: unknown, reader: ValueReader): readonly Item[] | null {
  const tagged = tagOf(node)
  if (tagged === null) return null
  const isAliased = tagged.tag === 'alias'
  const inner = isAliased ? tagged.body.this : node
  const call = callOf(inner)
  if (call === null) return null
  const names = isAliased ? identifiersAt(tagged.body, 'column_aliases') : []
  // One name without parentheses is that of the one column there is.
  if (isAliased && names.length === 0) return null
  const values = valuesOf(call, reader)
  if (names.length > 0) {
    const fitting = values?.length === names.length ? values : null
    return names.map((name, index) => ({
      kind: 'value',
      name,
      value: fitting?.[index] ?? readValue(inner, reader),
    }))
  }
  if (values === null)
    return [{ kind: 'value', name: null, value: readValue(inner, reader), uncounted: true }]
  return values.map((value) => ({ kind: 'value', name: null, value }))
}
