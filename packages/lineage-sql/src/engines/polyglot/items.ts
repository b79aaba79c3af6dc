import type { IdentifierPart } from '@aegis/core/ports'
import { type Item, newValue, type StarItem } from '../statement-model.ts'
import { listAt, type Tree, tagOf, treesAt } from '../tree.ts'
import { identifierOf, identifiersAt, pathOf } from './names.ts'
import { readValue, type ValueReader } from './values.ts'

export const STAR: StarItem = { kind: 'star', qualifier: [], except: [], rename: [], replace: [] }

function starOf(star: Tree, reader: ValueReader): StarItem {
  const table = identifierOf(star.table)
  return {
    kind: 'star',
    qualifier: table === null ? [] : pathOf(table, reader.lexis),
    except: identifiersAt(star, 'except'),
    rename: listAt(star, 'rename').flatMap((pair) => {
      const [from, to] = Array.isArray(pair) ? pair.map(identifierOf) : []
      return from == null || to == null ? [] : [[from, to] as const]
    }),
    replace: treesAt(star, 'replace').flatMap((each) => {
      const name = identifierOf(each.alias)
      return name === null ? [] : [{ name, value: readValue(each.this, reader) }]
    }),
  }
}

/** The name of an output without AS. */
function ownName(tag: string, body: Tree): IdentifierPart | null {
  if (tag === 'column') {
    const name = identifierOf(body.name)
    return name?.quoted === false && name.text.startsWith('@') ? null : name
  }
  if (tag === 'dot') {
    // `f(x).*` gives fields whose names are not known.
    const field = identifierOf(body.field)
    return field?.text === '*' ? null : field
  }
  return null
}

/** An item of a SELECT list. */
export function itemOf(node: unknown, reader: ValueReader): Item {
  let tagged = tagOf(node)
  while (tagged?.tag === 'annotated' || tagged?.tag === 'paren') tagged = tagOf(tagged.body.this)
  if (tagged === null) return { kind: 'value', name: null, value: newValue() }
  const { tag, body } = tagged
  if (tag === 'star') return starOf(body, reader)
  if (tag === 'alias')
    return { kind: 'value', name: identifierOf(body.alias), value: readValue(body.this, reader) }
  return { kind: 'value', name: ownName(tag, body), value: readValue({ [tag]: body }, reader) }
}
