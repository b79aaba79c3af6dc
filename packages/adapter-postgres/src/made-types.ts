import * as z from 'zod'

/** A type that people made, by what it is made of; each part with the id of its type. */
type MadeType =
  | { readonly attributes: readonly (readonly [name: string, type: string, id: string])[] }
  | { readonly base: readonly [type: string, id: string] }
  | { readonly element: string }

const madeType: z.ZodType<MadeType> = z.union([
  z.object({ attributes: z.array(z.tuple([z.string(), z.string(), z.string()])) }),
  z.object({ base: z.tuple([z.string(), z.string()]) }),
  z.object({ element: z.string() }),
])

export type MadeTypes = Readonly<Record<string, MadeType>>

/** By their ids. */
export const madeTypes: z.ZodType<MadeTypes> = z.record(z.string(), madeType)

/** Nothing that people read nests deeper, or is longer. */
const MAX_DEPTH = 20
const MAX_CHARACTERS = 100_000

interface Walk {
  readonly types: MadeTypes
  characters: number
}

/** The attributes in place of the name, however deep; of what is no composite type the text as it is. null: too long. */
function spelled(text: string, id: string, depth: number, walk: Walk): string | null {
  const type = walk.types[id]
  if (type === undefined || depth > MAX_DEPTH || 'base' in type) return text
  if ('element' in type) {
    const name = text.endsWith('[]') ? text.slice(0, -2) : text
    const element = spelled(name, type.element, depth + 1, walk)
    return element === name ? text : element === null ? null : `${element}[]`
  }
  const attributes: string[] = []
  for (const [name, of, ofId] of type.attributes) {
    const attribute = spelled(of, ofId, depth + 1, walk)
    walk.characters += name.length + (attribute?.length ?? 0)
    if (attribute === null || walk.characters > MAX_CHARACTERS) return null
    attributes.push(`"${name.replaceAll('"', '""')}" ${attribute}`)
  }
  return `row(${attributes.join(', ')})`
}

/** `Column.madeOf`. undefined: neither a composite type nor a domain, or more than anybody reads. */
export function madeOf(text: string, id: string, types: MadeTypes): string | undefined {
  const walk: Walk = { types, characters: 0 }
  const type = types[id]
  const made =
    type !== undefined && 'base' in type
      ? spelled(type.base[0], type.base[1], 0, walk)
      : spelled(text, id, 0, walk)
  return made === null || made === text ? undefined : made
}
