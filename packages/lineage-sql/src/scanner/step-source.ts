import type { IdentifierPart } from '@aegis/core/ports'
import { foldPart } from '../lexer/lexis.ts'
import { addRead, becomeQuery, type Frame, pushGroup, type Scan } from './frame.ts'
import { CLAUSES_AFTER_FROM, NO_ALIAS, SET_OPERATORS } from './keywords.ts'
import { isFilePath, type NameRead, readPath } from './read-name.ts'

const MAX_PARTS = 3

function opaque(frame: Frame): void {
  addRead(frame.select, { via: 'from', opaque: true })
  frame.phase = 'joined'
}

/** The alias at `index`, if one is there, and what comes after it. */
export function readAlias(
  scan: Scan,
  index: number,
): { readonly part: IdentifierPart | null; readonly next: number } {
  const { cursor } = scan
  const at = cursor.at(index).word === 'AS' ? index + 1 : index
  const token = cursor.at(at)
  const isAlias = token.kind === 'quoted' || (token.kind === 'word' && !NO_ALIAS.has(token.word))
  if (!isAlias) return { part: null, next: at }
  return { part: { text: token.text, quoted: token.kind === 'quoted' }, next: at + 1 }
}

/**
 * The select list stands before the aliases that it may use: `SELECT ARRAY(SELECT x FROM o.items) FROM orders o`.
 * What was taken for tables there, since the present SELECT began, is taken back.
 */
function takeBackArrays(scan: Scan, frame: Frame, key: string): void {
  const paths = scan.paths.get(key) ?? []
  for (let path = paths.at(-1); path !== undefined && path.index >= frame.selectBegin; path = paths.at(-1)) {
    path.select.reads[path.position] = { via: 'from', opaque: true }
    paths.pop()
  }
}

/** Remembers a table of several parts, of which the first may yet turn out to be an alias. */
function notePath(scan: Scan, { select }: Frame, first: IdentifierPart, index: number): void {
  const key = foldPart(first, scan.lexis.cteCase)
  const paths = scan.paths.get(key) ?? []
  paths.push({ index, select, position: select.reads.length })
  scan.paths.set(key, paths)
}

export function noteAlias(scan: Scan, frame: Frame, part: IdentifierPart | null | undefined): string | null {
  if (part == null) return null
  const key = foldPart(part, scan.lexis.cteCase)
  if (scan.lexis.implicitUnnest) {
    takeBackArrays(scan, frame, key)
    scan.scopes.addAlias(key)
    frame.aliases.push(key)
  }
  return key
}

/** `orders.items` where `orders` is an alias: an array of its row. */
function isArrayOfAlias(scan: Scan, { name }: NameRead): boolean {
  const [first, ...rest] = name.parts
  if (!scan.lexis.implicitUnnest || first === undefined || rest.length === 0) return false
  return scan.scopes.hasAlias(foldPart(first, scan.lexis.cteCase))
}

function addTable(scan: Scan, frame: Frame, read: NameRead): number {
  const { part, next } = readAlias(scan, read.next)
  const { parts } = read.name
  const [only] = parts
  const isArray = isArrayOfAlias(scan, read)
  const alias = noteAlias(scan, frame, part ?? parts.at(-1))
  frame.phase = 'joined'
  const cte =
    parts.length === 1 && only !== undefined ? scan.scopes.findCte(foldPart(only, scan.lexis.cteCase)) : null
  if (cte !== null) addRead(frame.select, { via: 'from', query: cte })
  else if (isArray || isFilePath(read.name)) opaque(frame)
  else if (parts.length > MAX_PARTS) {
    // `catalog.schema.INFORMATION_SCHEMA.TABLES` holds no data of the user's; anything else is a gap.
    if (!parts.some(({ text }) => text.toUpperCase() === 'INFORMATION_SCHEMA')) scan.partial = true
    opaque(frame)
  } else {
    if (only !== undefined && parts.length > 1 && scan.lexis.implicitUnnest)
      notePath(scan, frame, only, read.next)
    addRead(frame.select, { via: 'from', table: read.name, alias })
  }
  return next
}

/** One token, or one table's name, where a table is expected. */
export function stepSource(scan: Scan, frame: Frame, index: number): number {
  const { cursor } = scan
  const token = cursor.at(index)
  const next = cursor.at(index + 1)
  switch (token.word) {
    case '(':
      pushGroup(scan, frame, index + 1)
      return index + 1
    case ',':
    case 'LATERAL':
      return index + 1
    case 'ONLY':
    case 'STREAM':
      if (next.word === '(' || next.kind === 'quoted' || (next.kind === 'word' && !NO_ALIAS.has(next.word))) {
        return index + 1
      }
      break
    case 'ALL':
    case 'DISTINCT':
      // `(a) UNION ALL (b)` in parentheses: an operand follows.
      if (!SET_OPERATORS.has(cursor.at(index - 1).word)) break
      return index + 1
    case 'SELECT':
    case 'WITH':
    case 'FROM':
      if (frame.kind !== 'group') break
      becomeQuery(frame)
      return index
    case 'VALUES':
      opaque(frame)
      frame.phase = 'rest'
      return index + 1
    case 'UNNEST':
    case 'ROWS':
    case 'TABLE':
      if (next.word !== '(' && next.word !== 'FROM') break
      opaque(frame)
      return token.word === 'ROWS' ? index + 2 : index + 1
  }
  if (token.kind === 'parameter' || token.kind === 'string') {
    opaque(frame)
    return index + 1
  }
  const read = readPath(cursor, index, scan.lexis)
  if (read === null) {
    scan.partial = true
    frame.phase = 'joined'
    return CLAUSES_AFTER_FROM.has(token.word) || token.word === 'JOIN' ? index : index + 1
  }
  if (cursor.at(read.next).word === '(') {
    // A table function. What IDENTIFIER(...) names is not in the text, or only in a literal.
    if (token.word === 'IDENTIFIER') scan.partial = true
    opaque(frame)
    return read.next
  }
  return addTable(scan, frame, read)
}
