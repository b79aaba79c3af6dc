/** A type's name in upper case and its numbers: `NUMBER(10,2)`. */
export interface WrittenType {
  readonly name: string
  readonly args: readonly number[]
}

/** null: nested, or not of this form. */
export function readWritten(type: string): WrittenType | null {
  const [, name, args] = /^\s*([a-z][\w ]*?)\s*(?:\(\s*(\d+(?:\s*,\s*-?\d+)*)\s*\))?\s*$/i.exec(type) ?? []
  if (name === undefined) return null
  return { name: name.toUpperCase(), args: args === undefined ? [] : args.split(',').map(Number) }
}

/** A constant, which may be given where a column is added: a number, a word, or a text. */
export function isPlainConstant(expression: string): boolean {
  return /^\s*(-?\d+(\.\d+)?|true|false|null|'([^'\\]|'')*')\s*$/i.test(expression)
}
