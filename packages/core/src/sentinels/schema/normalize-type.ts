/** The same text for spellings that differ only in case and white space. */
export function normalizeType(type: string): string {
  return type
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\s*([(),<>[\]:])\s*/g, '$1')
    .toLowerCase()
}
