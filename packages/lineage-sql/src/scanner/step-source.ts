import type { IdentifierPart, WrittenName } from '@aegis/core/ports'
import { foldPart } from '../lexer/lexis.ts'
import { fileOf, pathOf } from './files.ts'
import { addRead, becomeQuery, type Frame, pushExpression, pushGroup, type Scan } from './frame.ts'
import { CLAUSES_AFTER_FROM, NO_ALIAS, SET_OPERATORS } from './keywords.ts'
import { type NameRead, readLiteralName, readPath } from './read-name.ts'

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
  const paths = scan.paths?.get(key)
  if (paths === undefined) return
  for (let path = paths.at(-1); path !== undefined && path.index >= frame.selectBegin; path = paths.at(-1)) {
    path.select.reads[path.position] = { via: 'from', opaque: true }
    paths.pop()
  }
}

/** Remembers a table of several parts, of which the first may yet turn out to be an alias. */
function notePath(scan: Scan, { select }: Frame, first: IdentifierPart, index: number): void {
  const key = foldPart(first, scan.lexis.cteCase)
  scan.paths ??= new Map()
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

/** A table, or the CTE of that name. */
function addNamed(scan: Scan, frame: Frame, name: WrittenName, alias: string | null): void {
  const { parts } = name
  const [only] = parts
  const isBare = parts.length === 1 && only !== undefined && name.kind === undefined
  const cte = isBare ? scan.scopes.findCte(foldPart(only, scan.lexis.cteCase)) : null
  if (cte !== null) addRead(frame.select, { via: 'from', query: cte })
  else if (isBare && scan.lexis.hasDual && only.text.toLowerCase() === 'dual') opaque(frame)
  else if (parts.length <= MAX_PARTS) addRead(frame.select, { via: 'from', table: name, alias })
  else {
    // `catalog.schema.INFORMATION_SCHEMA.TABLES` holds no data of the user's; anything else is a gap.
    if (!parts.some(({ text }) => text.toUpperCase() === 'INFORMATION_SCHEMA')) scan.partial = true
    opaque(frame)
  }
}

function addTable(scan: Scan, frame: Frame, read: NameRead): number {
  const { part, next } = readAlias(scan, read.next)
  const { parts } = read.name
  const [first] = parts
  const isArray = isArrayOfAlias(scan, read)
  const alias = noteAlias(scan, frame, part ?? parts.at(-1))
  frame.phase = 'joined'
  if (isArray) opaque(frame)
  else {
    if (first !== undefined && parts.length > 1 && parts.length <= MAX_PARTS && scan.lexis.implicitUnnest) {
      notePath(scan, frame, first, read.next)
    }
    addNamed(scan, frame, pathOf(read.name) ?? read.name, alias)
  }
  return next
}

function addFile(scan: Scan, frame: Frame, file: WrittenName, after: number): number {
  const { part, next } = readAlias(scan, after)
  addRead(frame.select, { via: 'from', table: file, alias: noteAlias(scan, frame, part) })
  frame.phase = 'joined'
  return next
}

/** `TABLE x` or `MODEL x` at `index`, an argument of a function that stands for a table. null: it is something else. */
export function readTableArgument(scan: Scan, frame: Frame, index: number): number | null {
  const { cursor, lexis } = scan
  const before = cursor.at(index - 1).word
  if (before !== '(' && before !== ',' && before !== '>') return null
  const isWrapped = cursor.at(index + 1).word === '('
  const read = readPath(cursor, isWrapped ? index + 2 : index + 1, lexis)
  if (read === null) return null
  const after = cursor.at(read.next).word
  if (isWrapped ? after !== ')' : after === '(') return null
  addNamed(scan, frame, read.name, null)
  return isWrapped ? read.next + 1 : read.next
}

const READS_FILES: ReadonlySet<string> = new Set(
  `READ_FILES CLOUD_FILES READ_CSV READ_CSV_AUTO READ_PARQUET PARQUET_SCAN READ_JSON READ_JSON_AUTO READ_NDJSON
  DIRECTORY DELTA_SCAN ICEBERG_SCAN`.split(/\s+/),
)
const READS_NAMED: ReadonlySet<string> = new Set(['TABLE', 'TABLE_CHANGES'])

/** Index of the first argument's value: `f(x)`, `f(path => x)`. */
function firstArgument({ cursor }: Scan, open: number): number {
  return cursor.at(open + 2).word === '=' && cursor.at(open + 3).word === '>' ? open + 4 : open + 1
}

/** A function at `open`, its '(', that stands for a table. What it reads is known of a few. */
function addCall(scan: Scan, frame: Frame, name: string, open: number): number {
  const { cursor, lexis } = scan
  const file = READS_FILES.has(name) ? fileOf(cursor.at(firstArgument(scan, open)), lexis) : null
  const named = READS_NAMED.has(name)
    ? readLiteralName(cursor, open + 1, lexis)
    : name === 'SEMANTIC_VIEW'
      ? (readPath(cursor, open + 1, lexis)?.name ?? null)
      : null
  if (file !== null) addRead(frame.select, { via: 'from', table: file, alias: null })
  else if (named !== null) addNamed(scan, frame, named, null)
  else opaque(frame)
  // What a variable names is not in the text.
  const argument = cursor.at(open + 1)
  const isVariable = argument.kind === 'parameter' || argument.word === ':'
  if (name === 'IDENTIFIER' || (name === 'TABLE' && isVariable)) scan.partial = true
  frame.phase = 'joined'
  pushExpression(scan, frame, open + 1, { isCall: true })
  return open + 1
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
    case 'ROWS':
      if (next.word !== 'FROM' || cursor.at(index + 2).word !== '(') break
      return addCall(scan, frame, 'ROWS', index + 2)
    case 'UNNEST':
    case 'TABLE':
      if (next.word === '(') return addCall(scan, frame, token.word, index + 1)
      break
  }
  const file = fileOf(token, scan.lexis)
  if (file !== null) return addFile(scan, frame, file, index + 1)
  if (token.kind === 'parameter' || token.kind === 'string') {
    opaque(frame)
    return index + 1
  }
  if (token.word === ':') {
    // A variable names the table.
    scan.partial = true
    opaque(frame)
    return index + 2
  }
  const read = readPath(cursor, index, scan.lexis)
  if (read === null) {
    if (token.word === 'IDENTIFIER' && next.word === '(') return addCall(scan, frame, 'IDENTIFIER', index + 1)
    const isEnd = CLAUSES_AFTER_FROM.has(token.word) || token.word === 'JOIN'
    // A comma too many is harmless.
    if (!isEnd || cursor.at(index - 1).word !== ',') scan.partial = true
    frame.phase = 'joined'
    return isEnd ? index : index + 1
  }
  if (cursor.at(read.next).word === '(' && read.name.kind === undefined) {
    const last = read.name.parts.at(-1)
    return addCall(scan, frame, last?.text.toUpperCase() ?? '', read.next)
  }
  return addTable(scan, frame, read)
}
