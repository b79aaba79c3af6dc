const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Words that a reader of `name type` could take for the beginning of a type, or for what follows one. */
const MISLEADING: ReadonlySet<string> = new Set(
  'array binary bit char character collate comment default double nchar not null options time timestamp'.split(
    ' ',
  ),
)

/** A field in a canonical type. */
export function spelledField(name: string, quote: '"' | '`', foldsToItself: boolean): string {
  if (foldsToItself && PLAIN.test(name) && !MISLEADING.has(name.toLowerCase())) return name
  return quote + name.replaceAll(quote, quote + quote) + quote
}

/** A field in a path: in double quotes where it holds what paths are made of. */
export function fieldInPath(name: string): string {
  return name === '' || /[.[\]"`]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
}

/** `address` and `zip` make `address.zip`; below an element `[].zip`. */
export function joinPath(path: string, step: string): string {
  return path === '' || step.startsWith('[') ? path + step : `${path}.${step}`
}
