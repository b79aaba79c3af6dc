/** Shorter values are words of the language as well: to take them out of texts would take out the texts. */
const LEAST_LENGTH = 8

const NAMES_A_SECRET = /pass|pwd|secret|token|key|credential|signature|^sig$/i

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The sign-in part by hand: a URL that cannot be parsed has its password in error messages soonest. */
function signIn(text: string): readonly string[] {
  const user = /^[a-z][a-z0-9+.-]*:\/\/([^\s]*)@/i.exec(text)?.[1]
  if (user === undefined) return []
  const colon = user.indexOf(':')
  const password = colon === -1 ? user : user.slice(colon + 1)
  return [decoded(password), password, decoded(user)]
}

function queryParts(text: string): readonly string[] {
  const query = text.slice(text.indexOf('?') + 1)
  if (query === text) return []
  return [...new URLSearchParams(query)].flatMap(([name, value]) =>
    NAMES_A_SECRET.test(name) ? [value] : [],
  )
}

function jsonParts(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string') return NAMES_A_SECRET.test(name) ? [value, ...linesOf(value)] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => jsonParts(part, key))
}

/** Of a key of several lines each line gives it away. */
function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.length >= 32)
}

function documentParts(text: string): readonly string[] {
  if (!/^\s*[{[]/.test(text)) return []
  try {
    return jsonParts(JSON.parse(text))
  } catch {
    return []
  }
}

/** `host=... password='...'`, as libpq and ODBC write it. */
function assignedParts(text: string): readonly string[] {
  const found = text.matchAll(/([\w.-]+)\s*=\s*('(?:[^'\\]|\\.)*'|\{[^}]*\}|[^\s;&]+)/g)
  return [...found].flatMap(([, name = '', value = '']) =>
    NAMES_A_SECRET.test(name) ? [value.replace(/^['{]|['}]$/g, ''), value] : [],
  )
}

/** What must not be shown of a secret: all of it, and the passwords and keys in a URI, a key file or a list of settings. */
export function partsOf(value: string): readonly string[] {
  const parts = [
    value,
    value.trim(),
    ...linesOf(value),
    ...signIn(value),
    ...queryParts(value),
    ...documentParts(value),
    ...assignedParts(value),
  ]
  return [...new Set(parts)].filter((part) => part.length >= LEAST_LENGTH)
}
